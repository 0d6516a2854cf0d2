package org.caseroom.matrix;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.caseroom.base.EventId;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.matrix.ClientEvents.Shape;
import org.caseroom.matrix.Endpoint.Access;
import org.caseroom.matrix.Endpoint.Body;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Redaction;
import org.caseroom.rooms.RoomLog;
import org.caseroom.rooms.RoomReader;
import org.caseroom.rooms.RoomReader.Direction;
import org.caseroom.rooms.RoomVersion;
import org.caseroom.rooms.Rooms;
import org.caseroom.storage.Database;
import org.jspecify.annotations.Nullable;

/** What relates to an event, by the page, and the threads of a room. */
final class RelationsApi {
  private static final String RELATIONS = "/_matrix/client/v1/rooms/{roomId}/relations/{eventId}";
  private static final int DEFAULT_LIMIT = 50;
  private static final int MOST = 500;
  private static final int RECURSION_DEPTH = 3;

  private final Database database;
  private final RoomLog log;
  private final RoomReader reader;
  private final ClientEvents events;
  private final IgnoredUsers ignoredUsers;

  RelationsApi(Database database, Rooms rooms, ClientEvents events, IgnoredUsers ignoredUsers) {
    this.database = database;
    this.log = rooms.log();
    this.reader = rooms.reader();
    this.events = events;
    this.ignoredUsers = ignoredUsers;
  }

  List<Endpoint> endpoints() {
    return List.of(
        get(RELATIONS, this::relations),
        get(RELATIONS + "/{relType}", this::relations),
        get(RELATIONS + "/{relType}/{eventType}", this::relations),
        get("/_matrix/client/v1/rooms/{roomId}/threads", this::threads));
  }

  private static Endpoint get(
      String path, java.util.function.Function<MatrixRequest, MatrixResponse> handler) {
    return Endpoint.of("GET", path, Access.SIGNED_IN, Body.NONE, handler);
  }

  private MatrixResponse relations(MatrixRequest request) {
    RoomId room = RoomId.of(request.pathParameter("roomId"));
    EventId parent = EventId.of(request.pathParameter("eventId"));
    UserId user = request.user();
    if (reader.event(user, room, parent).isEmpty()) {
      throw Problem.notFound("There is no such event in this room, or you may not see it.");
    }
    boolean backwards = TimelineApi.direction(request, Direction.BACKWARDS) == Direction.BACKWARDS;
    int limit = Math.max(1, TimelineApi.limit(request, DEFAULT_LIMIT, MOST));
    Optional<Long> from = Tokens.position(request.queryParameter("from"));
    Optional<Long> to = Tokens.position(request.queryParameter("to"));
    boolean recurse = request.queryParameter("recurse").filter("true"::equals).isPresent();
    @Nullable String relType = request.pathParameters().get("relType");
    @Nullable String eventType = request.pathParameters().get("eventType");
    // A token stands behind the event at its position.
    long above = backwards ? to.orElse(0L) : from.orElse(0L);
    long below = backwards ? next(from) : next(to);
    List<RelationDao.Row> rows =
        database.read(
            tx -> {
              RelationDao dao = new RelationDao(tx);
              return dao.related(
                  room,
                  recurse ? family(dao, room, parent) : List.of(parent),
                  relType,
                  eventType,
                  above,
                  below,
                  backwards,
                  limit + 1);
            });
    List<RelationDao.Row> page = rows.subList(0, Math.min(limit, rows.size()));
    ObjectNode answer = Json.object();
    ArrayNode chunk = answer.putArray("chunk");
    events.json(visible(user, room, page), request.signedIn(), Shape.WITH_ROOM).forEach(chunk::add);
    if (rows.size() > limit) {
      answer.put("next_batch", next(page, backwards));
    }
    from.ifPresent(position -> answer.put("prev_batch", Tokens.of(position)));
    if (recurse) {
      answer.put("recursion_depth", RECURSION_DEPTH);
    }
    return MatrixResponse.ok(answer);
  }

  private static String next(List<RelationDao.Row> page, boolean backwards) {
    long last = page.get(page.size() - 1).position();
    return Tokens.of(backwards ? last - 1 : last);
  }

  private static long next(Optional<Long> token) {
    return token.map(position -> position + 1).orElse(Long.MAX_VALUE);
  }

  /** What the reader may see, without what those whom they ignore sent. */
  private List<Event> visible(UserId user, RoomId room, List<RelationDao.Row> rows) {
    Set<String> ignored = ignoredUsers.of(user);
    return rows.stream()
        .filter(row -> !ignored.contains(row.sender().value()))
        .map(row -> reader.event(user, room, row.event()))
        .flatMap(Optional::stream)
        .toList();
  }

  /** The event, what relates to it, and what relates to that, some steps down. */
  private static List<EventId> family(RelationDao dao, RoomId room, EventId parent) {
    List<EventId> all = new ArrayList<>(List.of(parent));
    Set<EventId> known = new HashSet<>(all);
    List<EventId> generation = List.of(parent);
    for (int depth = 1; depth < RECURSION_DEPTH && !generation.isEmpty(); depth++) {
      generation =
          dao.related(room, generation, null, null, 0, Long.MAX_VALUE, true, MOST).stream()
              .map(RelationDao.Row::event)
              .filter(known::add)
              .toList();
      all.addAll(generation);
    }
    return all;
  }

  private MatrixResponse threads(MatrixRequest request) {
    RoomId room = RoomId.of(request.pathParameter("roomId"));
    UserId user = request.user();
    reader.rights().requireOpen(user, room);
    int limit = Math.max(1, TimelineApi.limit(request, DEFAULT_LIMIT, MOST));
    String include = request.queryParameter("include").orElse("all");
    if (!include.equals("all") && !include.equals("participated")) {
      throw Problem.invalidParam("'include' is all or participated.");
    }
    Optional<Long> from = Tokens.position(request.queryParameter("from"));
    Predicate<Event> wanted = include.equals("all") ? any -> true : participatedIn(user, room);
    List<Event> roots = new ArrayList<>();
    long before = next(from);
    @Nullable Long next = null;
    while (true) {
      long below = before;
      List<RelationDao.ThreadRow> rows =
          database.read(tx -> new RelationDao(tx).threads(room, below, limit + 1));
      for (RelationDao.ThreadRow row : rows) {
        if (roots.size() == limit) {
          next = before - 1;
          break;
        }
        before = row.newest();
        reader.event(user, room, row.root()).filter(wanted).ifPresent(roots::add);
      }
      if (next != null || rows.size() <= limit) {
        break;
      }
    }
    return answer(request, roots, next);
  }

  /** Whose threads they are: who began one, and who wrote in it. */
  private Predicate<Event> participatedIn(UserId user, RoomId room) {
    Set<EventId> wroteIn = database.read(tx -> new RelationDao(tx).threadsOf(room, user));
    return root -> root.sender().equals(user) || wroteIn.contains(root.id());
  }

  /** Threads that an ignored user began are shown without what they wrote. */
  private MatrixResponse answer(MatrixRequest request, List<Event> roots, @Nullable Long next) {
    Set<String> ignored = ignoredUsers.of(request.user());
    ObjectNode answer = Json.object();
    ArrayNode chunk = answer.putArray("chunk");
    List<ObjectNode> json = events.json(roots, request.signedIn(), Shape.WITH_ROOM);
    for (int i = 0; i < json.size(); i++) {
      Event root = roots.get(i);
      if (ignored.contains(root.sender().value())) {
        RoomVersion version = log.view().version(root.room());
        json.get(i).set("content", Redaction.redact(version, root.pdu()).get("content"));
      }
      chunk.add(json.get(i));
    }
    if (next != null) {
      answer.put("next_batch", Tokens.of(next));
    }
    return MatrixResponse.ok(answer);
  }
}
