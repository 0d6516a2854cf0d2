package org.caseroom.matrix.account;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.caseroom.base.EmailAddress;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.base.UserId;
import org.caseroom.identity.AddressChecks;
import org.caseroom.identity.AddressChecks.Purpose;
import org.caseroom.identity.Addresses;
import org.caseroom.identity.Identity;
import org.caseroom.identity.Registrations;
import org.caseroom.matrix.Endpoint;
import org.caseroom.matrix.Endpoint.Access;
import org.caseroom.matrix.Endpoint.Body;
import org.caseroom.matrix.Fields;
import org.caseroom.matrix.Letters;
import org.caseroom.matrix.MatrixRequest;
import org.caseroom.matrix.MatrixResponse;
import org.jspecify.annotations.Nullable;

/**
 * The six {@code requestToken} endpoints: a message goes to an e-mail address so that its owner can
 * confirm it. Telephone numbers are not taken, and everything is refused where no mail is sent.
 *
 * <p>The answer is the same whether an account has the address or not (client-server API, {@code
 * POST /register/email/requestToken}, recommends it); only its owner is told, by mail.
 */
final class AddressTokenApi {
  private static final Pattern CLIENT_SECRET = Pattern.compile("[0-9a-zA-Z.=_-]{1,255}");
  private static final int MAX_LINK = 2_048;
  private static final String ACCOUNT = "/_matrix/client/v3/account/3pid";
  private static final String PASSWORD = "/_matrix/client/v3/account/password";
  private static final String REGISTER = "/_matrix/client/v3/register";

  private final AddressChecks checks;
  private final Addresses addresses;
  private final Registrations registrations;
  private final Letters letters;

  AddressTokenApi(Identity identity, Letters letters) {
    this.checks = identity.addressChecks();
    this.addresses = identity.addresses();
    this.registrations = identity.registrations();
    this.letters = letters;
  }

  List<Endpoint> endpoints() {
    return List.of(
        email(ACCOUNT, Purpose.ADD),
        email(REGISTER, Purpose.REGISTER),
        email(PASSWORD, Purpose.RESET),
        telephone(ACCOUNT, Purpose.ADD),
        telephone(REGISTER, Purpose.REGISTER),
        telephone(PASSWORD, Purpose.RESET));
  }

  private Endpoint email(String path, Purpose purpose) {
    return Endpoint.of(
        "POST",
        path + "/email/requestToken",
        Access.OPTIONAL,
        Body.JSON,
        request -> {
          if (!letters.canSend()) {
            throw refusal(purpose, "This server sends no mail, so it takes no e-mail addresses.");
          }
          if (purpose == Purpose.REGISTER && !registrations.isOpen()) {
            throw refusal(
                purpose,
                "Nobody registers here: staff get their account from an administrator, families"
                    + " an invitation from their worker.");
          }
          return send(purpose, request);
        });
  }

  private static Endpoint telephone(String path, Purpose purpose) {
    return Endpoint.of(
        "POST",
        path + "/msisdn/requestToken",
        Access.OPTIONAL,
        Body.JSON,
        request -> {
          throw refusal(purpose, "This server sends no text messages: it takes no numbers.");
        });
  }

  /** Each with the code that the specification has for it. */
  private static Problem refusal(Purpose purpose, String message) {
    return purpose == Purpose.ADD
        ? Problem.of(400, "M_THREEPID_MEDIUM_NOT_SUPPORTED", message)
        : Problem.of(403, "M_THREEPID_DENIED", message);
  }

  private MatrixResponse send(Purpose purpose, MatrixRequest request) {
    Fields body = Fields.of(request);
    EmailAddress address = body.requireText("email", EmailAddress::of);
    AddressChecks.Request asked =
        new AddressChecks.Request(
            purpose,
            address,
            clientSecret(body),
            body.number("send_attempt").orElseThrow(() -> body.missing("send_attempt")),
            nextLink(body));
    Optional<UserId> owner = addresses.owner(address);
    if (purpose == Purpose.ADD
        && request.caller() != null
        && owner.filter(request.user()::equals).isPresent()) {
      throw Addresses.inUse();
    }
    AddressChecks.Started started = checks.start(asked);
    if (started.link() != null) {
      write(address, purpose, owner.isPresent(), started.link());
    }
    return MatrixResponse.ok(Json.object().put("sid", started.sid()));
  }

  private void write(EmailAddress address, Purpose purpose, boolean owned, Secret link) {
    boolean reset = purpose == Purpose.RESET;
    if (reset == owned) {
      letters.confirm(address, purpose, link);
    } else if (reset) {
      letters.nobody(address);
    } else {
      letters.taken(address);
    }
  }

  /** The secret that a client made up. */
  static Secret clientSecret(Fields body) {
    String secret = body.requireText("client_secret");
    if (!CLIENT_SECRET.matcher(secret).matches()) {
      throw Problem.invalidParam(
          "'client_secret' has 1 to 255 characters out of 0-9 a-z A-Z . = _ and -.");
    }
    return Secret.of(secret);
  }

  private static @Nullable String nextLink(Fields body) {
    String link = body.text("next_link").orElse(null);
    if (link == null || link.isEmpty()) {
      return null;
    }
    try {
      URI uri = URI.create(link);
      boolean web =
          "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
      if (web && uri.getHost() != null && uri.getUserInfo() == null && link.length() <= MAX_LINK) {
        return link;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw Problem.invalidParam("'next_link' is a whole web address, beginning with https://.");
  }
}
