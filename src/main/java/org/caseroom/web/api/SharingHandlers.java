package org.caseroom.web.api;

import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.sharing.Sharing;
import org.caseroom.cases.sharing.SharingView;

/** Who is let in on what: limits of consent, the child's own room. */
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
}
