package org.caseroom.matrix.account;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Function;
import org.caseroom.base.EmailAddress;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.identity.Addresses;
import org.caseroom.matrix.AddressInvites;
import org.caseroom.matrix.Endpoint;
import org.caseroom.matrix.Endpoint.Access;
import org.caseroom.matrix.Endpoint.Body;
import org.caseroom.matrix.Fields;
import org.caseroom.matrix.Letters;
import org.caseroom.matrix.MatrixRequest;
import org.caseroom.matrix.MatrixResponse;

/**
 * The e-mail addresses of one's own account. This server trusts no identity server: nothing is
 * bound to one, and there is nothing to unbind.
 */
final class ThirdPartyApi {
  private static final String THREE_PID = "/_matrix/client/v3/account/3pid";

  private final Addresses addresses;
  private final Reauthentication reauthentication;
  private final Letters letters;
  private final AddressInvites invites;

  ThirdPartyApi(
      Addresses addresses,
      Reauthentication reauthentication,
      Letters letters,
      AddressInvites invites) {
    this.invites = invites;
    this.addresses = addresses;
    this.reauthentication = reauthentication;
    this.letters = letters;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of("GET", THREE_PID, Access.SIGNED_IN, Body.NONE, this::list),
        post(THREE_PID, this::bindOfOld),
        post(THREE_PID + "/add", this::add),
        post(THREE_PID + "/bind", this::bind),
        post(THREE_PID + "/unbind", this::unbind),
        post(THREE_PID + "/delete", this::delete),
        Endpoint.of("GET", AddressInvites.KEY_PATH, Access.PUBLIC, Body.NONE, this::isKeyValid));
  }

  private static Endpoint post(String path, Function<MatrixRequest, MatrixResponse> handler) {
    return Endpoint.of("POST", path, Access.SIGNED_IN, Body.JSON, handler);
  }

  private MatrixResponse list(MatrixRequest request) {
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("threepids");
    for (Addresses.Owned owned : addresses.of(request.user())) {
      list.addObject()
          .put("medium", "email")
          .put("address", owned.address().reveal())
          .put("validated_at", owned.validatedMs())
          .put("added_at", owned.addedMs());
    }
    return MatrixResponse.ok(answer);
  }

  /**
   * The endpoint of old, which has come to mean the same as {@code /bind} and asks for no password:
   * a stolen token would be enough to take an account over.
   */
  private MatrixResponse bindOfOld(MatrixRequest request) {
    Fields body = Fields.of(request);
    Fields credentials =
        body.fields("three_pid_creds").orElseGet(() -> body.requireFields("threePidCreds"));
    AddressTokenApi.clientSecret(credentials);
    credentials.requireText("sid");
    throw Problem.of(
        403,
        "M_THREEPID_AUTH_FAILED",
        "This server trusts no identity server: add the address to your account with /3pid/add.");
  }

  private MatrixResponse add(MatrixRequest request) {
    Fields credentials = Fields.of(request);
    if (!letters.canSend()) {
      throw Problem.forbidden("This server sends no mail, so it takes no e-mail addresses.");
    }
    Secret secret = AddressTokenApi.clientSecret(credentials);
    String sid = credentials.requireText("sid");
    return reauthentication
        .challenge(request)
        .orElseGet(
            () -> {
              EmailAddress address = addresses.add(request.user(), sid, secret);
              invites.accept(request.user(), address);
              return MatrixResponse.empty();
            });
  }

  /** Asked by whoever wants to know whether an invitation by address is good. */
  private MatrixResponse isKeyValid(MatrixRequest request) {
    String key =
        request
            .queryParameter("public_key")
            .orElseThrow(() -> Problem.missingParam("Give the key as 'public_key'."));
    return MatrixResponse.ok(Json.object().put("valid", invites.isOurs(key)));
  }

  private MatrixResponse bind(MatrixRequest request) {
    Fields body = Fields.of(request);
    AddressTokenApi.clientSecret(body);
    List.of("sid", "id_server", "id_access_token").forEach(body::requireText);
    throw Problem.of(
        400,
        "M_SERVER_NOT_TRUSTED",
        "This server trusts no identity server: add the address to your account with /3pid/add.");
  }

  private MatrixResponse unbind(MatrixRequest request) {
    address(Fields.of(request));
    return notUnbound();
  }

  private MatrixResponse delete(MatrixRequest request) {
    Fields body = Fields.of(request);
    String address = address(body);
    if (body.requireText("medium").equals("email")) {
      addresses.remove(request.user(), EmailAddress.of(address));
    }
    return notUnbound();
  }

  private static String address(Fields body) {
    String medium = body.requireText("medium");
    if (!medium.equals("email") && !medium.equals("msisdn")) {
      throw Problem.invalidParam("'medium' is email or msisdn.");
    }
    return body.requireText("address");
  }

  private static MatrixResponse notUnbound() {
    return MatrixResponse.ok(Json.object().put("id_server_unbind_result", "no-support"));
  }
}
