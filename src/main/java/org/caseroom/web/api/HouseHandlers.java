package org.caseroom.web.api;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.base.UserId;
import org.caseroom.cases.file.Shapes;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Agency;
import org.caseroom.identity.Invitations;
import org.caseroom.identity.Role;

/** The house: its document, procedures, agencies, people and clock. */
final class HouseHandlers {
  private static final int MOST_REPORTS = 500;

  private final ApiServices services;

  HouseHandlers(ApiServices services) {
    this.services = services;
  }

  void register(ApiRoutes api) {
    ApiDocument document = new ApiDocument();
    api.get("/api/openapi.json", call -> document.json());
    api.get("/api/events.json", call -> Shapes.standard().document());
    api.get("/api/me", this::me);
    api.get("/api/procedures", call -> services.cases().policy().rules().procedures().all());
    api.get("/api/agencies", call -> services.agencies().all());
    api.put("/api/agencies/{agency}", this::agency);
    api.put("/api/agencies/{agency}/hubs/{hub}", this::hub);
    api.get("/api/accounts", this::accounts);
    api.post("/api/accounts", this::createAccount);
    api.put("/api/accounts/{user}", this::assign);
    api.post("/api/invitations", this::invite);
    api.get("/api/reports", this::reports);
    api.get("/api/clock", call -> now());
    api.put("/api/clock", this::setClock);
  }

  private Object me(ApiCall call) {
    return call.caller();
  }

  private Object agency(ApiCall call) {
    Account by = call.administrator();
    Body body = call.body();
    List<Agency.Hub> hubs = new ArrayList<>();
    for (Body hub : body.objects("hubs")) {
      hubs.add(hub(call.path("agency"), hub.text("id"), hub));
    }
    Agency agency =
        new Agency(
            call.path("agency"), body.text("name"), body.text("kind"), body.texts("areas"), hubs);
    body.end();
    return services.agencies().save(agency, by.id());
  }

  private Object hub(ApiCall call) {
    Account by = call.administrator();
    Body body = call.body();
    Agency.Hub hub = hub(call.path("agency"), call.path("hub"), body);
    return services.agencies().saveHub(call.path("agency"), hub, by.id());
  }

  /** A hub that does not name its areas keeps those that it has. */
  private Agency.Hub hub(String agency, String id, Body body) {
    List<String> areas = body.texts("areas");
    Agency.Hub hub =
        new Agency.Hub(
            id,
            body.text("name"),
            or(body, "email"),
            or(body, "telephone"),
            areas.isEmpty()
                ? services
                    .agencies()
                    .find(agency)
                    .map(known -> known.hubAreas(id))
                    .orElse(List.of())
                : areas);
    body.end();
    return hub;
  }

  private static String or(Body body, String field) {
    String text = body.optional(field);
    return text == null ? "" : text;
  }

  private Object accounts(ApiCall call) {
    call.staff();
    boolean families = caseworker(call.caller());
    return services.accounts().all().stream()
        .filter(account -> families || account.isStaff() || account.isBot())
        .toList();
  }

  /** Families are the business of who works with them. */
  private boolean caseworker(Account account) {
    Set<Role> roles =
        services
            .cases()
            .policy()
            .rules()
            .permissions()
            .group("casework")
            .orElse(Set.of(Role.TEAM_MANAGER));
    return account.is(Role.ADMINISTRATOR) || account.roles().stream().anyMatch(roles::contains);
  }

  private Object createAccount(ApiCall call) {
    Account by = call.administrator();
    Body body = call.body();
    Set<Role> roles = roles(body);
    String password = body.optional("password");
    Accounts.NewAccount account =
        new Accounts.NewAccount(
            body.text("user_name"),
            body.text("display_name"),
            roles,
            body.optional("agency"),
            body.optional("hub"),
            password == null ? null : Secret.of(password));
    body.end();
    return services.accounts().create(account, by.id());
  }

  private static Set<Role> roles(Body body) {
    Set<Role> roles = new LinkedHashSet<>();
    body.texts("roles").forEach(word -> roles.add(Role.of(word)));
    if (roles.isEmpty()) {
      throw Problem.missingParam("The field 'roles' is missing: send at least one role.");
    }
    return roles;
  }

  private Object assign(ApiCall call) {
    Account by = call.administrator();
    Body body = call.body();
    Set<Role> roles = roles(body);
    String agency = body.optional("agency");
    String hub = body.optional("hub");
    body.end();
    return services.accounts().assign(UserId.of(call.path("user")), roles, agency, hub, by.id());
  }

  /** A worker invites somebody of a family; the code is shown once. */
  private Object invite(ApiCall call) {
    Account by = call.staff();
    if (!caseworker(by)) {
      throw Problem.forbidden("Families are invited by their workers, or by an administrator.");
    }
    Body body = call.body();
    String role = body.optional("role");
    String userName = body.text("user_name");
    String displayName = body.text("display_name");
    body.end();
    Invitations.Made made =
        services
            .invitations()
            .create(userName, displayName, role == null ? Role.ADOPTER : Role.of(role), by.id());
    return ApiCall.object()
        .put("user_id", made.invitation().user().value())
        .put("expires", made.invitation().expires().toString())
        .put("code", made.code().reveal());
  }

  /** What people reported as inappropriate, newest first. */
  private Object reports(ApiCall call) {
    call.administrator();
    return services.reports().before(Long.MAX_VALUE, MOST_REPORTS);
  }

  private Object now() {
    return ApiCall.object()
        .put("now", services.clock().instant().toString())
        .put("settable", services.setClock() != null);
  }

  private Object setClock(ApiCall call) {
    call.administrator();
    Consumer<Instant> set = services.setClock();
    if (set == null) {
      throw Problem.of(
          409,
          "ORG.CASEROOM_CLOCK",
          "This service runs by the system's clock. A rehearsal sets 'clock: settable' in its"
              + " configuration.");
    }
    Body body = call.body();
    String text = body.text("now");
    body.end();
    try {
      set.accept(Instant.parse(text));
    } catch (DateTimeParseException e) {
      throw Problem.invalidParam("The field 'now' should be a time such as 2025-03-03T09:12:00Z.");
    }
    return now();
  }
}
