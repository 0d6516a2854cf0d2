package org.caseroom.matrix;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.caseroom.base.EventId;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.identity.Accounts;
import org.caseroom.matrix.ClientEvents.Shape;
import org.caseroom.matrix.Endpoint.Access;
import org.caseroom.matrix.Endpoint.Body;
import org.caseroom.matrix.MatrixRequest.Caller;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Feed;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomLog;
import org.caseroom.rooms.RoomReader;
import org.caseroom.rooms.RoomReader.Direction;
import org.caseroom.rooms.RoomReader.Page;
import org.caseroom.rooms.Rooms;
import org.jspecify.annotations.Nullable;

/**
 * The stream that clients had before sync (client-server API, {@code GET /events}): what happens in
 * one's rooms, or, with {@code room_id}, in a room that is open to the world; and an event by its
 * id alone.
 */
final class EventStreamApi {
  private static final String EVENTS = "/_matrix/client/v3/events";
  private static final int MOST = 100;
  private static final long LONGEST_MS = 30_000;

  private final RoomLog log;
  private final RoomReader reader;
  private final ClientEvents events;
  private final Accounts accounts;

  EventStreamApi(Rooms rooms, ClientEvents events, Accounts accounts) {
    this.accounts = accounts;
    this.log = rooms.log();
    this.reader = rooms.reader();
    this.events = events;
  }

  List<Endpoint> endpoints() {
    return List.of(
        new Endpoint("GET", EVENTS, Access.SIGNED_IN, Body.NONE, this::stream),
        Endpoint.of("GET", EVENTS + "/{eventId}", Access.SIGNED_IN, Body.NONE, this::event));
  }

  private MatrixResponse event(MatrixRequest request) {
    Caller caller = request.signedIn();
    Event event =
        reader
            .event(caller.user(), EventId.of(request.pathParameter("eventId")))
            .orElseThrow(() -> Problem.notFound("There is no such event, or you may not see it."));
    return MatrixResponse.ok(events.json(List.of(event), caller, Shape.WITH_ROOM).get(0));
  }

  /**
   * What a request asks for.
   *
   * @param room the one room that it is about, null for all of the caller's
   */
  private record Wanted(Caller caller, @Nullable RoomId room, long from) {}

  private CompletionStage<MatrixResponse> stream(MatrixRequest request) {
    Optional<RoomId> room = request.queryParameter("room_id").map(RoomId::of);
    long timeout =
        Math.max(0, Math.min(request.queryNumber("timeout").orElse(LONGEST_MS), LONGEST_MS));
    Optional<Long> from = Tokens.position(request.queryParameter("from"));
    Caller caller = request.signedIn();
    if (room.isEmpty() && accounts.require(caller.user()).isGuest()) {
      throw Problem.missingParam("'room_id' is missing: guests follow one room at a time.");
    }
    // Asks before it waits, so that who may not look learns it at once.
    room.ifPresent(one -> reader.page(caller.user(), one, Direction.BACKWARDS, null, null, 1));
    CompletableFuture<Boolean> news = new CompletableFuture<>();
    Wanted wanted =
        new Wanted(caller, room.orElse(null), from.orElseGet(() -> log.feed().position()));
    Feed.Subscription subscription =
        log.feed()
            .subscribe(
                group -> {
                  if (group.stream().anyMatch(event -> concerns(wanted, event))) {
                    news.completeAsync(() -> true);
                  }
                });
    Found found = find(wanted);
    if (!found.events().isEmpty() || timeout == 0) {
      subscription.close();
      return CompletableFuture.completedFuture(answer(wanted, found));
    }
    return news.completeOnTimeout(false, timeout, TimeUnit.MILLISECONDS)
        .whenComplete((any, failure) -> subscription.close())
        .thenApplyAsync(any -> answer(wanted, find(wanted)));
  }

  private boolean concerns(Wanted wanted, Event event) {
    UserId user = wanted.caller().user();
    return wanted.room() == null
        ? event.isState("m.room.member", user.value())
            || log.view().membership(event.room(), user) == Membership.JOIN
        : event.room().equals(wanted.room());
  }

  /**
   * Events, oldest first, and where the next request goes on.
   *
   * @param end the position up to which all were looked at
   */
  private record Found(List<Event> events, long end) {}

  private Found find(Wanted wanted) {
    UserId user = wanted.caller().user();
    long upTo = Math.max(wanted.from(), log.feed().position());
    List<RoomId> rooms =
        wanted.room() == null
            ? log.view().rooms(user, Membership.JOIN).stream()
                .filter(room -> log.newestPosition(room) > wanted.from())
                .filter(room -> reader.rights().mayRead(user, room))
                .toList()
            : List.of(wanted.room());
    List<Event> found = new ArrayList<>();
    long complete = upTo;
    for (RoomId room : rooms) {
      Page page = reader.page(user, room, Direction.FORWARDS, wanted.from(), upTo, MOST);
      found.addAll(page.events());
      if (page.next() != null) {
        complete = Math.min(complete, page.next());
      }
    }
    if (wanted.room() == null) {
      for (Membership not : List.of(Membership.INVITE, Membership.LEAVE, Membership.BAN)) {
        own(user, not, wanted.from(), found);
      }
    }
    long end = upTo(found, complete);
    found.removeIf(event -> event.position() > end);
    return new Found(found, end);
  }

  /** Up to where one answer goes, of what is completely known up to a position. */
  private static long upTo(List<Event> found, long complete) {
    found.sort(Comparator.comparingLong(Event::position));
    return found.size() > MOST ? Math.min(complete, found.get(MOST - 1).position()) : complete;
  }

  /** That somebody was asked in, or is out of a room, is theirs to know. */
  private void own(UserId user, Membership membership, long after, List<Event> found) {
    for (RoomId room : log.view().rooms(user, membership)) {
      if (log.newestPosition(room) > after) {
        Members.event(log.view(), room, user)
            .filter(event -> event.position() > after && reader.maySee(user, event))
            .ifPresent(found::add);
      }
    }
  }

  private MatrixResponse answer(Wanted wanted, Found found) {
    ObjectNode answer = Json.object();
    answer.put("start", Tokens.of(wanted.from()));
    answer.put("end", Tokens.of(found.end()));
    ArrayNode chunk = answer.putArray("chunk");
    events.json(found.events(), wanted.caller(), Shape.WITH_ROOM).forEach(chunk::add);
    return MatrixResponse.ok(answer);
  }
}
