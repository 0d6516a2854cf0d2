package org.caseroom.matrix.account;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.caseroom.base.Problem;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Sessions;
import org.caseroom.matrix.Endpoint;
import org.caseroom.matrix.MatrixRequest;

/**
 * What people may not ask for who are guests, suspended or locked out: looked at in one place for
 * every endpoint, before it is asked. A new endpoint is shut to guests until it is named here.
 */
public final class AccountRules {
  private static final String V3 = "/_matrix/client/v3/";
  private static final String ROOM = "rooms/{roomId}/";

  /** "Account locking": the way out stays open. */
  private static final Set<String> LOCKED =
      Set.of("POST " + V3 + "logout", "POST " + V3 + "logout/all");

  /**
   * "Guest access", and what clients ask for besides before they can show a room. What strangers
   * may look at, guests may as well.
   */
  private static final Set<String> GUESTS =
      Set.of(
          "GET " + V3 + ROOM + "state",
          "GET " + V3 + ROOM + "state/{eventType}",
          "GET " + V3 + ROOM + "state/{eventType}/{stateKey}",
          "GET " + V3 + ROOM + "context/{eventId}",
          "GET " + V3 + ROOM + "event/{eventId}",
          "GET " + V3 + ROOM + "messages",
          "GET " + V3 + ROOM + "members",
          "GET " + V3 + ROOM + "joined_members",
          "GET " + V3 + ROOM + "initialSync",
          "GET " + V3 + "sync",
          "GET " + V3 + "events",
          "GET " + V3 + "joined_rooms",
          "POST " + V3 + "publicRooms",
          "GET /_matrix/client/v1/rooms/{roomId}/hierarchy",
          "GET /_matrix/client/v1/rooms/{roomId}/relations/{eventId}",
          "GET /_matrix/client/v1/rooms/{roomId}/relations/{eventId}/{relType}",
          "GET /_matrix/client/v1/rooms/{roomId}/relations/{eventId}/{relType}/{eventType}",
          "GET /_matrix/client/v1/rooms/{roomId}/threads",
          "GET /_matrix/client/v1/media/download/{serverName}/{mediaId}",
          "GET /_matrix/client/v1/media/download/{serverName}/{mediaId}/{fileName}",
          "GET /_matrix/client/v1/media/thumbnail/{serverName}/{mediaId}",
          "GET /_matrix/client/v1/media/config",
          "POST " + V3 + ROOM + "join",
          "POST " + V3 + "join/{roomIdOrAlias}",
          "POST " + V3 + ROOM + "leave",
          "POST " + V3 + ROOM + "forget",
          "PUT " + V3 + ROOM + "send/{eventType}/{txnId}",
          "POST " + V3 + ROOM + "send/{eventType}",
          "PUT " + V3 + ROOM + "state/{eventType}",
          "PUT " + V3 + ROOM + "state/{eventType}/{stateKey}",
          "PUT " + V3 + ROOM + "typing/{userId}",
          "PUT " + V3 + "sendToDevice/{eventType}/{txnId}",
          "PUT " + V3 + "profile/{userId}/{keyName}",
          "GET " + V3 + "devices",
          "GET " + V3 + "devices/{deviceId}",
          "PUT " + V3 + "devices/{deviceId}",
          "GET " + V3 + "account/whoami",
          "POST " + V3 + "logout",
          "POST " + V3 + "logout/all",
          "GET " + V3 + "capabilities",
          "GET " + V3 + "pushrules",
          "GET " + V3 + "pushrules/global",
          "GET " + V3 + "voip/turnServer",
          "POST " + V3 + "user/{userId}/filter",
          "GET " + V3 + "user/{userId}/filter/{filterId}",
          "POST " + V3 + "keys/upload",
          "POST " + V3 + "keys/query",
          "POST " + V3 + "keys/claim");

  /**
   * "Account suspension": they read, leave, and keep their keys. That they write nothing is seen to
   * at the log's door as well; which is why redactions, their own being theirs, are not here.
   */
  private static final Set<String> SUSPENDED =
      Set.of(
          "POST " + V3 + "createRoom",
          "POST " + V3 + "join/{roomIdOrAlias}",
          "POST " + V3 + "knock/{roomIdOrAlias}",
          "POST " + V3 + ROOM + "join",
          "POST " + V3 + ROOM + "invite",
          "POST " + V3 + ROOM + "kick",
          "POST " + V3 + ROOM + "ban",
          "POST " + V3 + ROOM + "unban",
          "POST " + V3 + ROOM + "upgrade",
          "PUT " + V3 + ROOM + "send/{eventType}/{txnId}",
          "POST " + V3 + ROOM + "send/{eventType}",
          "PUT " + V3 + ROOM + "state/{eventType}",
          "PUT " + V3 + ROOM + "state/{eventType}/{stateKey}",
          "PUT " + V3 + ROOM + "typing/{userId}",
          "PUT " + V3 + "profile/{userId}/{keyName}",
          "DELETE " + V3 + "profile/{userId}/{keyName}",
          "PUT " + V3 + "directory/room/{roomAlias}",
          "DELETE " + V3 + "directory/room/{roomAlias}",
          "PUT " + V3 + "directory/list/room/{roomId}",
          "PUT " + V3 + "presence/{userId}/status");

  private final Accounts accounts;
  private final Sessions sessions;

  /** Makes the rules. */
  public AccountRules(Accounts accounts, Sessions sessions) {
    this.accounts = accounts;
    this.sessions = sessions;
  }

  /**
   * The same endpoints, asked only for people who may.
   *
   * @throws IllegalArgumentException when the table names an endpoint that is not there
   */
  public List<Endpoint> over(List<Endpoint> endpoints) {
    Set<String> named = new TreeSet<>();
    List.of(LOCKED, GUESTS, SUSPENDED).forEach(named::addAll);
    endpoints.forEach(endpoint -> named.remove(name(endpoint)));
    if (!named.isEmpty()) {
      throw new IllegalArgumentException("No endpoint answers " + named);
    }
    return endpoints.stream().map(this::over).toList();
  }

  private static String name(Endpoint endpoint) {
    return endpoint.method() + " " + endpoint.path();
  }

  private Endpoint over(Endpoint endpoint) {
    if (endpoint.access() == Endpoint.Access.PUBLIC) {
      return endpoint;
    }
    String name = name(endpoint);
    boolean forLocked = LOCKED.contains(name);
    boolean forAnyone =
        endpoint.access() == Endpoint.Access.OPTIONAL && endpoint.method().equals("GET");
    boolean forGuests = forAnyone || GUESTS.contains(name);
    boolean notForSuspended = SUSPENDED.contains(name);
    return new Endpoint(
        endpoint.method(),
        endpoint.path(),
        endpoint.access(),
        endpoint.body(),
        request -> {
          MatrixRequest.Caller caller = request.caller();
          if (caller != null) {
            noteAgent(caller, request);
            Account account = accounts.require(caller.user());
            if (account.standing().locked() && !forLocked) {
              throw Sessions.locked();
            }
            if (!forGuests && account.isGuest()) {
              throw Problem.of(
                  403, "M_GUEST_ACCESS_FORBIDDEN", "Guests may not do this: register first.");
            }
            if (notForSuspended && account.standing().suspended()) {
              throw Problem.of(
                  403,
                  "M_USER_SUSPENDED",
                  "This account is suspended: it can read and leave, and an administrator can lift"
                      + " it.");
            }
          }
          return endpoint.handler().handle(request);
        });
  }

  private void noteAgent(MatrixRequest.Caller caller, MatrixRequest request) {
    String agent = request.headers().get("user-agent");
    if (agent != null && caller.service() == null) {
      sessions.usedWith(new Sessions.Session(caller.user(), caller.device()), agent);
    }
  }
}
