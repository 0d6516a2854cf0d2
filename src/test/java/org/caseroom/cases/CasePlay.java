package org.caseroom.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.identity.Role;
import org.caseroom.ops.Http;
import org.caseroom.ops.Settings;
import org.caseroom.ops.TestCaseroom;
import org.caseroom.storage.DatabaseSettings;
import org.caseroom.storage.Databases;

/** Plays casework over HTTP with a small cast, as strangers with the OpenAPI document could. */
public final class CasePlay implements AutoCloseable {
  public static final ZoneId STOKE = ZoneId.of("Europe/London");

  private final TestCaseroom caseroom;
  private final Map<String, String> tokens = new HashMap<>();
  private final AtomicInteger transactions = new AtomicInteger();

  /** The house with its agencies and people, and nothing else. */
  public CasePlay() {
    this(Databases.H2.fresh());
  }

  /** The same on this database. */
  public CasePlay(DatabaseSettings fresh) {
    this(fresh, settings -> settings);
  }

  /** The same with settings of the test's own. */
  public CasePlay(UnaryOperator<Settings> change) {
    this(Databases.H2.fresh(), change);
  }

  /** The same on this database, with settings of the test's own. */
  public CasePlay(DatabaseSettings fresh, UnaryOperator<Settings> change) {
    caseroom =
        TestCaseroom.start(
            settings ->
                change.apply(
                    settings.withDatabase(
                        new Settings.Store(fresh.url(), fresh.user(), fresh.password(), 8))));
    caseroom.createAccount("admin", Role.ADMINISTRATOR);
    agency(
        "together4children",
        "Together4Children",
        "regional-adoption-agency",
        Json.object().put("id", "stoke-on-trent").put("name", "Stoke-on-Trent"));
    agency("stoke-virtual-school", "Virtual School", "virtual-school", null);
    agency("nscht", "North Staffordshire Health", "health", null);
    agency("acorn-nursery", "Acorn Nursery", "education", null);
    staff("dana", "together4children", "stoke-on-trent", Role.DUTY_WORKER);
    staff("tess", "together4children", "stoke-on-trent", Role.TEAM_MANAGER);
    staff("priya", "together4children", "stoke-on-trent", Role.PERMANENCY_SUPPORT_SOCIAL_WORKER);
    staff("clara", "nscht", null, Role.PSYCHOLOGIST);
    staff("oti", "nscht", null, Role.OCCUPATIONAL_THERAPIST);
    staff("vera", "stoke-virtual-school", null, Role.VIRTUAL_SCHOOL_ADVISER);
    staff("edda", "stoke-virtual-school", null, Role.EDUCATIONAL_PSYCHOLOGIST);
    staff("nina", "acorn-nursery", null, Role.DESIGNATED_TEACHER);
    caseroom.createAccount("jo", Role.ADOPTER);
    caseroom.createAccount("sam", Role.ADOPTER);
    caseroom.createAccount("stranger", Role.ADOPTER);
  }

  private void agency(String id, String name, String kind, ObjectNode hub) {
    ObjectNode body = Json.object().put("name", name).put("kind", kind);
    if (hub != null) {
      body.putArray("hubs").add(hub);
    }
    put("admin", "/api/agencies/" + id, body).ok();
  }

  private void staff(String name, String agency, String hub, Role role) {
    ObjectNode body =
        Json.object()
            .put("user_name", name)
            .put("display_name", name.substring(0, 1).toUpperCase() + name.substring(1))
            .put("agency", agency);
    if (hub != null) {
      body.put("hub", hub);
    }
    body.putArray("roles").add(role.word());
    post("admin", "/api/accounts", body).ok();
  }

  /** The service. */
  public TestCaseroom caseroom() {
    return caseroom;
  }

  /** Sets the clock to a local time in Stoke, such as {@code 2025-03-03T09:12}. */
  public void at(String local) {
    caseroom.clock().set(LocalDateTime.parse(local).atZone(STOKE).toInstant());
    // Who is to be told of something by then is told before the play goes on.
    caseroom.caseroom().notices().pass();
  }

  /** A user id. */
  public UserId id(String name) {
    return caseroom.user(name);
  }

  public String key(String name) {
    return CaseEvents.personKey(id(name));
  }

  /** Somebody's access token. */
  public String token(String name) {
    return tokens.computeIfAbsent(name, each -> caseroom.issueToken(id(each)));
  }

  /** GET as somebody. */
  public Http.Response get(String who, String path) {
    return caseroom.http().get(path, token(who));
  }

  /** POST as somebody. */
  public Http.Response post(String who, String path, Object body) {
    return caseroom.http().post(path, token(who), body);
  }

  /** PUT as somebody. */
  public Http.Response put(String who, String path, Object body) {
    return caseroom.http().put(path, token(who), body);
  }

  /** A case as somebody sees it. */
  public JsonNode view(String who) {
    return get(who, "/api/cases/REF-1").ok();
  }

  /** A POST about the case. */
  public Http.Response act(String who, String path, Object body) {
    return post(who, "/api/cases/REF-1" + path, body);
  }

  /** A PUT about the case. */
  public Http.Response write(String who, String path, Object body) {
    return put(who, "/api/cases/REF-1" + path, body);
  }

  /** A room of the case, found by somebody who is in it. */
  public String room(String who, String kind) {
    for (JsonNode room : view(who).path("rooms")) {
      if (room.path("kind").asText().equals(kind)) {
        return room.path("id").asText();
      }
    }
    throw new AssertionError(who + " sees no room " + kind + ": " + view(who).path("rooms"));
  }

  /** Sends a message event by the Matrix API. */
  public Http.Response send(String who, String room, String type, Object content) {
    return put(
        who,
        "/_matrix/client/v3/rooms/"
            + encode(room)
            + "/send/"
            + type
            + "/t"
            + transactions.incrementAndGet(),
        content);
  }

  /** Sets state by the Matrix API. */
  public Http.Response state(String who, String room, String type, String key, Object content) {
    return put(
        who,
        "/_matrix/client/v3/rooms/" + encode(room) + "/state/" + type + "/" + encode(key),
        content);
  }

  /** The newest messages of a room, newest first, by the Matrix API. */
  public JsonNode messages(String who, String room) {
    return get(who, "/_matrix/client/v3/rooms/" + encode(room) + "/messages?dir=b&limit=100")
        .ok()
        .path("chunk");
  }

  /** The texts of a room's messages, newest first. */
  public List<String> texts(String who, String room) {
    return messages(who, room).findValuesAsText("body");
  }

  /** A clock of the case. */
  public JsonNode clock(String who, String id) {
    for (JsonNode clock : view(who).path("clocks")) {
      if (clock.path("id").asText().equals(id)) {
        return clock;
      }
    }
    throw new AssertionError("No clock " + id + ": " + view(who).path("clocks"));
  }

  public static ObjectNode body(String... fields) {
    ObjectNode body = Json.object();
    for (int i = 0; i < fields.length; i += 2) {
      body.put(fields[i], fields[i + 1]);
    }
    return body;
  }

  public static ObjectNode with(ObjectNode body, String field, List<?> values) {
    var array = body.putArray(field);
    values.forEach(value -> array.add(value.toString()));
    return body;
  }

  public static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  // ---- The case up to some point, for tests of one rule ----

  /** Row 1: the referral. */
  public JsonNode refer() {
    return post(
            "jo",
            "/api/referrals",
            body(
                "agency", "together4children",
                "hub", "stoke-on-trent",
                "child", "Robin",
                "surname", "Ashdown",
                "order_date", "2024-02-14",
                "words",
                    "Robin is 4. Nursery say he can't sit, he mouths everything, and he screams in"
                        + " the hall. Is this adoption stuff or something else? I am Deaf; please"
                        + " don't phone.",
                "referrer_name", "Jo",
                "reply_by", "text"))
        .ok();
  }

  /** Row 3. */
  public JsonNode screen() {
    return act(
            "dana",
            "/screening",
            body("outcome", "detailed-referral", "reason", "Emerging developmental need, under 5."))
        .ok();
  }

  /** Row 4. */
  public JsonNode form(String who) {
    return write(
            who,
            "/referral-form",
            with(
                body("needs", "Sensory needs.", "situation", "Adopted in 2024."),
                "proposed_actions",
                List.of("assessment", "OT screen", "nursery link")))
        .ok();
  }

  /** Row 5, and the allocation of the social worker. */
  public JsonNode signReferral() {
    JsonNode signed =
        act(
                "tess",
                "/signatures",
                body(
                    "document", "referral-form",
                    "decided", "Assessment, OT screen, nursery link.",
                    "reasons", "Emerging need under 5."))
            .ok();
    add("tess", "priya", "Allocated worker", "family", "professionals").ok();
    write("tess", "/lead", body("person", id("priya").value(), "why", "Allocated worker")).ok();
    add("priya", "sam", "Robin's other parent", "family").ok();
    return signed;
  }

  /** Adds somebody to the team. */
  public Http.Response add(String who, String person, String why, String... rooms) {
    return write(
        who,
        "/team/" + encode(id(person).value()),
        with(body("why", why), "rooms", List.of(rooms)));
  }

  /** Row 6. */
  public void openFamilyRoom() {
    act("priya", "/rooms", body("kind", "family")).ok();
    act("jo", "/join", Json.object()).ok();
    act("sam", "/join", Json.object()).ok();
  }

  /** The first visit of row 8. */
  public JsonNode visit() {
    ObjectNode visit =
        with(
            body("mode", "in-person", "interpreter", "BSL interpreter"),
            "present",
            List.of(id("jo"), id("sam")));
    visit.put("first", true);
    return act("priya", "/visits", visit).ok();
  }

  /** The consent form of row 8. */
  public JsonNode consent() {
    ObjectNode form =
        with(body("form_version", "2025-1"), "signed_by", List.of(id("jo"), id("sam")));
    var lines = form.putArray("lines");
    lines.addObject().put("id", "assessment").put("purpose", "assessment").put("given", true);
    lines.addObject().put("id", "see-child").put("purpose", "see-child").put("given", true);
    for (String agency : List.of("nscht", "stoke-virtual-school", "acorn-nursery")) {
      var line =
          lines
              .addObject()
              .put("id", agency)
              .put("purpose", "share")
              .put("agency", agency)
              .put("given", true);
      line.putArray("rooms").add("family").add("professionals");
    }
    lines.addObject().put("id", "letterbox").put("purpose", "letterbox").put("given", false);
    return act("priya", "/consents", form).ok();
  }

  /** Rows 1 to 8, without the story. */
  public void upToConsent() {
    at("2025-03-03T09:12");
    refer();
    at("2025-03-04T11:40");
    screen();
    at("2025-03-06T15:05");
    form("dana");
    at("2025-03-12T10:20");
    signReferral();
    at("2025-03-13T09:30");
    openFamilyRoom();
    at("2025-03-25T14:00");
    visit();
    consent();
  }

  /** The assessment and the plan from start to complete. */
  public void assess() {
    act("priya", "/assessment/start", Json.object()).ok();
    for (String section :
        List.of("history", "development", "education", "family", "views", "analysis")) {
      write("priya", "/assessment/sections/" + section, body("text", "Written.").put("done", true))
          .ok();
    }
    act("priya", "/rooms", body("kind", "voice")).ok();
    act("priya", "/voice", body("reason", "Robin was ill on both days.").put("seen", false)).ok();
    write("priya", "/plan/peers", body("title", "Group", "kind", "peer", "status", "started")).ok();
    act("priya", "/assessment/complete", Json.object()).ok();
  }

  /** The assessment signed off by the manager and shared with the family. */
  public void signAndShareAssessment() {
    act(
            "tess",
            "/signatures",
            body(
                "document", "assessment", "decided", "Plan agreed.", "reasons", "Needs are clear."))
        .ok();
    act(
            "priya",
            "/shares",
            with(body("document", "assessment"), "with", List.of(id("jo"), id("sam"))))
        .ok();
  }

  /**
   * A review of the plan, whole in all its parts.
   *
   * @param mode such as {@code video}
   * @param held a day
   */
  public ObjectNode reviewBody(String mode, String held) {
    ObjectNode review =
        with(
            body(
                "mode", mode,
                "interpreter", "Ben Ode, BSL",
                "held", held,
                "progress", "Calmer.",
                "impact", "Better mornings.",
                "changes", "None.",
                "peer_support", "The group goes on."),
            "attended",
            List.of(id("jo").value(), "Priya, social worker"));
    JsonNode plan = get("priya", "/api/cases/REF-1/plan").ok().path("items");
    for (JsonNode item : plan) {
      review
          .withArray("actions")
          .addObject()
          .put("item", item.path("id").asText())
          .put("progress", "Goes well.")
          .put("impact", "Sleeps.")
          .put("changes", "None.");
    }
    return review;
  }

  /** All parties to the review that was written sign it, or it is said why not. */
  public void reviewParties() {
    act("jo", "/review/parties/parents", Json.object().put("signed", true)).ok();
    act("priya", "/review/parties/practitioners", Json.object().put("signed", true)).ok();
    act(
            "priya",
            "/review/parties/child",
            body("reason", "Robin is four; he drew a picture.").put("signed", false))
        .ok();
  }

  @Override
  public void close() {
    caseroom.close();
  }
}
