package org.caseroom.web.api;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.Consents;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.identity.Role;

/** The team, the rooms and the consents that let people into them. */
final class TeamHandlers {
  private final ApiServices services;

  TeamHandlers(ApiServices services) {
    this.services = services;
  }

  void register(ApiRoutes api) {
    api.put("/api/cases/{reference}/team/{user}", this::add);
    api.delete("/api/cases/{reference}/team/{user}", this::remove);
    api.put("/api/cases/{reference}/lead", this::lead);
    api.post("/api/cases/{reference}/join", this::join);
    api.post("/api/cases/{reference}/rooms", this::openRoom);
    api.post("/api/cases/{reference}/consents", this::sign);
    api.post("/api/cases/{reference}/consents/{consent}/withdraw", this::withdraw);
  }

  private Object add(ApiCall call) {
    Body body = call.body();
    String role = body.optional("role");
    String why = body.text("why");
    Set<RoomKind> rooms = rooms(body);
    body.end();
    return call.done(
        services
            .cases()
            .team()
            .add(
                call.by(),
                call.reference(),
                UserId.of(call.path("user")),
                role == null ? null : Role.of(role),
                why,
                rooms));
  }

  private static Set<RoomKind> rooms(Body body) {
    Set<RoomKind> rooms = EnumSet.noneOf(RoomKind.class);
    body.texts("rooms").forEach(word -> rooms.add(RoomKind.of(word)));
    return rooms;
  }

  private Object remove(ApiCall call) {
    call.noBody();
    return call.done(
        services
            .cases()
            .team()
            .remove(call.by(), call.reference(), UserId.of(call.path("user")), call.query("why")));
  }

  private Object lead(ApiCall call) {
    Body body = call.body();
    UserId person = body.user("person");
    String why = body.text("why");
    body.end();
    return call.done(services.cases().team().lead(call.by(), call.reference(), person, why));
  }

  private Object join(ApiCall call) {
    call.noBody();
    services.cases().team().join(call.by(), call.reference());
    return services.cases().cases().view(call.by(), call.reference(), "api");
  }

  private Object openRoom(ApiCall call) {
    Body body = call.body();
    RoomKind kind = RoomKind.of(body.text("kind"));
    body.end();
    return call.done(services.cases().team().openRoom(call.by(), call.reference(), kind));
  }

  private Object sign(ApiCall call) {
    Body body = call.body();
    List<UserId> signedBy = body.users("signed_by");
    String formVersion = body.text("form_version");
    List<Consents.Line> lines = new ArrayList<>();
    for (Body line : body.objects("lines")) {
      lines.add(
          new Consents.Line(
              line.text("id"),
              line.text("purpose"),
              line.optional("agency"),
              line.optionalUser("user"),
              rooms(line),
              line.flag("given"),
              new Consents.Limits(line.optionalTexts("topics"), line.optionalTexts("without"))));
      line.end();
    }
    body.end();
    if (signedBy.isEmpty()) {
      throw Problem.missingParam("The field 'signed_by' is missing: name the parents who signed.");
    }
    return services
        .cases()
        .consents()
        .sign(call.by(), call.reference(), lines, signedBy, formVersion)
        .stream()
        .map(call::done)
        .toList();
  }

  private Object withdraw(ApiCall call) {
    Body body = call.body();
    String reason = body.optional("reason");
    body.end();
    return call.done(
        services
            .cases()
            .consents()
            .withdraw(call.by(), call.reference(), call.path("consent"), reason));
  }
}
