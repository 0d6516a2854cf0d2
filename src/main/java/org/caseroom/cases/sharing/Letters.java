package org.caseroom.cases.sharing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.EventId;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.door.Numbers;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.file.SharingEvents;
import org.caseroom.cases.procedure.SharingRules;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.jspecify.annotations.Nullable;

/** Letters to and from the birth family (5.1). */
public final class Letters {
  /**
   * The letterbox as somebody may know it.
   *
   * @param guards the kinds of words that no letter may hold
   * @param letters the letters that they may read, held ones among them
   */
  public record Letterbox(List<Guard> guards, List<Letter> letters) {}

  /**
   * A kind of words that no letter may hold.
   *
   * @param recorded whether the case knows them, or that there are none
   * @param words the words; null for who may not read them
   */
  public record Guard(String kind, boolean recorded, @Nullable List<String> words) {}

  /**
   * A letter.
   *
   * @param direction {@code out} or {@code in}
   * @param with who of the birth family
   * @param status {@code waiting}, {@code held}, {@code released} or {@code refused}
   * @param names the kinds of words for which it is held
   * @param decidedBy who released or refused it; null while it waits
   */
  public record Letter(
      String number,
      String direction,
      String with,
      @Nullable String subject,
      String text,
      String status,
      List<String> names,
      UserId author,
      String authorName,
      Instant written,
      EventId event,
      @Nullable UserId decidedBy,
      @Nullable Instant decidedAt,
      @Nullable String reason) {}

  /** What a letter says. */
  public record Text(String direction, String with, @Nullable String subject, String text) {}

  private final Desk desk;

  Letters(Desk desk) {
    this.desk = desk;
  }

  /** Says which words of a kind no letter may hold; none when there are none. */
  public Event protect(UserId by, String reference, String kind, List<String> words) {
    CaseFile file = desk.open(by, reference);
    ObjectNode content = Json.object();
    Fields.put(content, "words", words);
    return desk.paper(by, file.space(), SharingEvents.PROTECTED, kind, content);
  }

  /** Writes a letter, or a new version of one. */
  public Event write(UserId by, String reference, @Nullable String number, Text letter) {
    CaseFile file = desk.open(by, reference);
    ObjectNode content =
        Json.object()
            .put("direction", letter.direction())
            .put("with", letter.with())
            .put("text", letter.text());
    Fields.put(content, "subject", letter.subject());
    RoomId room = file.requireRoom(RoomKind.LETTERBOX);
    return number == null
        ? Numbers.next(desk, by, room, SharingEvents.LETTER, "L", content)
        : desk.paper(by, room, SharingEvents.LETTER, number, content);
  }

  /** A second person releases a letter, or refuses it. */
  public Event decide(
      UserId by, String reference, String number, boolean release, @Nullable String reason) {
    CaseFile file = desk.open(by, reference);
    RoomId room = file.requireRoom(RoomKind.LETTERBOX);
    Event letter =
        file.view()
            .state(room, SharingEvents.LETTER, number)
            .filter(found -> reads(by, file, found))
            .orElseThrow(() -> Problem.notFound("There is no letter with this number."));
    ObjectNode content =
        Json.object()
            .put("letter", number)
            .put("letter_event", letter.id().value())
            .put("decision", release ? "release" : "refuse");
    Fields.put(content, "reason", reason);
    return desk.act(by, room, SharingEvents.LETTER_RELEASE, content);
  }

  /** The letterbox as somebody may know it. */
  public Letterbox view(UserId by, String reference) {
    CaseFile file = desk.open(by, reference);
    SharingRules.Letterbox rule = desk.policy().procedure(file).sharing().letterbox();
    List<Guard> guards = new ArrayList<>();
    for (String kind : rule == null ? List.<String>of() : rule.guards()) {
      Optional<Event> words = file.state(SharingEvents.PROTECTED, kind);
      guards.add(
          new Guard(
              kind,
              words.isPresent(),
              words
                  .filter(event -> desk.policy().mayRead(by, event, file.view()))
                  .map(event -> Fields.texts(event.content().path("words")))
                  .orElse(null)));
    }
    List<Letter> letters =
        file.state(RoomKind.LETTERBOX, SharingEvents.LETTER).stream()
            .filter(letter -> reads(by, file, letter))
            .map(letter -> letter(file, letter))
            .sorted(Comparator.comparing(Letter::written))
            .toList();
    return new Letterbox(guards, letters);
  }

  private boolean reads(UserId by, CaseFile file, Event letter) {
    return file.view().membership(letter.room(), by) == Membership.JOIN
        && desk.policy().mayRead(by, letter.room(), file.view())
        && desk.policy().mayRead(by, letter, file.view());
  }

  private Letter letter(CaseFile file, Event letter) {
    String number = String.valueOf(letter.stateKey());
    ObjectNode state = LetterRules.state(file, number).map(Event::content).orElseGet(Json::object);
    String decidedBy = Fields.text(state, "by");
    return new Letter(
        number,
        letter.text("direction").orElse(""),
        letter.text("with").orElse(""),
        letter.text("subject").orElse(null),
        letter.text("text").orElse(""),
        state.path("status").asText("waiting"),
        Fields.texts(state.path("names")),
        letter.sender(),
        desk.name(letter.sender()),
        letter.time(),
        letter.id(),
        decidedBy == null ? null : UserId.of(decidedBy),
        state.has("at") ? Instant.ofEpochMilli(state.path("at").asLong()) : null,
        Fields.text(state, "reason"));
  }
}
