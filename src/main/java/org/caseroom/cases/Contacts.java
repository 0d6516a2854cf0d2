package org.caseroom.cases;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.EventId;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.door.Numbers;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.file.SharingEvents;
import org.caseroom.rooms.Event;
import org.jspecify.annotations.Nullable;

/** Accessible-information needs, and contacts with the family that have to respect them. */
public final class Contacts {
  private final Desk desk;

  Contacts(Desk desk) {
    this.desk = desk;
  }

  /**
   * Records what somebody needs so that information reaches them (policy, preface).
   *
   * @param person whose needs
   * @param contactBy how they want to be reached, such as {@code text}: others may be ruled out
   */
  public Event needs(
      UserId by,
      String reference,
      UserId person,
      List<String> formats,
      List<String> communication,
      List<String> languages,
      @Nullable String contactBy,
      @Nullable String notes) {
    CaseFile file = desk.open(by, reference);
    ObjectNode content = Json.object();
    Fields.put(content, "formats", formats);
    Fields.put(content, "communication", communication);
    Fields.put(content, "languages", languages);
    Fields.put(content, "contact_by", contactBy);
    Fields.put(content, "notes", notes);
    return desk.paper(by, file.space(), CaseEvents.NEEDS, CaseEvents.personKey(person), content);
  }

  /**
   * Plans or records a contact with people.
   *
   * @param people with whom
   * @param mode {@code text}, {@code email}, {@code letter}, {@code video}, {@code phone}, {@code
   *     in-person}
   * @param what what it is about, or what was said and advised
   * @param planned true for one that is still to come
   * @param tells the event that the contact tells them about, such as a sign-off
   * @param overrideReason why a need is set aside, where one rules the mode out
   * @param reached whether the family was reached; null where nobody says so
   * @throws Problem 409 when a need rules the mode out and no reason is given
   */
  public Event contact(
      UserId by,
      String reference,
      List<UserId> people,
      String mode,
      String what,
      boolean planned,
      @Nullable String tells,
      @Nullable String overrideReason,
      @Nullable Boolean reached) {
    return contact(
        by, reference, people, mode, what, planned, tells, overrideReason, null, reached);
  }

  /** The same with who interprets, where somebody needs it. */
  public Event contact(
      UserId by,
      String reference,
      List<UserId> people,
      String mode,
      String what,
      boolean planned,
      @Nullable String tells,
      @Nullable String overrideReason,
      @Nullable String interpreter,
      @Nullable Boolean reached) {
    CaseFile file = desk.open(by, reference);
    ObjectNode content =
        Json.object()
            .put("reference", file.reference())
            .put("mode", mode)
            .put("what", what)
            .put("planned", planned);
    Fields.put(content, "with", people);
    Fields.put(content, "tells", tells);
    Fields.put(content, "override_reason", overrideReason);
    Fields.put(content, "interpreter", interpreter);
    if (reached != null) {
      content.put("reached", reached);
    }
    return desk.act(
        by,
        file.room(RoomKind.PROFESSIONALS).orElseGet(() -> desk.hub(by, file)),
        CaseEvents.CONTACT,
        content);
  }

  /** Writes a professional's note: it stays in the professionals room. */
  public Event note(UserId by, String reference, String title, String text) {
    return note(by, reference, title, text, null);
  }

  /**
   * Writes a professional's note about a topic.
   *
   * @param topic a topic of the procedure, which consent can leave out; null for none
   */
  public Event note(
      UserId by, String reference, String title, String text, @Nullable String topic) {
    CaseFile file = desk.open(by, reference);
    ObjectNode content = Json.object().put("title", title).put("text", text);
    Fields.put(content, SharingEvents.TOPIC, topic);
    return desk.act(by, file.requireRoom(RoomKind.PROFESSIONALS), CaseEvents.NOTE, content);
  }

  /**
   * Proposes a plain summary for the family. It reaches the family room once somebody else approves
   * it ({@link Decisions#sign} of document {@code summary/S1}).
   *
   * @return the event; its state key is the summary's number
   */
  public Event summary(
      UserId by, String reference, String title, String text, @Nullable String noteEvent) {
    return summary(by, reference, title, text, noteEvent, null);
  }

  /**
   * Proposes a summary for some of the readers.
   *
   * @param layer {@code family}, {@code easy-read} or {@code child}; null for the family
   */
  public Event summary(
      UserId by,
      String reference,
      String title,
      String text,
      @Nullable String noteEvent,
      @Nullable String layer) {
    CaseFile file = desk.open(by, reference);
    ObjectNode content = Json.object().put("title", title).put("text", text);
    Fields.put(content, "note", noteEvent);
    Fields.put(content, "layer", layer);
    // What the note is about, the summary is about: consent leaves both out.
    Optional.ofNullable(noteEvent)
        .filter(EventId::isValid)
        .flatMap(id -> file.view().event(file.requireRoom(RoomKind.PROFESSIONALS), EventId.of(id)))
        .flatMap(note -> note.text(SharingEvents.TOPIC))
        .ifPresent(topic -> content.put(SharingEvents.TOPIC, topic));
    return Numbers.next(
        desk, by, file.requireRoom(RoomKind.PROFESSIONALS), CaseEvents.SUMMARY, "S", content);
  }
}
