package org.caseroom.cases.sharing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.file.SharingEvents;
import org.caseroom.rooms.Event;
import org.jspecify.annotations.Nullable;

/** Brothers and sisters, each with a record of their own. */
public final class Siblings {
  /** A linked case. */
  public record Sibling(String reference, String child, boolean linked, @Nullable String why) {}

  /**
   * A text that waits for a second person, or did.
   *
   * @param status {@code waiting}, {@code released} or {@code refused}
   */
  public record Hold(
      String number,
      RoomKind room,
      @Nullable String text,
      UserId author,
      String authorName,
      Instant at,
      String status,
      @Nullable UserId decidedBy,
      @Nullable String reason) {}

  private final Desk desk;

  Siblings(Desk desk) {
    this.desk = desk;
  }

  /** Links a case, or ends the link: for who is in both. */
  public Event link(
      UserId by, String reference, String sibling, boolean linked, @Nullable String why) {
    CaseFile file = desk.open(by, reference);
    CaseFile other = desk.open(by, sibling);
    ObjectNode content = Json.object().put("space", other.space().value()).put("linked", linked);
    Fields.put(content, "why", why);
    return desk.paper(by, file.space(), SharingEvents.SIBLING, other.reference(), content);
  }

  /** Hands a held text in. */
  public Event hold(UserId by, String reference, RoomKind room, String text, @Nullable String why) {
    CaseFile file = desk.open(by, reference);
    ObjectNode content = Json.object().put("room", room.word()).put("text", text);
    Fields.put(content, "why", why);
    return desk.act(by, file.space(), SharingEvents.HOLD, content);
  }

  /** A second person decides about a held text. */
  public Event answer(
      UserId by, String reference, String number, boolean release, @Nullable String reason) {
    CaseFile file = desk.open(by, reference);
    ObjectNode content =
        Json.object().put("hold", number).put("decision", release ? "release" : "refuse");
    Fields.put(content, "reason", reason);
    return desk.act(by, file.space(), SharingEvents.HOLD_ANSWER, content);
  }

  /** The linked cases, for who may know of them. */
  public List<Sibling> view(UserId by, String reference) {
    CaseFile file = desk.open(by, reference);
    return file.state(SharingEvents.SIBLING).stream()
        .filter(link -> desk.policy().mayRead(by, link, file.view()))
        .map(
            link ->
                new Sibling(
                    String.valueOf(link.stateKey()),
                    link.text("space")
                        .map(RoomId::of)
                        .flatMap(space -> CaseFile.of(file.view(), space))
                        .map(CaseFile::child)
                        .orElse(""),
                    link.content().path("linked").asBoolean(),
                    link.text("why").orElse(null)))
        .sorted(Comparator.comparing(Sibling::reference))
        .toList();
  }

  /** The held texts that somebody may read. */
  public List<Hold> holds(UserId by, String reference) {
    CaseFile file = desk.open(by, reference);
    return file.state(SharingEvents.HOLD_STATE).stream()
        .filter(state -> desk.policy().mayRead(by, state, file.view()))
        .map(this::hold)
        .sorted(Comparator.comparing(Hold::at))
        .toList();
  }

  private Hold hold(Event state) {
    UserId author = UserId.of(state.text("author").orElse(""));
    Optional<String> by = state.text("by");
    return new Hold(
        String.valueOf(state.stateKey()),
        RoomKind.of(state.text("room").orElse("")),
        state.text("text").orElse(null),
        author,
        desk.name(author),
        state.time(),
        state.text("status").orElse(""),
        by.map(UserId::of).orElse(null),
        state.text("reason").orElse(null));
  }
}
