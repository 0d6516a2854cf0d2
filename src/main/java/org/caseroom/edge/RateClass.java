package org.caseroom.edge;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caseroom.matrix.Endpoint;

/** Which limit an operation has beside those for everything. */
enum RateClass {
  MESSAGES,
  ROOMS,
  JOINS,
  INVITES,
  UPLOADS,
  SEARCH,
  REGISTRATION,
  SIGN_IN,
  ADDRESS_CHECKS,
  OTHER;

  private static final String CLIENT = "/_matrix/client/v3/";
  private static final String ROOM = CLIENT + "rooms/{roomId}/";

  private static final Map<String, RateClass> BY_OPERATION =
      table(
          Map.of(
              MESSAGES,
              List.of(
                  "PUT " + ROOM + "send/{eventType}/{txnId}",
                  "PUT " + ROOM + "redact/{eventId}/{txnId}",
                  "PUT " + ROOM + "state/{eventType}",
                  "PUT " + ROOM + "state/{eventType}/{stateKey}",
                  "POST " + ROOM + "report",
                  "POST " + ROOM + "report/{eventId}",
                  "POST " + CLIENT + "users/{userId}/report"),
              ROOMS,
              List.of("POST " + CLIENT + "createRoom", "POST " + ROOM + "upgrade"),
              JOINS,
              List.of(
                  "POST " + CLIENT + "join/{roomIdOrAlias}",
                  "POST " + ROOM + "join",
                  "POST " + CLIENT + "knock/{roomIdOrAlias}"),
              INVITES,
              List.of("POST " + ROOM + "invite"),
              UPLOADS,
              List.of(
                  "POST /_matrix/media/v3/upload",
                  "PUT /_matrix/media/v3/upload/{serverName}/{mediaId}",
                  "POST /_matrix/media/v1/create",
                  "GET /_matrix/client/v1/media/preview_url",
                  "GET /_matrix/media/v3/preview_url"),
              SEARCH,
              List.of(
                  "POST " + CLIENT + "search",
                  "POST " + CLIENT + "user_directory/search",
                  "GET " + CLIENT + "publicRooms",
                  "POST " + CLIENT + "publicRooms"),
              REGISTRATION,
              List.of(
                  "POST " + CLIENT + "register",
                  "GET " + CLIENT + "register/available",
                  "GET /_matrix/client/v1/register/m.login.registration_token/validity",
                  "POST " + CLIENT + "auth/{authType}/fallback/web"),
              SIGN_IN,
              List.of("POST " + CLIENT + "login"),
              ADDRESS_CHECKS,
              List.of(
                  "POST " + CLIENT + "register/email/requestToken",
                  "POST " + CLIENT + "register/msisdn/requestToken",
                  "POST " + CLIENT + "account/3pid/email/requestToken",
                  "POST " + CLIENT + "account/3pid/msisdn/requestToken",
                  "POST " + CLIENT + "account/password/email/requestToken",
                  "POST " + CLIENT + "account/password/msisdn/requestToken")));

  private static Map<String, RateClass> table(Map<RateClass, List<String>> classes) {
    Map<String, RateClass> table = new HashMap<>();
    classes.forEach((each, operations) -> operations.forEach(name -> table.put(name, each)));
    return Map.copyOf(table);
  }

  /** The operations with a limit of their own, each as its method and path. */
  static Set<String> operations() {
    return BY_OPERATION.keySet();
  }

  /** The class of an endpoint. */
  static RateClass of(Endpoint endpoint) {
    return BY_OPERATION.getOrDefault(endpoint.method() + " " + endpoint.path(), OTHER);
  }
}
