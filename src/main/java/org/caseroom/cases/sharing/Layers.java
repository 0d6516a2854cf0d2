package org.caseroom.cases.sharing;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.caseroom.base.EventId;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.door.Notices;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.file.SharingEvents;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.jspecify.annotations.Nullable;

/** A professional's note and what is told of it to the family, in easy read, and to the child. */
public final class Layers {
  /** Whom a summary is for. */
  public enum Layer {
    FAMILY(RoomKind.FAMILY),
    EASY_READ(RoomKind.FAMILY),
    CHILD(RoomKind.VOICE);

    private final RoomKind room;

    Layer(RoomKind room) {
      this.room = room;
    }

    /** The word used in JSON. */
    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The room that it is released to. */
    public RoomKind room() {
      return room;
    }
  }

  /**
   * A note with its layers.
   *
   * @param note the note; null for summaries of none, and for who does not read it
   * @param title the note's title; null where there is none to be told
   */
  public record Item(
      @Nullable EventId note,
      @Nullable String title,
      @Nullable String topic,
      @Nullable UserId author,
      List<Version> layers) {}

  /**
   * One layer of it.
   *
   * @param number the summary's number, such as S1
   * @param status where it stands: it waits for approval, or went to its room
   * @param releasedTo the room that it went to; null while it waits
   */
  public record Version(
      Layer layer,
      String number,
      String title,
      String text,
      String status,
      UserId author,
      Instant written,
      @Nullable UserId approvedBy,
      @Nullable RoomKind releasedTo,
      @Nullable Instant releasedAt) {}

  private final Desk desk;

  Layers(Desk desk) {
    this.desk = desk;
  }

  static Layer layer(Event summary) {
    String word = summary.text("layer").orElse("family");
    for (Layer layer : Layer.values()) {
      if (layer.word().equals(word)) {
        return layer;
      }
    }
    return Layer.FAMILY;
  }

  /** An approved summary goes to its room, as an item of its own: nothing of the note with it. */
  public static void publish(Step step, Event summary) {
    Layer layer = layer(summary);
    ObjectNode content =
        Json.object()
            .put("title", summary.text("title").orElse(""))
            .put("text", summary.text("text").orElse(""))
            .put("layer", layer.word())
            .put("summary", String.valueOf(summary.stateKey()))
            .put("author", summary.sender().value())
            .put("approved_by", step.event().sender().value());
    summary.text(SharingEvents.TOPIC).ifPresent(topic -> content.put(SharingEvents.TOPIC, topic));
    step.room(layer.room())
        .ifPresent(
            room -> {
              step.drafts()
                  .add(Draft.message(room, step.service(), CaseEvents.SUMMARY_PUBLISHED, content));
              step.drafts()
                  .add(
                      Notices.notice(
                          room,
                          step.service(),
                          content.path("title").asText() + "\n" + content.path("text").asText(),
                          summary));
            });
  }

  /** The items of a case with their layers, as far as somebody reads them. */
  public List<Item> view(UserId by, String reference) {
    CaseFile file = desk.open(by, reference);
    Optional<RoomId> professionals = file.room(RoomKind.PROFESSIONALS);
    if (professionals.isEmpty()) {
      return List.of();
    }
    boolean professional = reads(by, file, professionals.get());
    Map<String, List<Event>> byNote = new LinkedHashMap<>();
    file.state(RoomKind.PROFESSIONALS, CaseEvents.SUMMARY).stream()
        .sorted(Comparator.comparing(Event::position))
        .forEach(
            summary ->
                byNote
                    .computeIfAbsent(
                        summary.text("note").orElse("none/" + summary.stateKey()),
                        note -> new ArrayList<>())
                    .add(summary));
    List<Item> items = new ArrayList<>();
    byNote.forEach(
        (note, summaries) -> {
          List<Version> layers =
              summaries.stream()
                  .filter(summary -> shows(by, file, summary, professional))
                  .map(summary -> version(file, summary))
                  .toList();
          if (!layers.isEmpty()) {
            items.add(item(by, file, professional ? note : "", layers));
          }
        });
    return items;
  }

  private Item item(UserId by, CaseFile file, String note, List<Version> layers) {
    Optional<Event> found =
        Optional.of(note)
            .filter(EventId::isValid)
            .flatMap(
                id -> file.view().event(file.requireRoom(RoomKind.PROFESSIONALS), EventId.of(id)))
            .filter(event -> desk.policy().mayRead(by, event, file.view()));
    return new Item(
        found.map(Event::id).orElse(null),
        found.flatMap(event -> event.text("title")).orElse(null),
        found.flatMap(event -> event.text(SharingEvents.TOPIC)).orElse(null),
        found.map(Event::sender).orElse(null),
        layers);
  }

  /** Others than professionals see what was released to a room that they read. */
  private boolean shows(UserId by, CaseFile file, Event summary, boolean professional) {
    if (professional) {
      return desk.policy().mayRead(by, summary, file.view());
    }
    Optional<RoomId> room = file.room(layer(summary).room());
    return signed(file, summary).isPresent()
        && room.filter(id -> reads(by, file, id)).isPresent()
        && topicOpen(by, file, room.get(), summary);
  }

  private boolean topicOpen(UserId by, CaseFile file, RoomId room, Event summary) {
    return summary
        .text(SharingEvents.TOPIC)
        .filter(topic -> desk.policy().access().kept(by, room, topic, file.view()) != null)
        .isEmpty();
  }

  private boolean reads(UserId by, CaseFile file, RoomId room) {
    return file.view().membership(room, by) == Membership.JOIN
        && desk.policy().mayRead(by, room, file.view());
  }

  private static Optional<Event> signed(CaseFile file, Event summary) {
    return file.state(RoomKind.PROFESSIONALS, CaseEvents.SIGNED, "summary/" + summary.stateKey())
        .filter(signed -> signed.text("document_event").equals(Optional.of(summary.id().value())));
  }

  private static Version version(CaseFile file, Event summary) {
    Optional<Event> signed = signed(file, summary);
    Layer layer = layer(summary);
    return new Version(
        layer,
        String.valueOf(summary.stateKey()),
        summary.text("title").orElse(""),
        summary.text("text").orElse(""),
        signed.isPresent() ? "released" : "waiting",
        summary.sender(),
        summary.time(),
        signed.map(event -> Fields.text(event.content(), "signer")).map(UserId::of).orElse(null),
        signed.isPresent() ? layer.room() : null,
        signed
            .map(event -> Instant.ofEpochMilli(event.content().path("at").asLong()))
            .orElse(null));
  }
}
