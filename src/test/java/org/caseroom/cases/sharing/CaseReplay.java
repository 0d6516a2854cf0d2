package org.caseroom.cases.sharing;

import static org.caseroom.cases.CasePlay.body;
import static org.caseroom.cases.CasePlay.encode;
import static org.caseroom.cases.CasePlay.with;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.cases.CasePlay;
import org.caseroom.identity.Role;

/** A case in steps, each at its own minute: whatever is asked of a case can be asked after each. */
interface CaseReplay {
  /** A step. */
  record Step(String at, Runnable happens) {}

  /** The people, beside those of the play, whom it needs. */
  void people(CasePlay play);

  /** The steps, in order. */
  List<Step> steps(CasePlay play);

  /** Robin's case, with everything that changes who reads what. */
  static CaseReplay robin() {
    return new Robin();
  }

  /** Robin's case. */
  final class Robin implements CaseReplay {
    private final List<Step> steps = new ArrayList<>();
    private CasePlay play;
    private String thread;
    private String note;

    @Override
    public void people(CasePlay play) {
      play.caseroom().createAccount("young", Role.YOUNG_PERSON);
      account(play, "pam", "together4children", Role.POST_BOX_WORKER);
      account(play, "ada", "nscht", Role.ADVOCATE);
      account(play, "lina", "together4children", Role.LINE_MANAGER);
    }

    private static void account(CasePlay play, String name, String agency, Role role) {
      ObjectNode account =
          body("user_name", name, "display_name", "Helper " + name, "agency", agency);
      account.putArray("roles").add(role.word());
      play.post("admin", "/api/accounts", account).ok();
    }

    private void step(String at, Runnable happens) {
      steps.add(new Step(at, happens));
    }

    @Override
    public List<Step> steps(CasePlay onPlay) {
      play = onPlay;
      step(
          "2025-03-25T14:00",
          () -> {
            play.upToConsent();
            say("jo", "family", "marker hello");
            say("priya", "professionals", "marker colleagues");
          });
      step(
          "2025-03-25T15:00",
          () -> {
            story("routines", 1, "team");
            story("helps", 2, "virtual-school-adviser", "casework");
          });
      step("2025-03-26T09:05", () -> comes("clara", "family", "professionals"));
      step("2025-03-26T09:06", () -> comes("oti", "professionals"));
      step("2025-03-26T09:07", () -> comes("nina", "family", "professionals"));
      step("2025-03-26T09:08", () -> comes("vera", "family", "professionals"));
      step("2025-03-27T10:00", this::therapy);
      step("2025-03-27T10:30", () -> share("P1", "story/helps", "nina"));
      step("2025-03-28T08:50", () -> without("acorn-nursery", "therapy"));
      step("2025-03-28T09:00", this::therapyGoesOn);
      step(
          "2025-03-28T10:00",
          () -> play.act("jo", "/shared-pages/P1/answer", body("decision", "approve")).ok());
      step("2025-03-29T10:00", this::sections);
      step("2025-03-30T10:00", () -> without("nscht", "education", "early-history"));
      step("2025-03-31T10:00", this::voice);
      step("2025-04-01T09:00", this::layers);
      step("2025-04-02T13:00", this::meeting);
      step("2025-04-02T15:00", () -> say("jo", "family", "marker after the meeting"));
      step("2025-04-03T09:00", this::letterbox);
      step("2025-04-03T10:00", this::letters);
      step("2025-04-04T10:00", () -> release("L2"));
      step("2025-04-05T10:00", this::ownRoom);
      step("2025-04-06T10:00", () -> choose("clara", true));
      step("2025-04-07T10:00", () -> opened(5));
      step("2025-04-07T15:01", () -> say("young", "voice", "marker they are gone"));
      step("2025-04-08T10:00", () -> choose("clara", false));
      step(
          "2025-04-09T10:00",
          () -> play.act("jo", "/shared-pages/P1/answer", body("decision", "revoke")).ok());
      step("2025-04-10T10:00", () -> without("acorn-nursery"));
      step(
          "2025-04-11T10:00",
          () -> play.act("sam", "/consents/nscht/withdraw", Json.object()).ok());
      step("2025-04-12T10:00", this::leaves);
      step("2025-04-13T10:00", () -> story("routines", 1, "casework"));
      return steps;
    }

    private String say(String who, String room, String text) {
      return say(who, room, body("msgtype", "m.text", "body", text));
    }

    private String say(String who, String room, ObjectNode content) {
      return play.send(who, play.room(who, room), "m.room.message", content)
          .ok()
          .path("event_id")
          .asText();
    }

    private void story(String section, int place, String... audience) {
      String space = play.view("jo").path("summary").path("space").asText();
      int version = 1;
      for (var known : play.view("jo").path("story")) {
        version =
            known.path("id").asText().equals(section) ? known.path("version").asInt() + 1 : version;
      }
      ObjectNode content = body("title", section, "text", "marker told in " + section);
      content.put("place", place).put("version", version);
      play.state(
              "jo",
              space,
              "org.caseroom.story",
              section,
              with(content, "audience", List.of(audience)))
          .ok();
    }

    private void comes(String who, String... rooms) {
      play.add("priya", who, "Helps", rooms).ok();
      play.act(who, "/join", Json.object()).ok();
    }

    private void without(String consent, String... topics) {
      play.act("jo", "/consents/" + consent + "/topics", with(body(), "without", List.of(topics)))
          .ok();
    }

    private void therapy() {
      note =
          play.act(
                  "clara",
                  "/notes",
                  body("title", "Session", "text", "marker of a session", "topic", "therapy"))
              .ok()
              .path("event_id")
              .asText();
      ObjectNode root = body("msgtype", "m.text", "body", "marker of a therapy thread");
      thread = say("clara", "professionals", root.put("org.caseroom.topic", "therapy"));
    }

    private ObjectNode related(String type, String to, String text) {
      ObjectNode content = body("msgtype", "m.text", "body", text);
      content.putObject("m.relates_to").put("rel_type", type).put("event_id", to);
      return content;
    }

    private void therapyGoesOn() {
      String reply = say("priya", "professionals", related("m.thread", thread, "marker reply"));
      ObjectNode edit = related("m.replace", reply, "* marker edited");
      edit.putObject("m.new_content").put("msgtype", "m.text").put("body", "marker edited");
      say("priya", "professionals", edit);
      ObjectNode answer = body("msgtype", "m.text", "body", "marker answer");
      answer.putObject("m.relates_to").putObject("m.in_reply_to").put("event_id", reply);
      say("oti", "professionals", answer);
      say("oti", "professionals", "marker for all of us");
    }

    private void sections() {
      play.act("priya", "/assessment/start", Json.object()).ok();
      for (String section : List.of("history", "education", "family")) {
        play.write(
                "priya",
                "/assessment/sections/" + section,
                body("text", "marker section " + section).put("done", true))
            .ok();
      }
    }

    private void voice() {
      play.act("priya", "/rooms", body("kind", "voice")).ok();
      play.add("priya", "jo", "Parent", "family", "voice").ok();
      play.act("jo", "/join", Json.object()).ok();
      play.act("priya", "/voice", body("method", "Cards", "words", "marker tent").put("seen", true))
          .ok();
    }

    private void layers() {
      for (String layer : List.of("family", "child")) {
        play.act(
                "clara",
                "/summaries",
                body(
                    "title",
                    "Plain",
                    "text",
                    "marker plain words for the " + layer,
                    "note",
                    note,
                    "layer",
                    layer))
            .ok();
      }
      for (String number : List.of("S1", "S2")) {
        play.act(
                "priya",
                "/signatures",
                body("document", "summary/" + number, "decided", "Agreed", "reasons", "Plain"))
            .ok();
      }
      share("P2", "summary/S1", "oti");
      play.act("sam", "/shared-pages/P2/answer", body("decision", "approve")).ok();
    }

    private void share(String number, String page, String reader) {
      play.act(
              "vera".equals(reader) || page.startsWith("summary") ? "priya" : "vera",
              "/shared-pages",
              body("page", page, "reader", play.id(reader).value(), "purpose", number))
          .ok();
    }

    private void meeting() {
      ObjectNode meeting =
          with(
              body(
                  "person", play.id("ada").value(),
                  "title", "At school",
                  "starts", "2025-04-02T12:00:00Z",
                  "ends", "2025-04-02T14:00:00Z",
                  "form_version", "2025-1"),
              "rooms",
              List.of("family"));
      play.act("jo", "/consents/ada/meeting", with(meeting, "signed_by", List.of(play.id("jo"))))
          .ok();
      comes("ada", "family");
    }

    private void letterbox() {
      ObjectNode form = with(body("form_version", "2"), "signed_by", List.of(play.id("jo")));
      form.putArray("lines")
          .addObject()
          .put("id", "letterbox")
          .put("purpose", "letterbox")
          .put("given", true);
      play.act("jo", "/consents", form).ok();
      play.act("priya", "/rooms", body("kind", "letterbox")).ok();
      comes("pam", "letterbox");
      comes("sam", "family", "letterbox");
      for (String kind : List.of("surname", "address", "school", "town")) {
        play.write(
                "sam",
                "/letterbox/protected/" + kind,
                with(body(), "words", List.of("Secret" + kind)))
            .ok();
      }
    }

    private void letters() {
      letter("L1", "out", "marker he rides a bike");
      letter("L2", "in", "marker I know Secrettown");
      letter("L2", "in", "marker I think of him");
    }

    private void letter(String number, String direction, String text) {
      play.state(
              "pam",
              play.room("pam", "letterbox"),
              "org.caseroom.letter",
              number,
              body("direction", direction, "with", "birth mother", "text", text))
          .ok();
    }

    private void release(String number) {
      play.act("priya", "/letters/" + number + "/release", Json.object().put("release", true)).ok();
    }

    private void ownRoom() {
      comes("young", "voice");
      say("young", "voice", "marker one person who knows");
    }

    private void choose(String adult, boolean chosen) {
      play.write(
              "young",
              "/voice/readers/" + encode(play.id(adult).value()),
              Json.object().put("chosen", chosen))
          .ok();
      play.act(adult, "/join", Json.object());
    }

    private void opened(int hours) {
      play.act("tess", "/voice/openings", body("reason", "marker afraid").put("hours", hours)).ok();
    }

    private void leaves() {
      play.caseroom()
          .http()
          .delete(
              "/api/cases/REF-1/team/" + encode(play.id("vera").value()) + "?why=Moved",
              play.token("priya"))
          .ok();
    }
  }
}
