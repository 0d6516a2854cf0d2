package org.caseroom.matrix.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.caseroom.base.CanonicalJson;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.matrix.Endpoint;
import org.caseroom.matrix.Endpoint.Access;
import org.caseroom.matrix.Endpoint.Body;
import org.caseroom.matrix.Fields;
import org.caseroom.matrix.MatrixRequest;
import org.caseroom.matrix.MatrixResponse;
import org.caseroom.matrix.account.KeyBackupDao.Backup;
import org.caseroom.matrix.account.KeyBackupDao.Scope;
import org.caseroom.storage.Database;
import org.caseroom.storage.Tx;

/** Backups of message keys (client-server API, "Server-side key backups"). */
final class KeyBackupApi {
  private static final String VERSION = "/_matrix/client/v3/room_keys/version";
  private static final String KEYS = "/_matrix/client/v3/room_keys/keys";
  private static final long MOST_KEYS = 100_000;
  private static final int MOST_BYTES = 65_536;

  private final Database database;

  KeyBackupApi(Database database) {
    this.database = database;
  }

  List<Endpoint> endpoints() {
    List<Endpoint> endpoints = new ArrayList<>();
    endpoints.add(with("POST", VERSION, this::create));
    endpoints.add(without("GET", VERSION, this::current));
    endpoints.add(without("GET", VERSION + "/{version}", this::version));
    endpoints.add(with("PUT", VERSION + "/{version}", this::update));
    endpoints.add(without("DELETE", VERSION + "/{version}", this::deleteVersion));
    for (String path : List.of(KEYS, KEYS + "/{roomId}", KEYS + "/{roomId}/{sessionId}")) {
      endpoints.add(with("PUT", path, this::put));
      endpoints.add(without("GET", path, this::get));
      endpoints.add(without("DELETE", path, this::delete));
    }
    return endpoints;
  }

  private static Endpoint with(
      String method, String path, Function<MatrixRequest, MatrixResponse> handler) {
    return Endpoint.of(method, path, Access.SIGNED_IN, Body.JSON, handler);
  }

  private static Endpoint without(
      String method, String path, Function<MatrixRequest, MatrixResponse> handler) {
    return Endpoint.of(method, path, Access.SIGNED_IN, Body.NONE, handler);
  }

  private static Problem noBackup() {
    return Problem.notFound("There is no such backup of keys.");
  }

  private static long number(String version) {
    if (!version.matches("\\d{1,15}")) {
      throw noBackup();
    }
    return Long.parseLong(version);
  }

  // ---- Versions ----

  private MatrixResponse create(MatrixRequest request) {
    Fields body = Fields.of(request);
    String algorithm = body.requireText("algorithm");
    JsonNode authData = authData(body);
    if (algorithm.isEmpty() || algorithm.length() > 255) {
      throw Problem.invalidParam("'algorithm' has 1 to 255 characters.");
    }
    UserId user = request.user();
    while (true) {
      // Two devices may begin a backup at once: the later one gets the next number.
      long version =
          database.write(
              tx -> {
                KeyBackupDao dao = new KeyBackupDao(tx, user);
                long next = dao.newestVersion() + 1;
                return dao.insert(new Backup(next, algorithm, authData, 0)) ? next : 0;
              });
      if (version > 0) {
        return MatrixResponse.ok(Json.object().put("version", String.valueOf(version)));
      }
    }
  }

  private static JsonNode authData(Fields body) {
    return opaque(body, "auth_data");
  }

  /** An object by its algorithm; some clients send it as a text. The server looks into neither. */
  private static JsonNode opaque(Fields body, String name) {
    JsonNode data = body.node(name).orElseThrow(() -> body.missing(name));
    if (!data.isTextual()) {
      body.requireObject(name);
    } else {
      body.requireText(name);
    }
    if (Json.writeBytes(data).length > MOST_BYTES) {
      throw Problem.tooLarge("'" + name + "' has at most " + MOST_BYTES + " bytes.");
    }
    return data;
  }

  private MatrixResponse current(MatrixRequest request) {
    return info(request.user(), dao -> dao.current());
  }

  private MatrixResponse version(MatrixRequest request) {
    long version = number(request.pathParameter("version"));
    return info(request.user(), dao -> dao.find(version));
  }

  private MatrixResponse info(UserId user, Function<KeyBackupDao, Optional<Backup>> which) {
    return database.read(
        tx -> {
          KeyBackupDao dao = new KeyBackupDao(tx, user);
          Backup backup = which.apply(dao).orElseThrow(KeyBackupApi::noBackup);
          ObjectNode answer = Json.object();
          answer.put("version", String.valueOf(backup.version()));
          answer.put("algorithm", backup.algorithm());
          answer.set("auth_data", backup.authData());
          return MatrixResponse.ok(totals(answer, dao, backup));
        });
  }

  private static ObjectNode totals(ObjectNode answer, KeyBackupDao dao, Backup backup) {
    return answer
        .put("etag", String.valueOf(backup.changes()))
        .put("count", dao.count(backup.version()));
  }

  private MatrixResponse update(MatrixRequest request) {
    Fields body = Fields.of(request);
    long version = number(request.pathParameter("version"));
    String algorithm = body.requireText("algorithm");
    JsonNode authData = authData(body);
    if (body.text("version").filter(said -> !said.equals(String.valueOf(version))).isPresent()) {
      throw Problem.invalidParam("'version' in the body is another than in the address.");
    }
    database.writing(
        tx -> {
          KeyBackupDao dao = new KeyBackupDao(tx, request.user());
          Backup backup = dao.lock(version).orElseThrow(KeyBackupApi::noBackup);
          if (!backup.algorithm().equals(algorithm)) {
            throw Problem.invalidParam("A backup keeps its algorithm: begin a new one.");
          }
          dao.setAuthData(version, authData);
        });
    return MatrixResponse.empty();
  }

  private MatrixResponse deleteVersion(MatrixRequest request) {
    long version = number(request.pathParameter("version"));
    database.writing(
        tx -> {
          KeyBackupDao dao = new KeyBackupDao(tx, request.user());
          if (!dao.exists(version)) {
            throw noBackup();
          }
          dao.delete(version, new Scope(null, null));
          dao.markDeleted(version);
        });
    return MatrixResponse.empty();
  }

  // ---- Keys ----

  private static Scope scope(MatrixRequest request) {
    String room = request.pathParameters().get("roomId");
    if (room != null) {
      RoomId.of(room);
    }
    return new Scope(room, request.pathParameters().get("sessionId"));
  }

  private static long wanted(MatrixRequest request) {
    return number(
        request
            .queryParameter("version")
            .orElseThrow(() -> Problem.missingParam("'version' is missing: say which backup.")));
  }

  private MatrixResponse put(MatrixRequest request) {
    List<KeyBackupDao.Key> keys = keys(scope(request), Fields.of(request));
    long version = wanted(request);
    return database.write(
        tx -> {
          KeyBackupDao dao = new KeyBackupDao(tx, request.user());
          requireCurrent(dao, version);
          dao.lock(version);
          boolean changed = false;
          for (KeyBackupDao.Key key : keys) {
            Scope place = new Scope(key.room(), key.session());
            List<KeyBackupDao.Key> old = dao.keys(version, place);
            if (old.isEmpty() || key.betterThan(old.get(0))) {
              dao.delete(version, place);
              dao.insert(version, key);
              changed = true;
            }
          }
          if (changed) {
            dao.countChange(version);
          }
          if (dao.count(version) > MOST_KEYS) {
            throw Problem.tooLarge("A backup holds at most " + MOST_KEYS + " keys.");
          }
          return answer(dao, version);
        });
  }

  private static void requireCurrent(KeyBackupDao dao, long version) {
    Backup current = dao.current().orElseThrow(KeyBackupApi::noBackup);
    if (current.version() != version && dao.find(version).isEmpty()) {
      throw noBackup();
    }
    if (current.version() != version) {
      throw Problem.of(
              403, "M_WRONG_ROOM_KEYS_VERSION", "Keys are added to the newest backup only.")
          .with("current_version", String.valueOf(current.version()));
    }
  }

  private static MatrixResponse answer(KeyBackupDao dao, long version) {
    Backup backup = dao.find(version).orElseThrow(KeyBackupApi::noBackup);
    return MatrixResponse.ok(totals(Json.object(), dao, backup));
  }

  private static List<KeyBackupDao.Key> keys(Scope scope, Fields body) {
    List<KeyBackupDao.Key> keys = new ArrayList<>();
    if (scope.room() == null) {
      for (var room : body.requireObject("rooms").properties()) {
        RoomId.of(room.getKey());
        keys.addAll(ofRoom(room.getKey(), Fields.of(object(room.getValue()))));
      }
    } else if (scope.session() == null) {
      keys.addAll(ofRoom(scope.room(), body));
    } else {
      keys.add(key(scope.room(), scope.session(), body));
    }
    return keys;
  }

  private static List<KeyBackupDao.Key> ofRoom(String room, Fields body) {
    List<KeyBackupDao.Key> keys = new ArrayList<>();
    for (var session : body.requireObject("sessions").properties()) {
      keys.add(key(room, session.getKey(), Fields.of(object(session.getValue()))));
    }
    return keys;
  }

  private static ObjectNode object(JsonNode node) {
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw Problem.badJson("There should be an object for each room and session.");
  }

  private static KeyBackupDao.Key key(String room, String session, Fields body) {
    if (session.isEmpty() || session.length() > 255 || session.indexOf('\0') >= 0) {
      throw Problem.invalidParam("A session id has 1 to 255 characters.");
    }
    JsonNode data = opaque(body, "session_data");
    return new KeyBackupDao.Key(
        room,
        session,
        count(body, "first_message_index"),
        count(body, "forwarded_count"),
        body.flag("is_verified").orElseThrow(() -> body.missing("is_verified")),
        data);
  }

  private static long count(Fields body, String name) {
    return body.number(name, 0, CanonicalJson.MAX_INTEGER).orElseThrow(() -> body.missing(name));
  }

  private MatrixResponse get(MatrixRequest request) {
    Scope scope = scope(request);
    long version = wanted(request);
    List<KeyBackupDao.Key> keys =
        database.read(
            tx -> {
              KeyBackupDao dao = new KeyBackupDao(tx, request.user());
              if (dao.find(version).isEmpty()) {
                throw noBackup();
              }
              return dao.keys(version, scope);
            });
    if (scope.session() != null) {
      return keys.stream()
          .findFirst()
          .map(key -> MatrixResponse.ok(json(key)))
          .orElseThrow(() -> Problem.notFound("The backup holds no key of this session."));
    }
    ObjectNode rooms = Json.object();
    for (KeyBackupDao.Key key : keys) {
      rooms
          .withObjectProperty(key.room())
          .withObjectProperty("sessions")
          .set(key.session(), json(key));
    }
    if (scope.room() == null) {
      return MatrixResponse.ok(Json.object().set("rooms", rooms));
    }
    JsonNode sessions = rooms.path(scope.room()).get("sessions");
    return MatrixResponse.ok(
        Json.object().set("sessions", sessions == null ? Json.object() : sessions));
  }

  private static ObjectNode json(KeyBackupDao.Key key) {
    ObjectNode json =
        Json.object()
            .put("first_message_index", key.firstMessageIndex())
            .put("forwarded_count", key.forwardedCount())
            .put("is_verified", key.verified());
    json.set("session_data", key.data());
    return json;
  }

  private MatrixResponse delete(MatrixRequest request) {
    Scope scope = scope(request);
    long version = wanted(request);
    return database.write(tx -> delete(tx, request.user(), version, scope));
  }

  private static MatrixResponse delete(Tx tx, UserId user, long version, Scope scope) {
    KeyBackupDao dao = new KeyBackupDao(tx, user);
    if (dao.lock(version).isEmpty()) {
      throw noBackup();
    }
    if (dao.delete(version, scope) > 0) {
      dao.countChange(version);
    }
    return answer(dao, version);
  }
}
