package org.caseroom.web.api;

import java.time.LocalDate;
import org.caseroom.base.Problem;
import org.caseroom.cases.directory.Cards;
import org.caseroom.cases.directory.DirectoryWork;
import org.caseroom.cases.directory.LinkStatus;
import org.caseroom.cases.directory.SupportServices;
import org.caseroom.identity.Account;
import org.caseroom.identity.Agency;
import org.caseroom.identity.Role;
import org.jspecify.annotations.Nullable;

/** Agencies, roles and readiness; cards, links, services and the library. */
final class DirectoryHandlers {
  private final ApiServices services;

  DirectoryHandlers(ApiServices services) {
    this.services = services;
  }

  void register(ApiRoutes api) {
    api.get("/api/directory", call -> directory().agencies().groups(call.by()));
    api.get("/api/directory/kinds", call -> directory().agencies().kinds());
    api.get("/api/directory/roles", this::roles);
    api.get("/api/directory/readiness", this::readiness);
    api.put("/api/agencies/{agency}/contact", this::contact);
    api.put("/api/agencies/{agency}/adviser", this::adviser);
    api.put("/api/agencies/{agency}/agreement", this::agreement);
    api.post("/api/agencies/{agency}/agreement/end", this::endAgreement);
    api.get("/api/cards", this::cards);
    api.get("/api/cards/{card}", this::card);
    api.put("/api/agencies/{agency}/cards/{card}", this::saveCard);
    api.get("/api/links", call -> directory().links().all());
    api.post("/api/links/{link}/check", this::checkLink);
    api.put("/api/agencies/{agency}/links/{link}", this::saveLink);
    api.get("/api/directory/services", this::search);
    api.get("/api/directory/services/{service}", this::service);
    api.put("/api/agencies/{agency}/services/{service}", this::saveService);
    api.post("/api/agencies/{agency}/services/{service}/withdraw", this::withdraw);
    api.get("/api/directory/resources", this::library);
    api.get("/api/directory/sources", call -> directory().services().laws());
  }

  private DirectoryWork directory() {
    return services.cases().directory();
  }

  private Object roles(ApiCall call) {
    call.caller();
    return directory().agencies().roles();
  }

  private Object readiness(ApiCall call) {
    Account by = call.caller();
    if (!by.is(Role.ADMINISTRATOR)
        && !by.is(Role.TEAM_MANAGER)
        && !by.is(Role.LINE_MANAGER)
        && !by.is(Role.ADOPTION_SUPPORT_SERVICES_ADVISER)) {
      throw Problem.forbidden(
          "Whether agencies are ready is for administrators, managers and Adoption Support"
              + " Services Advisers.");
    }
    return directory().readiness().check();
  }

  private static Agency.Card contactCard(Body body) {
    String email = body.optional("email");
    Agency.Card card =
        new Agency.Card(
            body.text("name"),
            body.text("address"),
            body.text("telephone"),
            email == null ? "" : email);
    body.end();
    return card;
  }

  private Object contact(ApiCall call) {
    Account by = call.administrator();
    return services.agencies().saveContact(call.path("agency"), contactCard(call.body()), by.id());
  }

  private Object adviser(ApiCall call) {
    Account by = call.administrator();
    return services.agencies().saveAdviser(call.path("agency"), contactCard(call.body()), by.id());
  }

  private Object agreement(ApiCall call) {
    Account by = call.administrator();
    Body body = call.body();
    LocalDate signed = body.day("signed");
    LocalDate review = body.day("review");
    String document = body.text("document");
    body.end();
    return services
        .agencies()
        .saveAgreement(
            call.path("agency"),
            new Agency.Agreement(signed, review, document, false, null),
            by.id());
  }

  private Object endAgreement(ApiCall call) {
    Account by = call.administrator();
    Body body = call.body();
    LocalDate ended = body.day("ended");
    body.end();
    Agency.Agreement now = services.agencies().require(call.path("agency")).agreement();
    if (now == null || !now.holds()) {
      throw Problem.of(
          409, "ORG.CASEROOM_FINAL", "No agreement with this agency holds: it has ended already.");
    }
    return services
        .agencies()
        .saveAgreement(
            call.path("agency"),
            new Agency.Agreement(now.signed(), now.review(), now.document(), now.assumed(), ended),
            by.id());
  }

  // ---- Cards and links ----

  /** Easy words, or the usual plain ones. */
  private static boolean easyRead(ApiCall call) {
    String format = call.optionalQuery("format");
    if (format != null && !format.equals("easy-read") && !format.equals("plain")) {
      throw Problem.invalidParam("'format' is plain or easy-read.");
    }
    return "easy-read".equals(format);
  }

  private Object cards(ApiCall call) {
    return directory().cards().all(easyRead(call), call.optionalQuery("agency"));
  }

  private Object card(ApiCall call) {
    return directory()
        .cards()
        .require(call.path("card"), easyRead(call), call.optionalQuery("agency"));
  }

  private Object saveCard(ApiCall call) {
    Body body = call.body();
    Cards.Local local =
        new Cards.Local(
            body.optional("title"),
            body.text("text"),
            body.text("easy_read"),
            body.text("source"),
            body.day("as_of"));
    body.end();
    return directory().cards().save(call.by(), call.path("agency"), call.path("card"), local);
  }

  private Object checkLink(ApiCall call) {
    Body body = call.body();
    LinkStatus status = LinkStatus.of(body.text("status"));
    String note = body.optional("note");
    String replacedBy = body.optional("replaced_by");
    body.end();
    return directory().links().check(call.by(), call.path("link"), status, note, replacedBy);
  }

  private Object saveLink(ApiCall call) {
    Body body = call.body();
    String title = body.text("title");
    String address = body.text("address");
    Role owner = Role.of(body.text("owner_role"));
    body.end();
    return directory()
        .links()
        .save(call.by(), call.path("agency"), call.path("link"), title, address, owner);
  }

  // ---- Services and the library ----

  private Object search(ApiCall call) {
    call.caller();
    return directory()
        .services()
        .search(call.optionalQuery("area"), call.optionalQuery("need"), call.optionalQuery("kind"));
  }

  private Object service(ApiCall call) {
    call.caller();
    return directory().services().require(call.path("service"));
  }

  private Object saveService(ApiCall call) {
    Body body = call.body();
    SupportServices.Entry entry =
        new SupportServices.Entry(
            body.text("kind"),
            body.text("title"),
            body.texts("areas"),
            body.texts("needs"),
            body.text("summary"),
            orEmpty(body.optional("easy_read")),
            orEmpty(body.optional("contact")),
            body.optional("link"),
            body.text("source"),
            body.day("as_of"));
    body.end();
    return directory().services().save(call.by(), call.path("agency"), call.path("service"), entry);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private Object withdraw(ApiCall call) {
    Body body = call.body();
    String reason = body.text("reason");
    body.end();
    directory().services().withdraw(call.by(), call.path("agency"), call.path("service"), reason);
    return ApiCall.object().put("service", call.path("service")).put("withdrawn", true);
  }

  private Object library(ApiCall call) {
    Account reader = call.caller();
    String role = call.optionalQuery("role");
    return directory().services().library(reader, role == null ? null : Role.of(role));
  }
}
