package org.caseroom.rooms;

import static org.caseroom.rooms.TestRooms.DEE;
import static org.caseroom.rooms.TestRooms.JO;
import static org.caseroom.rooms.TestRooms.SAM;
import static org.caseroom.rooms.TestRooms.member;
import static org.caseroom.rooms.TestRooms.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.caseroom.base.DeviceId;
import org.caseroom.base.EventId;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.storage.DatabaseSettings;
import org.caseroom.storage.Databases;
import org.caseroom.storage.Tx;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The door and the log behind it, on each engine. */
class RoomLogTest {

  @ParameterizedTest
  @EnumSource(Databases.class)
  void whatWasAcknowledgedIsThereAfterARestart(Databases engine) {
    DatabaseSettings settings = engine.fresh();
    RoomId room;
    try (TestRooms before = TestRooms.open(settings)) {
      room = before.room(RoomVersion.V11, "shared");
      IntStream.range(0, 300).forEach(i -> before.say(room, JO, "message " + i));
    }
    try (TestRooms after = TestRooms.open(settings)) {
      assertEquals(
          IntStream.range(0, 300).mapToObj(i -> "message " + i).toList(), after.bodies(JO, room));
      after.say(room, JO, "one more");
      Event newest =
          after
              .reader()
              .page(JO, room, RoomReader.Direction.BACKWARDS, null, null, 1)
              .events()
              .get(0);
      assertEquals("one more", newest.text("body").orElseThrow());
      assertEquals(306, newest.position());
      assertEquals(306, newest.pdu().path("depth").asInt());
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void eachVersionOfRoomsTakesMessagesAndItsEventsVerify(Databases engine) {
    try (TestRooms caseroom = TestRooms.open(engine.fresh())) {
      for (RoomVersion version : RoomVersion.values()) {
        RoomId room = caseroom.room(version, "shared");
        Event event = caseroom.say(room, JO, "hello");
        Event read = caseroom.reader().event(JO, room, event.id()).orElseThrow();
        assertEquals(event.id(), EventHashes.eventId(version, read.pdu()));
        assertTrue(EventHashes.hasContentHash(read.pdu()));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aPieceOfStateIsFoundInTheRoomsThatSomebodyIsIn(Databases engine) {
    try (TestRooms caseroom = TestRooms.open(engine.fresh())) {
      List<EventId> set = new ArrayList<>();
      for (String membership : List.of("join", "invite", "leave", "")) {
        RoomId room = caseroom.room(RoomVersion.V11, "shared");
        Draft needs = Draft.state(room, JO, "org.example.needs", "sam", Json.object());
        set.add(caseroom.log().appendNow(needs).first().id());
        caseroom.log().appendNow(Draft.state(room, JO, "org.example.needs", "dee", Json.object()));
        if (!membership.isEmpty()) {
          UserId sender = membership.equals("join") ? SAM : JO;
          caseroom
              .log()
              .appendNow(member(room, sender, SAM, membership.equals("join") ? "join" : "invite"));
        }
        if (membership.equals("leave")) {
          caseroom.log().appendNow(member(room, SAM, SAM, "leave"));
        }
      }
      RoomView view = caseroom.log().view();
      assertEquals(
          Set.copyOf(set.subList(0, 2)),
          view.stateAround(SAM, "org.example.needs", "sam").stream()
              .map(Event::id)
              .collect(Collectors.toSet()));
      assertEquals(List.of(), view.stateAround(DEE, "org.example.needs", "dee"));
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aPieceOfStateIsFoundAsTheUnitAtHandHasChangedIt(Databases engine) {
    try (TestRooms caseroom = TestRooms.open(engine.fresh())) {
      List<RoomId> rooms = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        RoomId room = caseroom.room(RoomVersion.V11, "shared");
        rooms.add(room);
        caseroom.log().appendNow(Draft.state(room, JO, "org.example.needs", "sam", Json.object()));
      }
      caseroom.log().appendNow(member(rooms.get(0), SAM, SAM, "join"));
      caseroom.log().appendNow(member(rooms.get(1), SAM, SAM, "join"));
      Draft changed =
          Draft.state(
              rooms.get(1), JO, "org.example.needs", "sam", Json.object().put("form", "large"));
      Map<RoomId, String> seen = new HashMap<>();
      caseroom
          .log()
          .appendNow(
              new Proposal() {
                @Override
                public List<Draft> drafts(RoomView before) {
                  return List.of(
                      member(rooms.get(0), SAM, SAM, "leave"),
                      changed,
                      member(rooms.get(2), JO, SAM, "invite"));
                }

                @Override
                public List<Draft> then(RoomView after) {
                  after
                      .stateAround(SAM, "org.example.needs", "sam")
                      .forEach(event -> seen.put(event.room(), event.text("form").orElse("")));
                  return List.of();
                }
              });
      assertEquals(Map.of(rooms.get(1), "large", rooms.get(2), ""), seen);
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aRefusedUnitLeavesTheRestOfItsGroupWhole(Databases engine) {
    try (TestRooms caseroom = TestRooms.open(engine.fresh())) {
      RoomId room = caseroom.room(RoomVersion.V11, "shared");
      List<CompletableFuture<RoomLog.Appended>> answers = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        UserId sender = i % 3 == 0 ? SAM : JO;
        answers.add(caseroom.log().append(text(room, sender, "message " + i)));
      }
      for (int i = 0; i < 200; i++) {
        CompletableFuture<RoomLog.Appended> answer = answers.get(i);
        if (i % 3 == 0) {
          Throwable refusal = assertThrows(CompletionException.class, answer::join).getCause();
          assertEquals("M_FORBIDDEN", ((Problem) refusal).errcode());
        } else {
          answer.join();
        }
      }
      assertEquals(
          IntStream.range(0, 200).filter(i -> i % 3 != 0).mapToObj(i -> "message " + i).toList(),
          caseroom.bodies(JO, room));
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aUnitIsKeptWholeOrNotAtAll(Databases engine) {
    try (TestRooms caseroom = TestRooms.open(engine.fresh())) {
      RoomId room = caseroom.room(RoomVersion.V11, "shared");
      Problem refusal =
          assertThrows(
              Problem.class,
              () ->
                  caseroom
                      .log()
                      .appendNow(
                          before ->
                              List.of(text(room, JO, "fine"), text(room, SAM, "not a member"))));
      assertEquals(403, refusal.status());
      assertEquals(List.of(), caseroom.bodies(JO, room));
      caseroom.say(room, JO, "next");
      assertEquals(List.of("next"), caseroom.bodies(JO, room));
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aTransactionIsDoneOnceEvenAcrossARestart(Databases engine) {
    DatabaseSettings settings = engine.fresh();
    RoomId room;
    Event first;
    try (TestRooms caseroom = TestRooms.open(settings)) {
      room = caseroom.room(RoomVersion.V11, "shared");
      List<CompletableFuture<RoomLog.Appended>> same =
          IntStream.range(0, 20)
              .mapToObj(i -> caseroom.log().append(inTransaction(text(room, JO, "once"), "t1")))
              .toList();
      first = same.get(0).join().first();
      same.forEach(answer -> assertEquals(first.id(), answer.join().first().id()));
    }
    try (TestRooms caseroom = TestRooms.open(settings)) {
      RoomLog.Appended again =
          caseroom.log().appendNow(inTransaction(text(room, JO, "once"), "t1"));
      assertEquals(first.id(), again.first().id());
      assertTrue(again.repeated());
      assertFalse(
          caseroom.log().appendNow(inTransaction(text(room, JO, "twice"), "t2")).repeated());
      assertEquals(List.of("once", "twice"), caseroom.bodies(JO, room));
    }
  }

  private static Draft inTransaction(Draft draft, String id) {
    return draft.in(new Draft.Transaction(new DeviceId("PHONE"), "send", id));
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aRedactionEmptiesTheEventAndItsIdStillHolds(Databases engine) {
    DatabaseSettings settings = engine.fresh();
    RoomId room;
    Event event;
    try (TestRooms caseroom = TestRooms.open(settings)) {
      room = caseroom.room(RoomVersion.V11, "shared");
      event = caseroom.say(room, JO, "a surname");
      caseroom.log().appendNow(member(room, SAM, SAM, "join"));
      Problem refusal =
          assertThrows(
              Problem.class,
              () -> caseroom.log().appendNow(Draft.redaction(room, SAM, event.id(), null)));
      assertEquals("M_FORBIDDEN", refusal.errcode());
      caseroom.log().appendNow(Draft.redaction(room, JO, event.id(), "named"));
      assertEquals(List.of(), caseroom.bodies(JO, room));
    }
    try (TestRooms caseroom = TestRooms.open(settings)) {
      Event left = caseroom.reader().event(JO, room, event.id()).orElseThrow();
      assertTrue(left.content().isEmpty());
      assertTrue(left.redactedBy().isPresent());
      assertEquals(event.id(), EventHashes.eventId(RoomVersion.V11, left.pdu()));
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void theStateOfAnyPastPositionCanBeRead(Databases engine) {
    try (TestRooms caseroom = TestRooms.open(engine.fresh())) {
      RoomId room = caseroom.room(RoomVersion.V11, "shared");
      List<Event> topics = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        topics.add(
            caseroom
                .log()
                .appendNow(
                    Draft.state(room, JO, "m.room.topic", "", Json.object().put("topic", "t" + i)))
                .first());
        caseroom.say(room, JO, "between");
      }
      for (Event topic : topics) {
        List<Event> then =
            caseroom.reader().stateAt(JO, room, topic.position() + 1).stream()
                .filter(event -> event.type().equals("m.room.topic"))
                .toList();
        assertEquals(List.of(topic), then);
      }
      assertEquals(
          List.of(topics.get(3)),
          List.copyOf(
              caseroom
                  .reader()
                  .stateBetween(JO, room, topics.get(1).position(), topics.get(3).position() + 1)));
      assertEquals(
          "t2",
          caseroom.reader().replaced(topics.get(3)).orElseThrow().content().get("topic").asText());
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void whatFollowsFromAnEventIsAppendedWithIt(Databases engine) {
    RoomPolicy echo =
        new Echo(
            event -> event.text("body").filter(body -> body.startsWith("ping")).isPresent(),
            event -> text(event.room(), JO, "pong"));
    try (TestRooms caseroom = new TestRooms(engine.fresh(), echo, List.of())) {
      RoomId room = caseroom.room(RoomVersion.V11, "shared");
      List<List<Event>> published = new CopyOnWriteArrayList<>();
      caseroom.log().feed().subscribe(published::add);
      RoomLog.Appended appended = caseroom.log().appendNow(text(room, JO, "ping"));
      assertEquals(2, appended.events().size());
      assertEquals(List.of("ping", "pong"), caseroom.bodies(JO, room));
      assertEquals(List.of(appended.events()), published);
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aRefusedConsequenceRefusesItsCause(Databases engine) {
    RoomPolicy strict =
        new Echo(
            event -> event.text("body").filter(body -> body.startsWith("ping")).isPresent(),
            event -> text(event.room(), DEE, "not a member"));
    try (TestRooms caseroom = new TestRooms(engine.fresh(), strict, List.of())) {
      RoomId room = caseroom.room(RoomVersion.V11, "shared");
      assertThrows(Problem.class, () -> caseroom.say(room, JO, "ping"));
      caseroom.say(room, JO, "hello");
      assertEquals(List.of("hello"), caseroom.bodies(JO, room));
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void whatARefusalWritesIsThereBeforeItsSenderIsAnswered(Databases engine) {
    DatabaseSettings settings = engine.fresh();
    RoomPolicy noting =
        new Echo(event -> false, event -> text(event.room(), JO, "never")) {
          @Override
          public void check(Event proposed, RoomView before) {
            if (proposed.text("body").filter("held"::equals).isPresent()) {
              throw new Refusal(
                  Problem.forbidden("Not yet."),
                  view -> List.of(text(proposed.room(), JO, "noted")));
            }
          }
        };
    RoomId room;
    try (TestRooms caseroom = new TestRooms(settings, noting, List.of())) {
      RoomId made = caseroom.room(RoomVersion.V11, "shared");
      room = made;
      caseroom.log().appendNow(member(room, SAM, SAM, "join"));
      Problem refusal = assertThrows(Problem.class, () -> caseroom.say(made, SAM, "held"));
      assertEquals("Not yet.", refusal.message());
      assertEquals(List.of("noted"), caseroom.bodies(JO, room));
      assertThrows(
          Problem.class,
          () -> caseroom.log().appendNow(text(made, SAM, "goes with it"), text(made, SAM, "held")));
      caseroom.say(room, SAM, "hello");
    }
    try (TestRooms after = TestRooms.open(settings)) {
      assertEquals(List.of("noted", "noted", "hello"), after.bodies(JO, room));
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void twoNodesOnOneDatabaseWriteOneLog(Databases engine) {
    DatabaseSettings settings = engine.fresh();
    try (TestRooms one = TestRooms.beside(settings);
        TestRooms other = TestRooms.beside(settings)) {
      RoomId room = one.room(RoomVersion.V11, "shared");
      one.log().appendNow(member(room, SAM, SAM, "join"));
      List<CompletableFuture<RoomLog.Appended>> answers = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        answers.add(one.log().append(text(room, JO, "one " + i)));
        answers.add(other.log().append(text(room, SAM, "other " + i)));
      }
      List<Long> positions =
          answers.stream().map(answer -> answer.join().first().position()).sorted().toList();
      long first = positions.get(0);
      assertEquals(LongStream.range(first, first + 200).boxed().toList(), positions);
      // Whoever writes has caught up on the other first.
      one.say(room, JO, "last of one");
      other.say(room, SAM, "last of other");
      assertEquals(
          Membership.JOIN, other.log().view().membership(room, SAM), "the other node's join");
      assertEquals(other.bodies(SAM, room), one.bodies(JO, room));
      assertEquals(202, one.bodies(JO, room).size());
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aRoomThatIsReadBetweenACommitAndItsNewsHasItsEventsOnce(Databases engine) {
    DatabaseSettings settings = engine.fresh();
    AtomicReference<Consumer<Event>> committed = new AtomicReference<>(event -> {});
    try (TestRooms one =
        TestRooms.beside(settings, new AfterCommit(event -> committed.get().accept(event)))) {
      RoomId room = one.room(RoomVersion.V11, "shared");
      try (TestRooms other = TestRooms.beside(settings)) {
        // Nobody has asked the other node for the room yet: it is loaded now.
        committed.set(event -> newest(other, room));
        one.say(room, JO, "just said");
        committed.set(event -> {});
        other.say(room, JO, "next");
        assertEquals(
            List.of(7L, 6L, 5L, 4L, 3L, 2L, 1L),
            newest(other, room).stream().map(Event::position).toList());
      }
    }
  }

  private static List<Event> newest(TestRooms caseroom, RoomId room) {
    return caseroom.log().view().newest(room, 10);
  }

  /** Tells of events that are in the database, before the node's own memory has them. */
  private record AfterCommit(Consumer<Event> told) implements Projection {
    @Override
    public List<String> tables() {
      return List.of();
    }

    @Override
    public void apply(Tx tx, Event event, RoomView after) {
      tx.afterCommit(() -> told.accept(event));
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aNodeHearsOfWhatAnotherWrites(Databases engine) throws InterruptedException {
    DatabaseSettings settings = engine.fresh();
    try (TestRooms one = TestRooms.beside(settings);
        TestRooms other = TestRooms.beside(settings)) {
      java.util.concurrent.BlockingQueue<String> heard =
          new java.util.concurrent.LinkedBlockingQueue<>();
      other
          .log()
          .feed()
          .subscribe(events -> events.forEach(event -> event.text("body").ifPresent(heard::add)));
      RoomId room = one.room(RoomVersion.V11, "shared");
      for (int i = 0; i < 20; i++) {
        one.say(room, JO, "text " + i);
        assertEquals("text " + i, heard.poll(10, java.util.concurrent.TimeUnit.SECONDS));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aFullQueueSaysWhenToComeBack(Databases engine) {
    try (TestRooms caseroom = TestRooms.open(engine.fresh())) {
      RoomId room = caseroom.room(RoomVersion.V11, "shared");
      CountDownLatch held = new CountDownLatch(1);
      CompletableFuture<RoomLog.Appended> holding =
          caseroom
              .log()
              .append(
                  before -> {
                    try {
                      held.await();
                    } catch (InterruptedException e) {
                      throw new IllegalStateException(e);
                    }
                    return List.of(text(room, JO, "held"));
                  });
      List<CompletableFuture<RoomLog.Appended>> answers = new ArrayList<>();
      boolean refused = false;
      while (!refused && answers.size() < 10_000) {
        CompletableFuture<RoomLog.Appended> answer =
            caseroom.log().append(text(room, JO, "waiting"));
        refused = answer.isCompletedExceptionally();
        answers.add(answer);
      }
      Problem refusal =
          (Problem)
              assertThrows(CompletionException.class, answers.get(answers.size() - 1)::join)
                  .getCause();
      assertEquals("M_LIMIT_EXCEEDED", refusal.errcode());
      assertTrue(refusal.details().get("retry_after_ms").asLong() > 0);
      held.countDown();
      holding.join();
      answers.subList(0, answers.size() - 1).forEach(CompletableFuture::join);
      assertEquals(answers.size(), caseroom.log().newestPosition(room) - 5);
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void whatWasAcceptedAfterAGroupThatFailsIsCheckedAnew(Databases engine) {
    Stumbling stumbling = new Stumbling(engine == Databases.H2 ? 10_000 : 0);
    try (TestRooms caseroom = new TestRooms(engine.fresh(), RoomPolicy.NONE, List.of(stumbling))) {
      RoomId room = caseroom.room(RoomVersion.V11, "shared");
      CompletableFuture<RoomLog.Appended> lost =
          caseroom
              .log()
              .append(
                  before ->
                      List.of(member(room, SAM, SAM, "join"), text(room, SAM, Stumbling.BLOCK)));
      CompletableFuture<RoomLog.Appended> follows =
          caseroom
              .log()
              .append(
                  before -> {
                    stumbling.later.countDown();
                    return List.of(text(room, SAM, "I have just joined"));
                  });
      CompletableFuture<RoomLog.Appended> other = caseroom.log().append(text(room, JO, "fine"));
      assertEquals(503, problem(lost).status());
      assertEquals("M_FORBIDDEN", problem(follows).errcode());
      other.join();
      caseroom.say(room, JO, "next");
      assertEquals(List.of("fine", "next"), caseroom.bodies(JO, room));
      assertEquals(Membership.LEAVE, caseroom.log().view().membership(room, SAM));
      caseroom.log().appendNow(member(room, SAM, SAM, "join"));
      caseroom.say(room, SAM, "now I have");
      long newest = caseroom.log().newestPosition(room);
      List<Event> whole = caseroom.rooms.whole().after(0, 100);
      assertEquals(
          LongStream.rangeClosed(1, newest).boxed().toList(),
          whole.stream().map(Event::position).toList());
      for (int i = 1; i < whole.size(); i++) {
        assertEquals(
            whole.get(i - 1).id().value(), whole.get(i).pdu().at("/prev_events/0").textValue());
      }
    }
  }

  @Test
  void aGroupIsAcceptedWhileTheOneBeforeItIsStored() {
    Stumbling stumbling = new Stumbling(10_000);
    try (TestRooms caseroom =
        new TestRooms(Databases.H2.fresh(), RoomPolicy.NONE, List.of(stumbling))) {
      RoomId room = caseroom.room(RoomVersion.V11, "shared");
      CompletableFuture<RoomLog.Appended> first =
          caseroom
              .log()
              .append(
                  before ->
                      List.of(member(room, SAM, SAM, "join"), text(room, SAM, Stumbling.WAIT)));
      CompletableFuture<RoomLog.Appended> second =
          caseroom
              .log()
              .append(
                  before -> {
                    assertFalse(first.isDone(), "nothing is acknowledged before it is durable");
                    stumbling.later.countDown();
                    return List.of(text(room, SAM, "I have just joined"));
                  });
      assertEquals(
          first.join().first().position() + 2,
          second.join().first().position(),
          "it was checked against what the first one made of the room");
      assertTrue(stumbling.met, "while the first one was being stored");
    }
  }

  @Test
  void aTransactionIsDoneOnceWhileItsGroupIsStored() throws InterruptedException {
    Stumbling stumbling = new Stumbling(10_000);
    try (TestRooms caseroom =
        new TestRooms(Databases.H2.fresh(), RoomPolicy.NONE, List.of(stumbling))) {
      RoomId room = caseroom.room(RoomVersion.V11, "shared");
      CompletableFuture<RoomLog.Appended> first =
          caseroom.log().append(inTransaction(text(room, JO, Stumbling.WAIT), "t1"));
      stumbling.reached.await();
      Draft.Transaction same = new Draft.Transaction(new DeviceId("PHONE"), "send", "t1");
      CompletableFuture<RoomLog.Appended> again =
          caseroom
              .log()
              .append(
                  JO,
                  same,
                  before -> {
                    throw new IllegalStateException("what is done was asked again");
                  });
      caseroom
          .log()
          .append(
              before -> {
                stumbling.later.countDown();
                return List.of();
              });
      assertTrue(again.join().repeated());
      assertEquals(first.join().first().id(), again.join().first().id());
      assertTrue(stumbling.met, "while the first one was being stored");
    }
  }

  @Test
  void aUnitInWhichReadingFailsLeavesTheOthersWhole() throws InterruptedException {
    Stumbling stumbling = new Stumbling(10_000);
    try (TestRooms caseroom =
        new TestRooms(Databases.H2.fresh(), RoomPolicy.NONE, List.of(stumbling))) {
      RoomId room = caseroom.room(RoomVersion.V11, "shared");
      caseroom.log().append(text(room, JO, Stumbling.WAIT));
      stumbling.reached.await();
      CompletableFuture<RoomLog.Appended> good = caseroom.log().append(text(room, JO, "before it"));
      CompletableFuture<RoomLog.Appended> bad =
          caseroom
              .log()
              .append(
                  before -> {
                    stumbling.later.countDown();
                    throw new UncheckedIOException(new IOException("the database went away"));
                  });
      CompletableFuture<RoomLog.Appended> next = caseroom.log().append(text(room, JO, "after it"));
      good.join();
      assertEquals(503, problem(bad).status());
      next.join();
      assertEquals(List.of(Stumbling.WAIT, "before it", "after it"), caseroom.bodies(JO, room));
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void theWriterSurvivesAUnitThatIsTooDeepForIt(Databases engine) {
    try (TestRooms caseroom = TestRooms.open(engine.fresh())) {
      RoomId room = caseroom.room(RoomVersion.V11, "shared");
      CompletableFuture<RoomLog.Appended> bad =
          caseroom
              .log()
              .append(
                  view -> {
                    throw new StackOverflowError();
                  });
      caseroom.log().append(text(room, JO, "after it")).orTimeout(20, TimeUnit.SECONDS).join();
      assertThrows(CompletionException.class, bad::join);
    }
  }

  private static Problem problem(CompletableFuture<RoomLog.Appended> refused) {
    return (Problem) assertThrows(CompletionException.class, refused::join).getCause();
  }

  /** A table that cannot be written for one message, and takes long for another. */
  private static final class Stumbling implements Projection {
    static final String BLOCK = "a stumbling block";
    static final String WAIT = "this takes a while";

    final CountDownLatch reached = new CountDownLatch(1);
    final CountDownLatch later = new CountDownLatch(1);
    private final long patienceMs;
    volatile boolean met;

    Stumbling(long patienceMs) {
      this.patienceMs = patienceMs;
    }

    @Override
    public List<String> tables() {
      return List.of();
    }

    @Override
    public void apply(Tx tx, Event event, RoomView after) {
      String text = event.text("body").orElse("");
      if (text.equals(BLOCK) || text.equals(WAIT)) {
        reached.countDown();
        try {
          met = later.await(patienceMs, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      if (text.equals(BLOCK)) {
        throw new IllegalStateException("stumbled");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void anEventThatIsTooLargeIsRefused(Databases engine) {
    try (TestRooms caseroom = TestRooms.open(engine.fresh())) {
      RoomId room = caseroom.room(RoomVersion.V11, "shared");
      Problem refusal =
          assertThrows(Problem.class, () -> caseroom.say(room, JO, "x".repeat(65_000)));
      assertEquals("M_TOO_LARGE", refusal.errcode());
      caseroom.say(room, JO, "x".repeat(60_000));
    }
  }

  /** A policy under which some events are followed by another. */
  private static class Echo implements RoomPolicy {
    private final Predicate<Event> when;
    private final Function<Event, Draft> then;

    Echo(Predicate<Event> when, Function<Event, Draft> then) {
      this.when = when;
      this.then = then;
    }

    @Override
    public void check(Event proposed, RoomView before) {}

    @Override
    public List<Draft> consequences(Event accepted, RoomView after) {
      return when.test(accepted) ? List.of(then.apply(accepted)) : List.of();
    }

    @Override
    public boolean mayRead(UserId reader, RoomId room, RoomView now) {
      return true;
    }

    @Override
    public boolean isConfidential(RoomId room, RoomView now) {
      return false;
    }

    @Override
    public boolean mayRead(UserId reader, Event event, RoomView now) {
      return true;
    }
  }
}
