package org.caseroom.ops.demo;

import static org.caseroom.cases.file.RoomKind.FAMILY;
import static org.caseroom.cases.file.RoomKind.PROFESSIONALS;
import static org.caseroom.cases.file.RoomKind.VOICE;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.CaseWork;
import org.caseroom.cases.Consents;
import org.caseroom.cases.assessment.Assessing;
import org.caseroom.cases.decisions.Decisions;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.intake.Referral;
import org.caseroom.cases.plan.Plans;
import org.caseroom.rooms.Event;
import org.jspecify.annotations.Nullable;

/** The case of Robin, row by row, from the self-referral to the signed assessment. */
final class RobinStory {
  private static final String FORM_VERSION = "Agreement and Consent Form, version 3";

  /** A quiet moment before anything happens. */
  static final Instant BEGINNING = Scene.at("2025-03-03T08:00");

  private final Scene scene;
  private final CaseWork cases;
  private final UserId jo;
  private final UserId sam;
  private final UserId dee;
  private final UserId sara;
  private final UserId mo;
  private final UserId priya;
  private final UserId vera;
  private final UserId otto;
  private final UserId ed;
  private String robin = "";

  RobinStory(Demo.Stage stage) {
    scene = new Scene(stage);
    cases = stage.cases();
    jo = DemoPeople.id("jo", stage.server());
    sam = DemoPeople.id("sam", stage.server());
    dee = DemoPeople.id("dee", stage.server());
    sara = DemoPeople.id("sara", stage.server());
    mo = DemoPeople.id("mo", stage.server());
    priya = DemoPeople.id("priya", stage.server());
    vera = DemoPeople.id("vera", stage.server());
    otto = DemoPeople.id("otto", stage.server());
    ed = DemoPeople.id("ed", stage.server());
  }

  void play() {
    referral();
    screeningAndSignOff();
    familyRoom();
    firstVisit();
    questionAboutNursery();
    childAndSenses();
    askedAgain();
    assessmentAndReminders();
    signedAndShared();
  }

  /** Rows 1 and 2. */
  private void referral() {
    on("2025-03-03T09:12");
    robin =
        cases
            .intake()
            .referrals()
            .refer(
                new Referral(
                    DemoPeople.T4C,
                    DemoPeople.HUB,
                    "website",
                    "Robin",
                    "Ashdown",
                    LocalDate.of(2021, 1, 19),
                    LocalDate.of(2024, 2, 14),
                    "Robin is 4. Nursery say he can't sit, he mouths everything, and he screams in"
                        + " the hall. Is this adoption stuff or something else? I am Deaf; please"
                        + " don't phone.",
                    "Jo",
                    "text",
                    "07700 900123"),
                jo)
            .reference();
    on("2025-03-03T09:13");
    RoomId receipt = scene.acceptInvitation(jo);
    // Easy read, a BSL interpreter, and text rather than voice.
    scene.say(jo, receipt, "!needs 1 5 11");
  }

  /** Rows 3 to 5. */
  private void screeningAndSignOff() {
    on("2025-03-04T11:40");
    cases
        .intake()
        .screening()
        .screen(
            dee,
            robin,
            "detailed-referral",
            "Emerging developmental need, under 5: sitting, mouthing, distress at noise.",
            null);
    settle();
    tickAll(dee, "duty-to-inform");
    on("2025-03-06T15:05");
    cases
        .intake()
        .screening()
        .detailedReferral(
            dee,
            robin,
            "Robin cannot sit at nursery, mouths objects and is distressed by loud places. The"
                + " needs have shown since placement.",
            "Two adopters, no other children. Nursery five mornings a week. Jo is Deaf and uses"
                + " BSL.",
            List.of(
                "Assessment of adoption support needs",
                "Occupational therapy screen",
                "Link with nursery"));
    cases
        .team()
        .add(dee, robin, sara, null, "Robin's social worker", Set.of(FAMILY, PROFESSIONALS, VOICE));
    cases.team().add(dee, robin, sam, null, "Robin's parent", Set.of(FAMILY));
    join(sam);
    on("2025-03-12T10:20");
    Event signed =
        cases
            .decisions()
            .sign(
                mo,
                robin,
                "referral-form",
                new Decisions.Signature(
                    "Assessment, occupational therapy screen, link with nursery.",
                    "Needs have shown after placement and are not met by the core offer alone.",
                    null));
    cases
        .contacts()
        .contact(
            mo,
            robin,
            List.of(jo, sam),
            "text",
            "Told by text: we agree to an assessment, an OT screen and a link with nursery. Sara"
                + " Khan writes to you this week.",
            false,
            signed.id().value(),
            null,
            true);
    cases.team().lead(mo, robin, sara, "She knows the family and leads the assessment");
  }

  /** Rows 6 and 7. */
  private void familyRoom() {
    on("2025-03-13T09:30");
    cases.team().openRoom(sara, robin, FAMILY);
    join(jo, sam);
    settle();
    say(
        sara,
        FAMILY,
        "Hello Jo and Sam. I am Sara, Robin's social worker. The consent form is here as a BSL"
            + " video and in easy read. Please read it before my visit, and tick the list when you"
            + " can. No phone calls, promise.");
    on("2025-03-13T18:02");
    say(jo, FAMILY, "Hello Sara. Thank you for the video. It is clear.");
    on("2025-03-18T20:47");
    tickPrompts();
    story(
        "routines",
        "Robin's days",
        "Up at six. Breakfast is porridge from the blue bowl. He naps after nursery. Bath at six,"
            + " the same two books, bed at seven. Changes go best when we show him a picture"
            + " first.",
        List.of("team"));
    story(
        "early-history",
        "Early history and feeding",
        "Robin lived with two foster families before us. He was 14 months when he came to us. He"
            + " was fed by bottle lying down and still gulps; thick drinks help. He fears hand"
            + " dryers.",
        List.of("team"));
    story(
        "what-helps",
        "What helps",
        "The quiet tent. Ear defenders in the hall. Something chewy on a string. Say what comes"
            + " next, then wait.",
        List.of("team"));
    story(
        "words",
        "Words Robin uses",
        "'Tent' means: too loud, I want out. 'Gone' means he is frightened that someone leaves.",
        List.of("team"));
    story(
        "do-not-ask",
        "What we do not want to be asked again",
        "Why we could not have children. What we know of his birth mother: it is in the reports.",
        List.of("casework", "psychologist"));
    say(sam, FAMILY, "The list is done, and our story is written. Once, we hope!");
    on("2025-03-19T09:10");
    cases.stories().acknowledge(sara, robin);
  }

  /** Rows 8 and 9. */
  private void firstVisit() {
    on("2025-03-25T14:00");
    cases
        .assessing()
        .visit(
            sara,
            robin,
            Assessing.Visit.of(
                true, "in-person", List.of(jo, sam, sara), "Registered BSL interpreter"));
    Set<RoomKind> both = Set.of(FAMILY, PROFESSIONALS);
    cases
        .consents()
        .sign(
            jo,
            robin,
            List.of(
                agreed("assessment", "assessment", null, Set.of(), true),
                agreed("see-child", "see-child", null, Set.of(), true),
                agreed("psychologist", "share", DemoPeople.PSYCHOLOGY, both, true),
                agreed("occupational-therapy", "share", DemoPeople.THERAPY, both, true),
                agreed("nursery", "share", DemoPeople.NURSERY, Set.of(FAMILY), true),
                agreed("virtual-school", "share", DemoPeople.VIRTUAL_SCHOOL, both, true),
                agreed(
                    "educational-psychology",
                    "share",
                    DemoPeople.EDUCATION_PSYCHOLOGY,
                    Set.of(PROFESSIONALS),
                    true),
                agreed("letterbox", "letterbox", null, Set.of(), false)),
            List.of(jo, sam),
            FORM_VERSION);
    cases.assessments().start(sara, robin);
    on("2025-03-26T08:40");
    cases.team().add(sara, robin, priya, null, "Assesses what Robin's distress means", both);
    cases.team().add(sara, robin, vera, null, "Speaks for Robin's education", both);
    cases.team().add(sara, robin, otto, null, "Screens Robin's senses", both);
    cases.team().add(sara, robin, ed, null, "Advises nursery on learning", Set.of(PROFESSIONALS));
    on("2025-03-26T09:05");
    join(priya, vera, otto, ed);
    for (UserId newcomer : List.of(priya, vera, otto)) {
      cases.stories().acknowledge(newcomer, robin);
    }
    ask(priya, "history");
    ask(otto, "development");
    ask(priya, "analysis");
    ask(vera, "education");
    say(priya, PROFESSIONALS, "I have read the story. I will not ask them to tell it again.");
    section(
        priya, "history", "Two moves before placement; fed lying down. See the story, 2.", true);
  }

  /** Rows 10 and 11. */
  private void questionAboutNursery() {
    on("2025-03-27T21:15");
    cases
        .questions()
        .ask(
            jo, robin, FAMILY, "Does nursery get extra money for Robin, and who tells them?", null);
    on("2025-03-28T12:10");
    cases
        .questions()
        .answer(
            vera,
            robin,
            "Q1",
            "Yes. Robin can have early education from the age of two, and nursery can claim the"
                + " Early Years Pupil Premium for him. Nobody tells them by itself: shall I ring"
                + " nursery?",
            "Adoption Passport: early education from two; Early Years Pupil Premium");
    on("2025-03-28T18:30");
    say(jo, FAMILY, "Yes please, ring them. That answers it.");
    cases.questions().close(jo, robin, "Q1");
  }

  /** Rows 12 and 13. */
  private void childAndSenses() {
    on("2025-04-09T10:30");
    cases.team().openRoom(sara, robin, VOICE);
    cases
        .assessing()
        .voice(
            sara,
            robin,
            new Assessing.Voice(
                true,
                "Picture cards",
                "Quiet tent = good. Hand dryer = bad.",
                null,
                "at nursery",
                null));
    on("2025-04-14T16:40");
    Event note =
        cases
            .contacts()
            .note(
                otto,
                robin,
                "Sensory screen",
                "Seeks deep pressure, avoids sudden noise; oral seeking. Postural control behind"
                    + " his age. Suggest a programme at nursery before any therapy.");
    section(otto, "development", "Sensory seeking; postural control behind his age.", true);
    on("2025-04-16T11:15");
    String summary =
        String.valueOf(
            cases
                .contacts()
                .summary(
                    otto,
                    robin,
                    "What the sensory screen found",
                    "Robin's body likes firm touch and dislikes sudden noise. Sitting is hard work"
                        + " for him. Small, regular movement breaks will help; I will show nursery"
                        + " how.",
                    note.id().value())
                .stateKey());
    on("2025-04-16T15:00");
    cases
        .decisions()
        .sign(
            sara,
            robin,
            "summary/" + summary,
            new Decisions.Signature("Share with Jo and Sam.", "Plain, correct and kind.", null));
  }

  /** Row 14: the door stops what the story tells already. */
  private void askedAgain() {
    on("2025-04-30T11:00");
    try {
      say(ed, PROFESSIONALS, "Could parents describe his early history and feeding again?");
    } catch (Problem toldAlready) {
      // As it should be: he reads the passage that the refusal names.
      cases.stories().acknowledge(ed, robin);
      say(ed, PROFESSIONALS, "Found it in the story, section 2. Thank you, no need to ask again.");
    }
  }

  /** Rows 15 and 16: the reminders come by themselves when their time has come. */
  private void assessmentAndReminders() {
    on("2025-05-07T14:20");
    section(sara, "views", "Robin: tent good, dryer bad. Jo and Sam: want to be told once.", true);
    section(
        vera, "education", "Nursery claims the premium now. Observation is still to come.", false);
    section(priya, "analysis", "First thoughts: sensory need with anxiety on top.", false);
    on("2025-05-09T09:00");
    settle();
    on("2025-05-09T10:12");
    say(vera, PROFESSIONALS, "Education will be done by the 20th.");
    on("2025-05-23T09:00");
    settle();
    // Friday before a bank holiday: nobody answers, and on Tuesday it goes to the manager.
    on("2025-05-27T09:00");
    settle();
    on("2025-05-27T09:25");
    cases.stories().acknowledge(mo, robin);
    say(mo, PROFESSIONALS, "Seen. Sara, what do you need to finish this week?");
    answerReminder(mo);
    settle();
    on("2025-05-27T11:40");
    section(
        vera, "education", "Observed at nursery. Needs a quiet place and movement breaks.", true);
  }

  /** Rows 17 and 18. */
  private void signedAndShared() {
    on("2025-05-29T16:30");
    section(priya, "analysis", "Sensory need first, anxiety second; no trauma therapy now.", true);
    section(
        sara, "family", "Jo and Sam are steady and tired. They know nobody like themselves.", true);
    on("2025-05-29T17:20");
    plan("peer-group", "Saturday group of adopters, with BSL", "peer", "started", "internal");
    plan("nursery-programme", "OT programme at nursery", "stability", "started", "external");
    plan(
        "therapy", "Dyadic therapy, once the programme has settled", "specialist", "planned", null);
    cases.assessments().complete(sara, robin);
    on("2025-05-30T09:00");
    settle();
    on("2025-05-30T11:05");
    cases
        .decisions()
        .sign(
            mo,
            robin,
            "assessment",
            new Decisions.Signature(
                "The assessment and the plan are agreed.",
                "Complete, the family's and Robin's views are in it, and support goes in order.",
                null));
    cases
        .decisions()
        .share(
            sara, robin, "assessment", List.of(jo, sam), List.of("easy-read", "BSL video"), null);
    settle();
    on("2025-05-30T11:10");
    say(
        sara,
        FAMILY,
        "Jo, Sam: the assessment and Robin's plan are signed. You have them in easy read, and the"
            + " BSL video is on its way to you. Shall we talk it through with the interpreter next"
            + " week?");
    on("2025-05-30T11:20");
    settle();
  }

  // What people do, in short.

  private void on(String local) {
    scene.on(local);
  }

  private void settle() {
    scene.settle();
  }

  private void join(UserId... people) {
    for (UserId each : people) {
      cases.team().join(each, robin);
    }
  }

  private void say(UserId by, RoomKind kind, String text) {
    scene.say(by, room(kind), text);
  }

  private RoomId room(RoomKind kind) {
    return scene.file(jo, robin).requireRoom(kind);
  }

  /** Ticks a list that came as one message, as the API does it. */
  private void tickAll(UserId by, String checklist) {
    scene
        .file(jo, robin)
        .state(CaseEvents.CHECKLIST, checklist)
        .ifPresent(
            list ->
                list.content()
                    .path("items")
                    .forEach(
                        item ->
                            cases
                                .checklists()
                                .tick(by, robin, checklist, item.path("id").asText(), null)));
  }

  /** Jo and Sam put ✅ under the prompts, each under their own. */
  private void tickPrompts() {
    for (Event prompt : scene.marked(sara, room(FAMILY), "item")) {
      JsonNode owner = prompt.content().path("m.mentions").path("user_ids").path(0);
      UserId by = owner.asText().equals(jo.value()) ? jo : sam;
      scene.react(by, prompt);
      settle();
    }
  }

  private void answerReminder(UserId by) {
    List<Event> escalations = scene.marked(sara, room(PROFESSIONALS), "escalation");
    scene.react(by, escalations.get(escalations.size() - 1));
  }

  private void story(String section, String title, String text, List<String> audience) {
    cases.stories().write(sam, robin, section, title, text, audience);
  }

  private void ask(UserId contributor, String section) {
    cases.assessing().ask(sara, robin, section, contributor, null, null);
  }

  private void section(UserId by, String section, String text, boolean done) {
    cases.assessments().section(by, robin, section, text, done);
  }

  private void plan(
      String id, String title, String kind, String status, @Nullable String provider) {
    cases.plans().plans().item(sara, robin, id, Plans.Item.of(title, kind, status, provider, null));
  }

  private static Consents.Line agreed(
      String id, String purpose, @Nullable String agency, Set<RoomKind> rooms, boolean given) {
    return new Consents.Line(id, purpose, agency, null, rooms, given);
  }
}
