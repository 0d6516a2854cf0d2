package org.caseroom.web;

import static org.caseroom.cases.file.RoomKind.FAMILY;
import static org.caseroom.cases.file.RoomKind.PROFESSIONALS;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.Secret;
import org.caseroom.base.UserId;
import org.caseroom.cases.CaseWork;
import org.caseroom.cases.Consents;
import org.caseroom.cases.assessment.Assessing;
import org.caseroom.cases.decisions.Decisions;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.intake.Referral;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Agency;
import org.caseroom.identity.Role;
import org.caseroom.ops.TestCaseroom;
import org.caseroom.rooms.Draft;
import org.jspecify.annotations.Nullable;

/**
 * A Caseroom with one case in it, Robin's, as far as the day after Jo has asked her question:
 * people of three agencies, a family room, consent, a running assessment clock, a story.
 */
public final class RobinCase implements AutoCloseable {
  private final TestCaseroom caseroom;
  private final CaseWork cases;
  public final UserId jo;
  public final UserId sara;
  final UserId mo;
  final UserId vera;
  public final String reference;

  RobinCase() {
    this(TestCaseroom.start());
  }

  /** Lives the case through in this Caseroom, which goes with it. */
  public RobinCase(TestCaseroom caseroom) {
    this.caseroom = caseroom;
    cases = caseroom.caseroom().cases();
    at("2025-03-03T09:12");
    agencies();
    jo = account("jo", "Jo", Role.ADOPTER, null, null);
    UserId dee = account("dee", "Dee Marsh", Role.DUTY_WORKER, "t4c", "stoke");
    sara = account("sara", "Sara Khan", Role.PERMANENCY_SUPPORT_SOCIAL_WORKER, "t4c", "stoke");
    mo = account("mo", "Mo Hussain", Role.TEAM_MANAGER, "t4c", "stoke");
    vera = account("vera", "Vera Lloyd", Role.VIRTUAL_SCHOOL_ADVISER, "virtual-school", null);
    account("ada", "Ada Admin", Role.ADMINISTRATOR, null, null);
    reference =
        cases
            .intake()
            .referrals()
            .refer(
                new Referral(
                    "t4c",
                    "stoke",
                    "website",
                    "Robin",
                    "Ashdown",
                    LocalDate.of(2021, 1, 19),
                    LocalDate.of(2024, 2, 14),
                    "Robin screams in the hall.",
                    "Jo",
                    "text",
                    null),
                jo)
            .reference();
    cases
        .contacts()
        .needs(
            jo,
            reference,
            jo,
            List.of("easy-read"),
            List.of("bsl-interpreter"),
            List.of(),
            "text",
            null);
    at("2025-03-04T11:40");
    cases.intake().screening().screen(dee, reference, "detailed-referral", "Emerging need.", null);
    at("2025-03-06T15:05");
    cases
        .intake()
        .screening()
        .detailedReferral(dee, reference, "Sitting, noise.", "Two adopters.", List.of("Assess"));
    cases.team().add(dee, reference, sara, null, "Robin's social worker", Set.of(PROFESSIONALS));
    cases.team().add(dee, reference, mo, null, "Manages the team", Set.of(PROFESSIONALS));
    join(sara, mo);
    at("2025-03-12T10:20");
    sign("referral-form");
    at("2025-03-13T09:30");
    cases.team().openRoom(sara, reference, FAMILY);
    join(jo, sara, mo);
    say(sara, FAMILY, "Hello Jo, I am Sara.");
    at("2025-03-18T20:47");
    cases
        .stories()
        .write(
            jo,
            reference,
            "what-helps",
            "What helps",
            "The quiet tent. Ear defenders.",
            List.of("team"));
    at("2025-03-25T14:00");
    cases
        .assessing()
        .visit(
            sara, reference, Assessing.Visit.of(true, "in-person", List.of(jo), "BSL interpreter"));
    consent();
    cases.team().add(sara, reference, vera, null, "Speaks for school", Set.of(FAMILY));
    at("2025-03-27T21:15");
    join(vera);
    cases.questions().ask(jo, reference, FAMILY, "Does nursery get extra money for Robin?", null);
    at("2025-03-28T09:00");
  }

  private void agencies() {
    caseroom
        .caseroom()
        .identity()
        .agencies()
        .save(
            new Agency(
                "t4c",
                "Together4Children",
                "regional-adoption-agency",
                List.of("stoke"),
                List.of(
                    new Agency.Hub(
                        "stoke", "Stoke-on-Trent", "stoke@hub.example.org", "01632 960101"))),
            null);
    caseroom
        .caseroom()
        .identity()
        .agencies()
        .save(
            new Agency(
                "virtual-school", "Virtual School", "virtual-school", List.of("stoke"), List.of()),
            null);
  }

  private UserId account(
      String name, String display, Role role, @Nullable String agency, @Nullable String hub) {
    return caseroom
        .caseroom()
        .identity()
        .accounts()
        .create(
            new Accounts.NewAccount(
                name, display, Set.of(role), agency, hub, Secret.of(TestCaseroom.PASSWORD)),
            null)
        .id();
  }

  private void consent() {
    cases
        .consents()
        .sign(
            jo,
            reference,
            List.of(
                new Consents.Line("assessment", "assessment", null, null, Set.of(), true),
                new Consents.Line(
                    "virtual-school",
                    "share",
                    "virtual-school",
                    null,
                    Set.of(FAMILY, PROFESSIONALS),
                    true)),
            List.of(jo),
            "3");
  }

  private void join(UserId... people) {
    for (UserId each : people) {
      cases.team().join(each, reference);
    }
  }

  /** The manager signs a document. */
  void sign(String document) {
    cases
        .decisions()
        .sign(mo, reference, document, new Decisions.Signature("Agreed.", "It fits.", null));
  }

  /** Somebody writes a message. */
  public void say(UserId by, RoomKind kind, String text) {
    caseroom
        .caseroom()
        .rooms()
        .log()
        .appendNow(
            Draft.message(
                room(by, kind),
                by,
                "m.room.message",
                Json.object().put("msgtype", "m.text").put("body", text)));
  }

  /** The Matrix id of a room, as somebody in it knows it. */
  public RoomId room(UserId by, RoomKind kind) {
    return cases.cases().view(by, reference, "test").rooms().stream()
        .filter(room -> room.kind() == kind)
        .findFirst()
        .orElseThrow()
        .id();
  }

  /** Sets the clock, in London's time. */
  void at(String local) {
    caseroom.clock().set(LocalDateTime.parse(local).atZone(Dates.ZONE).toInstant());
  }

  public TestCaseroom caseroom() {
    return caseroom;
  }

  CaseWork cases() {
    return cases;
  }

  /** The path of the case's pages. */
  String path() {
    return "/cases/" + reference;
  }

  @Override
  public void close() {
    caseroom.close();
  }
}
