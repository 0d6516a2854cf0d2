package org.caseroom.cases.sharing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Access;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.file.SharingEvents;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.jspecify.annotations.Nullable;

/** Limits of consent, and what the reader does not read. */
public final class Sharing {
  private final Desk desk;
  private final VoiceReaders voice;
  private final Letters letters;
  private final Layers layers;
  private final Pages pages;
  private final Siblings siblings;

  /** Makes the service. */
  public Sharing(Desk desk) {
    this.desk = desk;
    this.voice = new VoiceReaders(desk);
    this.letters = new Letters(desk);
    this.layers = new Layers(desk);
    this.pages = new Pages(desk);
    this.siblings = new Siblings(desk);
  }

  /** Letters to and from the birth family. */
  public Letters letters() {
    return letters;
  }

  /** Professional notes and their summaries for other readers. */
  public Layers layers() {
    return layers;
  }

  /** Brothers and sisters, and texts that are held between their records. */
  public Siblings siblings() {
    return siblings;
  }

  /** Pages that a parent agrees to share. */
  public Pages pages() {
    return pages;
  }

  /** The child's own room. */
  public VoiceReaders voice() {
    return voice;
  }

  /**
   * Sets which topics a consent leaves out: whom it lets in stops reading these at once, what was
   * written before too.
   *
   * @param without all topics that are out from now on; none to let everything be read
   * @throws Problem 404 when there is no such consent
   */
  public Event leaveOut(
      UserId by, String reference, String id, Set<String> without, @Nullable String reason) {
    CaseFile file = desk.open(by, reference);
    ObjectNode content =
        file.state(CaseEvents.CONSENT, id)
            .map(event -> event.content().deepCopy())
            .orElseThrow(() -> Problem.notFound("There is no consent with this name."));
    Fields.put(content, SharingEvents.WITHOUT, new TreeSet<>(without));
    Fields.put(content, "reason", reason);
    boolean parent =
        desk.accounts().find(by).filter(account -> account.is(Role.ADOPTER)).isPresent();
    if (parent && !Fields.users(content.path("signed_by")).contains(by)) {
      content.withArray("signed_by").add(by.value());
    }
    return desk.paper(by, file.space(), CaseEvents.CONSENT, id, content);
  }

  /**
   * Lets one person in for the time of a meeting, such as an advocate.
   *
   * @param id a short word for the consent
   * @param rooms the rooms that they read until the end
   * @param signedBy which parents agreed
   */
  public Event forMeeting(
      UserId by,
      String reference,
      String id,
      UserId person,
      Set<RoomKind> rooms,
      SharingView.Meeting meeting,
      List<UserId> signedBy,
      String formVersion) {
    CaseFile file = desk.open(by, reference);
    ObjectNode content =
        Json.object()
            .put("purpose", "share")
            .put("status", "given")
            .put("form_version", formVersion)
            .put("user", person.value());
    Fields.put(content, "rooms", rooms.stream().map(RoomKind::word).sorted().toList());
    Fields.put(content, "signed_by", signedBy);
    content
        .putObject(SharingEvents.MEETING)
        .put("title", meeting.title())
        .put("starts", moment(meeting.starts()))
        .put("ends", moment(meeting.ends()));
    return desk.paper(by, file.space(), CaseEvents.CONSENT, id, content);
  }

  private static String moment(Instant moment) {
    return moment.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Who reads what, as far as somebody may know it. */
  public SharingView view(UserId by, String reference) {
    CaseFile file = desk.open(by, reference);
    Procedure procedure = desk.policy().procedure(file);
    return new SharingView(
        procedure.sharing().topics().stream()
            .map(topic -> new SharingView.Topic(topic.id(), topic.clause(), topic.title()))
            .toList(),
        file.state(CaseEvents.CONSENT).stream()
            .filter(Sharing::isLimited)
            .map(event -> limits(event, procedure))
            .sorted(Comparator.comparing(SharingView.Limits::consent))
            .toList(),
        withheld(by, file, procedure),
        rooms(by, file));
  }

  private static boolean isLimited(Event consent) {
    return consent.content().has(SharingEvents.TOPICS)
        || consent.content().has(SharingEvents.WITHOUT)
        || consent.content().has(SharingEvents.MEETING);
  }

  private static SharingView.Limits limits(Event event, Procedure procedure) {
    JsonNode topics = event.content().path(SharingEvents.TOPICS);
    JsonNode meeting = event.content().path(SharingEvents.MEETING);
    return new SharingView.Limits(
        String.valueOf(event.stateKey()),
        event.text("agency").orElse(null),
        event.text("user").filter(UserId::isValid).map(UserId::of).orElse(null),
        event.text("status").orElse(""),
        topics.isArray() ? Fields.texts(topics) : null,
        Fields.texts(event.content().path(SharingEvents.WITHOUT)),
        meeting.isObject()
            ? new SharingView.Meeting(
                meeting.path("title").asText(),
                ConsentWords.moment(meeting, "starts"),
                ConsentWords.moment(meeting, "ends"))
            : null,
        event.time(),
        event.id(),
        ConsentWords.limits(event, procedure).strip());
  }

  private List<SharingView.Withheld> withheld(UserId by, CaseFile file, Procedure procedure) {
    List<SharingView.Withheld> withheld = new ArrayList<>();
    for (Map.Entry<RoomKind, RoomId> room : file.rooms().entrySet()) {
      if (!seesRoom(by, file, room.getValue())) {
        continue;
      }
      for (String topic : procedure.sharing().topicIds()) {
        Access.Kept kept = desk.policy().access().kept(by, room.getValue(), topic, file.view());
        Event because = kept == null ? null : kept.event();
        if (kept != null) {
          withheld.add(
              new SharingView.Withheld(
                  room.getKey(),
                  topic,
                  because == null ? null : because.time(),
                  "You may not read "
                      + desk.policy().refusals().topicSince(kept, file)
                      + ". A parent can agree to it again."));
        }
      }
    }
    return withheld;
  }

  private List<SharingView.Room> rooms(UserId by, CaseFile file) {
    List<SharingView.Room> rooms = new ArrayList<>();
    for (Map.Entry<RoomKind, RoomId> room : file.rooms().entrySet()) {
      boolean readable = seesRoom(by, file, room.getValue());
      rooms.add(
          new SharingView.Room(
              room.getKey(), readable, readable ? null : whyNot(by, file, room.getValue())));
    }
    return rooms;
  }

  private String whyNot(UserId by, CaseFile file, RoomId room) {
    return desk.policy().mayRead(by, room, file.view())
        ? "You are not in this room."
        : desk.policy().whyNot(by, room, file.view());
  }

  private boolean seesRoom(UserId by, CaseFile file, RoomId room) {
    return file.view().membership(room, by) == Membership.JOIN
        && desk.policy().mayRead(by, room, file.view());
  }
}
