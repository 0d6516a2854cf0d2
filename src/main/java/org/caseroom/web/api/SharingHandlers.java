package org.caseroom.web.api;

import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.sharing.Letters;
import org.caseroom.cases.sharing.Sharing;
import org.caseroom.cases.sharing.SharingView;

/** Who is let in on what: limits of consent, the child's room, letters, layers, pages. */
final class SharingHandlers {
  private final ApiServices services;

  SharingHandlers(ApiServices services) {
    this.services = services;
  }

  void register(ApiRoutes api) {
    api.get("/api/cases/{reference}/sharing", this::view);
    api.post("/api/cases/{reference}/consents/{consent}/topics", this::leaveOut);
    api.post("/api/cases/{reference}/consents/{consent}/meeting", this::forMeeting);
    api.get("/api/cases/{reference}/voice/room", this::voice);
    api.put("/api/cases/{reference}/voice/readers/{user}", this::choose);
    api.post("/api/cases/{reference}/voice/openings", this::open);
    api.get("/api/cases/{reference}/letterbox", this::letterbox);
    api.put("/api/cases/{reference}/letterbox/protected/{kind}", this::protect);
    api.post("/api/cases/{reference}/letters", this::write);
    api.put("/api/cases/{reference}/letters/{number}", this::rewrite);
    api.post("/api/cases/{reference}/letters/{number}/release", this::release);
    api.get("/api/cases/{reference}/layers", this::layers);
    api.get("/api/cases/{reference}/siblings", this::siblings);
    api.put("/api/cases/{reference}/siblings/{sibling}", this::link);
    api.get("/api/cases/{reference}/holds", this::holds);
    api.post("/api/cases/{reference}/holds", this::hold);
    api.post("/api/cases/{reference}/holds/{number}/answer", this::answerHold);
    api.get("/api/cases/{reference}/shared-pages", this::pages);
    api.post("/api/cases/{reference}/shared-pages", this::ask);
    api.post("/api/cases/{reference}/shared-pages/{number}/answer", this::answer);
  }

  private Sharing sharing() {
    return services.cases().sharing();
  }

  private Object view(ApiCall call) {
    return sharing().view(call.by(), call.reference());
  }

  private Object leaveOut(ApiCall call) {
    Body body = call.body();
    if (body.optionalTexts("without") == null) {
      throw Problem.missingParam(
          "The field 'without' is missing: list the topics that are left out from now on.");
    }
    Set<String> without = new TreeSet<>(body.texts("without"));
    String reason = body.optional("reason");
    body.end();
    return call.done(
        sharing().leaveOut(call.by(), call.reference(), call.path("consent"), without, reason));
  }

  private Object forMeeting(ApiCall call) {
    Body body = call.body();
    UserId person = body.user("person");
    Set<RoomKind> rooms = EnumSet.noneOf(RoomKind.class);
    body.texts("rooms").forEach(word -> rooms.add(RoomKind.of(word)));
    SharingView.Meeting meeting =
        new SharingView.Meeting(body.text("title"), body.instant("starts"), body.instant("ends"));
    var signedBy = body.users("signed_by");
    String form = body.text("form_version");
    body.end();
    return call.done(
        sharing()
            .forMeeting(
                call.by(),
                call.reference(),
                call.path("consent"),
                person,
                rooms,
                meeting,
                signedBy,
                form));
  }

  private Object voice(ApiCall call) {
    return sharing().voice().view(call.by(), call.reference());
  }

  private Object choose(ApiCall call) {
    Body body = call.body();
    boolean chosen = body.flag("chosen");
    String why = body.optional("why");
    body.end();
    return call.done(
        sharing()
            .voice()
            .choose(call.by(), call.reference(), UserId.of(call.path("user")), chosen, why));
  }

  private Object open(ApiCall call) {
    Body body = call.body();
    String reason = body.text("reason");
    Integer hours = body.number("hours");
    body.end();
    if (hours == null) {
      throw Problem.missingParam("The field 'hours' is missing: say for how many hours.");
    }
    return call.done(sharing().voice().open(call.by(), call.reference(), reason, hours));
  }

  // ---- Letters ----

  private Object letterbox(ApiCall call) {
    return sharing().letters().view(call.by(), call.reference());
  }

  private Object protect(ApiCall call) {
    Body body = call.body();
    if (body.optionalTexts("words") == null) {
      throw Problem.missingParam(
          "The field 'words' is missing: list them, or send [] when there are none.");
    }
    var words = body.texts("words");
    body.end();
    return call.done(
        sharing().letters().protect(call.by(), call.reference(), call.path("kind"), words));
  }

  private Object write(ApiCall call) {
    Letters.Text letter = letter(call);
    return call.done(sharing().letters().write(call.by(), call.reference(), null, letter));
  }

  private Object rewrite(ApiCall call) {
    Letters.Text letter = letter(call);
    return call.done(
        sharing().letters().write(call.by(), call.reference(), call.path("number"), letter));
  }

  private static Letters.Text letter(ApiCall call) {
    Body body = call.body();
    Letters.Text letter =
        new Letters.Text(
            body.text("direction"), body.text("with"), body.optional("subject"), body.text("text"));
    body.end();
    return letter;
  }

  private Object release(ApiCall call) {
    Body body = call.body();
    boolean release = body.flag("release");
    String reason = body.optional("reason");
    body.end();
    return call.done(
        sharing()
            .letters()
            .decide(call.by(), call.reference(), call.path("number"), release, reason));
  }

  // ---- Brothers and sisters ----

  private Object siblings(ApiCall call) {
    return sharing().siblings().view(call.by(), call.reference());
  }

  private Object link(ApiCall call) {
    Body body = call.body();
    boolean linked = body.flag("linked");
    String why = body.optional("why");
    body.end();
    return call.done(
        sharing().siblings().link(call.by(), call.reference(), call.path("sibling"), linked, why));
  }

  private Object holds(ApiCall call) {
    return sharing().siblings().holds(call.by(), call.reference());
  }

  private Object hold(ApiCall call) {
    Body body = call.body();
    RoomKind room = RoomKind.of(body.text("room"));
    String text = body.text("text");
    String why = body.optional("why");
    body.end();
    return call.done(sharing().siblings().hold(call.by(), call.reference(), room, text, why));
  }

  private Object answerHold(ApiCall call) {
    Body body = call.body();
    boolean release = body.flag("release");
    String reason = body.optional("reason");
    body.end();
    return call.done(
        sharing()
            .siblings()
            .answer(call.by(), call.reference(), call.path("number"), release, reason));
  }

  // ---- Layers and pages ----

  private Object layers(ApiCall call) {
    return sharing().layers().view(call.by(), call.reference());
  }

  private Object pages(ApiCall call) {
    return sharing().pages().view(call.by(), call.reference());
  }

  private Object ask(ApiCall call) {
    Body body = call.body();
    String page = body.text("page");
    UserId reader = body.user("reader");
    String purpose = body.text("purpose");
    body.end();
    return call.done(sharing().pages().ask(call.by(), call.reference(), page, reader, purpose));
  }

  private Object answer(ApiCall call) {
    Body body = call.body();
    String decision = body.text("decision");
    String reason = body.optional("reason");
    body.end();
    return call.done(
        sharing()
            .pages()
            .answer(call.by(), call.reference(), call.path("number"), decision, reason));
  }
}
