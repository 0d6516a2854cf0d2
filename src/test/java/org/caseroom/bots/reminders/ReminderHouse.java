package org.caseroom.bots.reminders;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.cases.CasePlay;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.ops.Caseroom;
import org.caseroom.rooms.Event;
import org.caseroom.storage.DatabaseSettings;

/** Several cases whose clocks run, and what the review reminder has said of them. */
final class ReminderHouse implements AutoCloseable {
  private static final int PIECE = 2_000;

  final CasePlay play;
  private int opened;

  ReminderHouse(DatabaseSettings database) {
    play = new CasePlay(database);
  }

  /** What a message says of one reminder. */
  record Said(
      String caseId, String clock, String point, int step, boolean late, Instant due, Event event) {
    Instant at() {
      return event.time();
    }

    boolean calls(String person) {
      return event
          .content()
          .path("m.mentions")
          .path("user_ids")
          .toString()
          .contains("@" + person + ":");
    }
  }

  Caseroom house() {
    return play.caseroom().caseroom();
  }

  void settle() {
    house().bots().settle();
  }

  /** Sets the clock and lets the bots do what is due. */
  void at(String local) {
    play.at(local);
    settle();
  }

  /** A case that somebody referred, whose screening is due. */
  String refer() {
    play.refer();
    return "REF-" + ++opened;
  }

  /** A case whose referral form was written and waits for the manager's signature. */
  String form() {
    String reference = refer();
    act(
        "dana",
        reference,
        "/screening",
        CasePlay.body("outcome", "detailed-referral", "reason", "Need."));
    ObjectNode form = CasePlay.body("needs", "Sensory needs.", "situation", "Adopted in 2024.");
    form.putArray("proposed_actions").add("assessment");
    play.put("dana", path(reference, "/referral-form"), form).ok();
    return reference;
  }

  void sign(String reference) {
    act(
        "tess",
        reference,
        "/signatures",
        CasePlay.body("document", "referral-form", "decided", "Assessment.", "reasons", "Need."));
  }

  /** A case whose family was visited, so that the assessment is due. */
  String visited() {
    String reference = form();
    sign(reference);
    ObjectNode member = CasePlay.body("why", "Allocated worker");
    member.putArray("rooms").add("family").add("professionals");
    play.put("tess", path(reference, "/team/" + CasePlay.encode(play.id("priya").value())), member)
        .ok();
    play.put(
            "tess",
            path(reference, "/lead"),
            CasePlay.body("person", play.id("priya").value(), "why", "Allocated worker"))
        .ok();
    act("priya", reference, "/rooms", CasePlay.body("kind", "family"));
    act("jo", reference, "/join", Json.object());
    ObjectNode visit = CasePlay.body("mode", "in-person", "interpreter", "BSL interpreter");
    visit.putArray("present").add(play.id("jo").value());
    act("priya", reference, "/visits", visit.put("first", true));
    return reference;
  }

  private void act(String who, String reference, String path, ObjectNode body) {
    play.post(who, path(reference, path), body).ok();
  }

  private static String path(String reference, String path) {
    return "/api/cases/" + reference + path;
  }

  /** What waits for somebody: {@code mine} or {@code team}. */
  JsonNode waiting(String who, String list) {
    return play.get(who, "/api/reminders").ok().path(list);
  }

  RoomId space(String reference) {
    return RoomId.of(
        play.get("tess", "/api/cases/" + reference).ok().path("summary").path("space").asText());
  }

  CaseFile file(String reference) {
    return CaseFile.of(house().rooms().log().view(), space(reference)).orElseThrow();
  }

  /** Everything that the review reminder has said in rooms of cases and of the hub. */
  List<Said> said() {
    List<Said> said = new ArrayList<>();
    for (Event event : messages()) {
      JsonNode mark = event.content().path("org.caseroom.bot");
      for (JsonNode part : mark.path("parts")) {
        if (part.has("step")) {
          said.add(
              new Said(
                  part.path("case").asText(),
                  part.path("clock").asText(),
                  part.path("reminder").asText(),
                  part.path("step").asInt(),
                  part.path("late").asBoolean(),
                  Instant.parse(part.path("due").asText()),
                  event));
        }
      }
    }
    return said;
  }

  /** The messages in which it has called people in their own rooms. */
  List<Event> calls() {
    return messages().stream()
        .filter(event -> event.content().path("org.caseroom.bot").has("parts"))
        .filter(event -> !event.content().path("org.caseroom.bot").has("clock"))
        .toList();
  }

  /** Its digests. */
  List<Event> digests() {
    return messages().stream()
        .filter(event -> !event.content().has("org.caseroom.bot"))
        .filter(event -> !event.content().has("m.relates_to"))
        .toList();
  }

  private List<Event> messages() {
    List<Event> all = new ArrayList<>();
    long position = 0;
    List<Event> piece = house().rooms().whole().after(position, PIECE);
    while (!piece.isEmpty()) {
      for (Event event : piece) {
        if (event.sender().localpart().equals("review-reminder")
            && event.type().equals("m.room.message")) {
          all.add(event);
        }
      }
      position = piece.get(piece.size() - 1).position();
      piece = house().rooms().whole().after(position, PIECE);
    }
    return all;
  }

  @Override
  public void close() {
    play.close();
  }
}
