package org.caseroom.matrix.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.caseroom.base.DeviceId;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.ServerName;
import org.caseroom.base.UserId;
import org.caseroom.identity.DeviceKeys;
import org.caseroom.identity.Identity;
import org.caseroom.identity.ToDevice;
import org.caseroom.matrix.Endpoint;
import org.caseroom.matrix.Endpoint.Access;
import org.caseroom.matrix.Endpoint.Body;
import org.caseroom.matrix.Fields;
import org.caseroom.matrix.MatrixRequest;
import org.caseroom.matrix.MatrixResponse;
import org.caseroom.matrix.People;

/**
 * Keys for end-to-end encryption outside of case rooms, and messages from device to device. The
 * devices of somebody whom one may not know of are as if they were not there.
 */
final class KeysApi {
  private static final String KEYS = "/_matrix/client/v3/keys";

  private final Identity identity;
  private final Reauthentication reauthentication;
  private final People people;
  private final ServerName server;

  KeysApi(Identity identity, Reauthentication reauthentication, People people, ServerName server) {
    this.identity = identity;
    this.reauthentication = reauthentication;
    this.people = people;
    this.server = server;
  }

  List<Endpoint> endpoints() {
    return List.of(
        post(KEYS + "/upload", this::upload),
        post(KEYS + "/query", this::query),
        post(KEYS + "/claim", this::claim),
        post(KEYS + "/device_signing/upload", this::uploadCrossSigning),
        post(KEYS + "/signatures/upload", this::sign),
        Endpoint.of(
            "PUT",
            "/_matrix/client/v3/sendToDevice/{eventType}/{txnId}",
            Access.SIGNED_IN,
            Body.JSON,
            this::sendToDevice));
  }

  private static Endpoint post(String path, Function<MatrixRequest, MatrixResponse> handler) {
    return Endpoint.of("POST", path, Access.SIGNED_IN, Body.JSON, handler);
  }

  private MatrixResponse upload(MatrixRequest request) {
    Fields body = Fields.of(request);
    DeviceKeys.Left left =
        identity
            .deviceKeys()
            .upload(
                request.user(),
                request.signedIn().device(),
                new DeviceKeys.Upload(
                    body.object("device_keys").orElse(null),
                    body.object("one_time_keys").orElse(null),
                    body.object("fallback_keys")
                        .or(() -> body.object("org.matrix.msc2732.fallback_keys"))
                        .orElse(null)));
    ObjectNode answer = Json.object();
    ObjectNode counts = answer.putObject("one_time_key_counts").put("signed_curve25519", 0);
    left.oneTimeKeys().forEach(counts::put);
    return MatrixResponse.ok(answer);
  }

  private MatrixResponse query(MatrixRequest request) {
    Map<UserId, Set<DeviceId>> wanted = new LinkedHashMap<>();
    ObjectNode failures = Json.object();
    for (var entry : Fields.of(request).requireObject("device_keys").properties()) {
      Set<DeviceId> devices = devices(entry.getValue());
      UserId user = UserId.of(entry.getKey());
      if (isLocal(user, failures)) {
        wanted.put(user, devices);
      }
    }
    Set<UserId> hidden = new HashSet<>(wanted.keySet());
    hidden.removeIf(user -> people.mayMeet(request.user(), user));
    wanted.keySet().removeAll(hidden);
    ObjectNode answer = identity.deviceKeys().query(request.user(), wanted);
    ObjectNode devices = answer.withObjectProperty("device_keys");
    hidden.forEach(user -> devices.putObject(user.value()));
    answer.set("failures", failures);
    return MatrixResponse.ok(answer);
  }

  /** The ids in a list; an empty object, which old clients send, stands for an empty list. */
  private static Set<DeviceId> devices(JsonNode list) {
    if (!list.isArray() && !(list.isObject() && list.isEmpty())) {
      throw Problem.badJson("'device_keys' holds a list of device ids for each user.");
    }
    Set<DeviceId> devices = new HashSet<>();
    for (JsonNode device : list) {
      if (!device.isTextual()) {
        throw Problem.badJson("A device id is a text.");
      }
      devices.add(DeviceId.of(device.textValue()));
    }
    return devices;
  }

  /** Notes the servers that are not this one: nobody there is asked. */
  private boolean isLocal(UserId user, ObjectNode failures) {
    if (user.server().equals(server)) {
      return true;
    }
    failures.putObject(user.server().value());
    return false;
  }

  private MatrixResponse claim(MatrixRequest request) {
    Map<UserId, Map<DeviceId, String>> wanted = new LinkedHashMap<>();
    ObjectNode failures = Json.object();
    for (var entry : Fields.of(request).requireObject("one_time_keys").properties()) {
      UserId user = UserId.of(entry.getKey());
      Map<DeviceId, String> devices = new LinkedHashMap<>();
      for (var device : object(entry.getValue()).properties()) {
        if (!device.getValue().isTextual()) {
          throw Problem.badJson("'one_time_keys' names an algorithm for each device.");
        }
        devices.put(DeviceId.of(device.getKey()), device.getValue().textValue());
      }
      if (isLocal(user, failures) && people.mayMeet(request.user(), user)) {
        wanted.put(user, devices);
      }
    }
    ObjectNode answer = Json.object();
    answer.set("one_time_keys", identity.deviceKeys().claim(wanted));
    answer.set("failures", failures);
    return MatrixResponse.ok(answer);
  }

  private static ObjectNode object(JsonNode node) {
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw Problem.badJson("There should be an object for each user.");
  }

  private MatrixResponse uploadCrossSigning(MatrixRequest request) {
    UserId user = request.user();
    ObjectNode keys = request.json().deepCopy();
    keys.remove("auth");
    // The first keys, and the same ones again, ask for no password (specification, since v1.11).
    if (identity.crossSigning().exists(user) && !identity.crossSigning().isCurrent(user, keys)) {
      var challenge = reauthentication.challenge(request);
      if (challenge.isPresent()) {
        return challenge.get();
      }
    }
    identity.crossSigning().upload(user, keys);
    return MatrixResponse.empty();
  }

  private MatrixResponse sign(MatrixRequest request) {
    for (var entry : request.json().properties()) {
      UserId.of(entry.getKey());
      object(entry.getValue());
    }
    ObjectNode answer = Json.object();
    answer.set("failures", identity.crossSigning().sign(request.user(), request.json()));
    return MatrixResponse.ok(answer);
  }

  private MatrixResponse sendToDevice(MatrixRequest request) {
    Map<UserId, Map<String, ObjectNode>> messages = new HashMap<>();
    for (var entry : Fields.of(request).requireObject("messages").properties()) {
      UserId user = UserId.of(entry.getKey());
      Map<String, ObjectNode> devices = new LinkedHashMap<>();
      for (var device : object(entry.getValue()).properties()) {
        devices.put(device.getKey(), object(device.getValue()));
      }
      if (user.server().equals(server)) {
        messages.put(user, devices);
      }
    }
    String type = request.pathParameter("eventType");
    String transaction = request.pathParameter("txnId");
    if (type.length() > 255 || transaction.length() > 255) {
      throw Problem.invalidParam("Types and transaction ids have at most 255 characters.");
    }
    identity
        .toDevice()
        .send(
            new ToDevice.Sender(request.user(), request.signedIn().device(), transaction),
            type,
            messages);
    return MatrixResponse.empty();
  }
}
