package org.caseroom.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.identity.Role;
import org.caseroom.ops.TestCaseroom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The pages as they come over HTTP, through the front door. */
class PagesTest {
  private static RobinCase robin;
  private static String base;

  @BeforeAll
  static void start() {
    robin = new RobinCase();
    base = robin.caseroom().http().base();
  }

  @AfterAll
  static void stop() {
    robin.close();
  }

  private static void assertShows(HttpResponse<String> page, String... texts) {
    for (String text : texts) {
      assertTrue(
          page.body().contains(text),
          () -> "'" + text + "' is not on " + page.uri() + ":\n" + page.body());
    }
  }

  @Test
  void tellsBrowsersWhatNotToDo() {
    HttpResponse<String> page = new Pages(base).get("/sign-in");
    assertEquals(200, page.statusCode());
    String policy = page.headers().firstValue("Content-Security-Policy").orElse("");
    assertTrue(policy.contains("default-src 'none'") && !policy.contains("unsafe"), policy);
    assertEquals("nosniff", page.headers().firstValue("X-Content-Type-Options").orElse(""));
    assertEquals("DENY", page.headers().firstValue("X-Frame-Options").orElse(""));
    assertEquals("no-store", page.headers().firstValue("Cache-Control").orElse(""));
    assertFalse(page.body().contains("<style"));
    assertFalse(page.body().matches("(?s).*<script(?! type=\"module\" src=)[ >].*"));
  }

  @Test
  void servesTheStyleWithoutFontAndCrestForever() {
    String page = new Pages(base).get("/sign-in").body();
    String path = page.replaceAll("(?s).*rel=\"stylesheet\" href=\"([^\"]+)\".*", "$1");
    HttpResponse<String> style = new Pages(base).get(path);
    assertEquals(200, style.statusCode());
    assertTrue(style.headers().firstValue("Cache-Control").orElse("").contains("immutable"));
    assertFalse(style.body().contains("@font-face"));
    assertFalse(style.body().contains("GDS Transport"));
    assertFalse(style.body().contains("crest"));
    assertTrue(style.body().contains(".govuk-button"));
  }

  @Test
  void asksStrangersToSignInAndBringsThemBack() {
    Pages pages = new Pages(base);
    HttpResponse<String> page = pages.get(robin.path());
    assertTrue(page.uri().getPath().equals("/sign-in"));
    HttpResponse<String> back =
        pages.post(
            "/sign-in",
            "name",
            "jo",
            "password",
            org.caseroom.ops.TestCaseroom.PASSWORD,
            "next",
            robin.path());
    assertEquals(robin.path(), back.uri().getPath());
  }

  @Test
  void keepsWhatWasTypedWhenASignInIsWrong() {
    Pages pages = new Pages(base);
    pages.get("/sign-in");
    HttpResponse<String> page = pages.post("/sign-in", "name", "jo", "password", "not this one");
    assertEquals(403, page.statusCode());
    assertShows(page, "There is a problem", "value=\"jo\"", "<title>Error: Sign in");
    assertFalse(page.body().contains("not this one"));
    HttpResponse<String> empty = pages.post("/sign-in", "name", "");
    assertEquals(400, empty.statusCode());
    assertShows(empty, "Enter your user name", "Enter your password", "href=\"#signin-password\"");
  }

  @Test
  void neverSendsAnyoneToAnotherSite() {
    for (String next :
        new String[] {
          "//evil.example", "https://evil.example", "/\\evil.example", "/a?b", "javascript:1"
        }) {
      assertEquals("/", SignInPages.local(next));
    }
    assertEquals("/cases/REF-1/rooms/family", SignInPages.local("/cases/REF-1/rooms/family"));
  }

  @Test
  void refusesAFormThatAnotherSiteMade() {
    Pages jo = Pages.signedIn(base, "jo");
    HttpResponse<String> page = jo.postWithoutToken(robin.path() + "/questions", "text", "Forged?");
    assertEquals(403, page.statusCode());
    assertFalse(jo.get(robin.path()).body().contains("Forged?"));
  }

  @Test
  void showsJoEverythingOnOnePage() {
    HttpResponse<String> page = Pages.signedIn(base, "jo").get("/");
    assertEquals(robin.path(), page.uri().getPath());
    assertShows(
        page,
        "Robin’s room",
        "Hello Jo, I am Sara.",
        "Sara Khan",
        "Permanency Support Social Worker, Together4Children",
        "Monday 2 June 2025",
        "Does nursery get extra money for Robin?",
        "With Virtual School, answer due Monday 31 March 2025",
        "The quiet tent.",
        "Ask for an assessment",
        "BSL interpreter",
        "We are here");
  }

  @Test
  void takesAMessageAndAQuestionFromJo() {
    Pages jo = Pages.signedIn(base, "jo");
    jo.get(robin.path());
    HttpResponse<String> posted =
        jo.post(
            robin.path() + "/rooms/family/messages",
            "text",
            "Thank you, Sara & team <3",
            "once",
            "o1");
    assertEquals(200, posted.statusCode());
    assertShows(posted, "Thank you, Sara &amp; team &lt;3");
    // The same form, sent twice, is one message.
    HttpResponse<String> twice =
        jo.post(
            robin.path() + "/rooms/family/messages",
            "text",
            "Thank you, Sara & team <3",
            "once",
            "o1");
    assertEquals(2, twice.body().split("Thank you, Sara &amp; team", -1).length);
    HttpResponse<String> empty = jo.post(robin.path() + "/questions", "text", "  ");
    assertEquals(400, empty.statusCode());
    assertShows(empty, "Write your question first");
  }

  @Test
  void handsAnItemOnAndSaysThatItHasArrived() {
    Pages sara = Pages.signedIn(base, "sara");
    String lists = robin.path() + "/checklists";
    HttpResponse<String> page = sara.get(lists);
    assertShows(page, "Hand on", "Who has it from now on?");
    Matcher open =
        Pattern.compile("action=\"([^\"]*/checklists/[^\"]*)/give\"").matcher(page.body());
    assertTrue(open.find());
    String mo = robin.mo.value();
    assertShows(sara.post(open.group(1) + "/give", "to", mo), "For: Mo Hussain");
    assertEquals(400, sara.post(open.group(1) + "/give", "to", mo).statusCode());
    Pages jo = Pages.signedIn(base, "jo");
    jo.get(robin.path());
    assertEquals(403, jo.post(open.group(1) + "/give", "to", mo).statusCode());
    assertEquals(400, jo.post(open.group(1) + "/receive").statusCode());
  }

  @Test
  void showsWhomToCallBeforeUrgentWordsAreSent() {
    Pages jo = Pages.signedIn(base, "jo");
    String room = robin.path() + "/rooms/family";
    jo.get(room);
    String words = "I am not safe here tonight.";
    HttpResponse<String> held = jo.post(room + "/messages", "text", words, "once", "u1");
    assertEquals(409, held.statusCode());
    assertShows(held, "call 999", words, "Send it again");
    HttpResponse<String> sent = jo.post(room + "/messages", "text", words, "once", "u1");
    assertEquals(200, sent.statusCode());
    assertShows(sent, words);
  }

  @Test
  void showsTheStoryBeforeTheMessageBox() {
    Pages vera = Pages.signedIn(base, "vera");
    HttpResponse<String> room = vera.get(robin.path() + "/rooms/family");
    assertShows(room, "First, the family’s story", "The quiet tent.", "I have read it");
    assertFalse(room.body().contains("id=\"message-text\""));
    HttpResponse<String> after =
        vera.post(robin.path() + "/story/read", "back", robin.path() + "/rooms/family");
    assertShows(after, "id=\"message-text\"");
  }

  @Test
  void answersOnlyWithWhatIsNewInAFragment() {
    Pages jo = Pages.signedIn(base, "jo");
    String page = jo.get(robin.path() + "/rooms/family").body();
    String after = page.replaceAll("(?s).*data-after=\"(\\d+)\".*", "$1");
    assertFalse(
        jo.get(robin.path() + "/rooms/family/messages?after=" + after).body().contains("<li"));
    robin.say(robin.sara, RoomKind.FAMILY, "Something new.");
    HttpResponse<String> fragment = jo.get(robin.path() + "/rooms/family/messages?after=" + after);
    assertShows(fragment, "Something new.");
    assertFalse(fragment.body().contains("Hello Jo"));
    assertTrue(
        Long.parseLong(fragment.headers().firstValue("Caseroom-After").orElseThrow())
            > Long.parseLong(after));
  }

  @Test
  void hidesTheProfessionalsRoomFromTheFamily() {
    Pages jo = Pages.signedIn(base, "jo");
    HttpResponse<String> page = jo.get(robin.path() + "/rooms/professionals");
    assertEquals(404, page.statusCode());
    assertFalse(jo.get(robin.path()).body().contains("Professionals room"));
    assertEquals(404, jo.get("/cases/REF-999").statusCode());
  }

  @Test
  void letsAWorkerDecideAndAManagerSign() {
    Pages sara = Pages.signedIn(base, "sara");
    sara.get(robin.path() + "/do/decision");
    HttpResponse<String> wrong = sara.post(robin.path() + "/do/decision", "title", "Group for Jo");
    assertEquals(400, wrong.statusCode());
    assertShows(wrong, "Say what is decided", "value=\"Group for Jo\"");
    HttpResponse<String> recorded =
        sara.post(
            robin.path() + "/do/decision",
            "title",
            "Group for Jo",
            "decided",
            "A place in the Saturday group.",
            "reasons",
            "She asked for it.",
            "amount",
            "Forty pounds a month",
            "family_told",
            "no",
            "not_told_reason",
            "It is a surprise.");
    assertShows(recorded, "waits for a signature");
    HttpResponse<String> own = sara.get(robin.path() + "/decisions");
    assertShows(own, "Group for Jo");
    assertFalse(own.body().contains("Read and sign"));
    Pages mo = Pages.signedIn(base, "mo");
    HttpResponse<String> list = mo.get("/overview");
    assertShows(list, "Waiting for your signature");
    String sign =
        mo.get(robin.path() + "/decisions")
            .body()
            .replaceAll("(?s).*href=\"([^\"]*/sign/decision/[^\"]+)\".*", "$1");
    assertShows(
        mo.get(sign),
        "A place in the Saturday group.",
        "Forty pounds a month",
        "Why the family was not told",
        "It is a surprise.");
    HttpResponse<String> signed = mo.post(sign, "decided", "Agreed.", "reasons", "It helps.");
    assertShows(signed, "Signed, and in the record.", "Group for Jo", "Mo Hussain signed it on");
  }

  @Test
  void changesADecisionTellsTheFamilyAndShowsItOnPaper() throws Exception {
    Pages sara = Pages.signedIn(base, "sara");
    String form = robin.path() + "/do/decision";
    assertShows(sara.get(form), "Money for support (8.7)", "Needed for: Sharing without consent");
    HttpResponse<String> missing =
        sara.post(
            form,
            "kind",
            "funds",
            "title",
            "Swimming",
            "decided",
            "Six lessons",
            "reasons",
            "Calm");
    assertEquals(409, missing.statusCode());
    assertShows(missing, "Missing: Amount (the author asks who holds the budget)");
    sara.post(form, "title", "Swimming", "decided", "Six lessons", "reasons", "Calm");
    String list = sara.get(robin.path() + "/decisions").body();
    String amend = list.replaceAll("(?s).*href=\"([^\"]*/decisions/D\\d+/amend)\".*", "$1");
    assertShows(sara.get(amend), "Six lessons");
    assertShows(
        sara.post(
            amend,
            "amended",
            "Jo asks for ten.",
            "title",
            "Swimming",
            "decided",
            "Ten lessons",
            "reasons",
            "Calm"),
        "Changed: Jo asks for ten.");
    Pages mo = Pages.signedIn(base, "mo");
    String number = amend.replaceAll(".*/(D\\d+)/amend", "$1");
    HttpResponse<String> signed =
        mo.post(
            robin.path() + "/sign/decision/" + number,
            "decided",
            "Agreed.",
            "reasons",
            "It helps.");
    assertShows(signed, "Ten lessons", "Page with its proof");
    String record =
        signed.body().replaceAll("(?s).*href=\"([^\"]*/decisions/\\d+)/notice\".*", "$1");
    HttpResponse<String> paper = mo.get(record);
    assertShows(paper, "Ten lessons", "How to verify it", "Inclusion path");
    assertTrue(
        paper.headers().firstValue("Content-Security-Policy").orElse("").contains("sha256-"));
    assertTrue(mo.get(record + "/record.pdf").body().startsWith("%PDF"));
    Pages jo = Pages.signedIn(base, "jo");
    assertEquals(404, jo.get(record).statusCode());
    mo.post(record + "/notice", "decided", "Robin goes swimming.", "reasons", "It calms him.");
    assertShows(jo.get(robin.path()), "Decisions that you were told of", "It calms him.");
    jo.post(record + "/think", "text", "Not on Mondays, please.");
    assertShows(mo.get(robin.path() + "/decisions"), "Not on Mondays, please.", "none yet");
    mo.post(record + "/reply", "text", "Thursdays then.");
    assertShows(jo.get(robin.path()), "Answer: Thursdays then.");
  }

  @Test
  void carriesAFileToThoseWhoMayReadTheRoom() {
    Pages jo = Pages.signedIn(base, "jo");
    String room = robin.path() + "/rooms/family";
    jo.get(room);
    HttpResponse<String> posted =
        jo.upload(room + "/messages", "The letter", "letter.txt", "Dear Robin".getBytes(UTF_8));
    assertEquals(200, posted.statusCode());
    assertShows(posted, "File: letter.txt", "The letter");
    String path = posted.body().replaceAll("(?s).*href=\"(/media/[^\"]+)\".*", "$1");
    HttpResponse<String> file = jo.get(path);
    assertEquals("Dear Robin", file.body());
    assertTrue(file.headers().firstValue("Content-Security-Policy").orElse("").contains("sandbox"));
    assertEquals(200, Pages.signedIn(base, "sara").get(path).statusCode());
    assertEquals(404, Pages.signedIn(base, "ada").get(path).statusCode());
    assertEquals("/sign-in", new Pages(base).get(path).uri().getPath());
  }

  @Test
  void saysThatAFileIsTooLarge() {
    Pages jo = Pages.signedIn(base, "jo");
    String room = robin.path() + "/rooms/family";
    jo.get(room);
    HttpResponse<String> refused =
        jo.upload(room + "/messages", "Much", "much.bin", new byte[21 << 20]);
    assertEquals(413, refused.statusCode());
    assertShows(refused, "The file is too large", "Much");
    assertEquals(
        413, jo.upload(room + "/messages", "More", "more.bin", new byte[45 << 20]).statusCode());
  }

  @Test
  void pointsToTheStoryBeforeAskingAgain() {
    robin
        .cases()
        .stories()
        .write(
            robin.jo,
            robin.reference,
            "early-history",
            "Early history and feeding",
            "He was fed by bottle lying down and still gulps.",
            java.util.List.of("team"));
    Pages sara = Pages.signedIn(base, "sara");
    String room = robin.path() + "/rooms/professionals";
    sara.get(room);
    sara.post(robin.path() + "/story/read", "back", room);
    String question = "Could you describe his early history and feeding again?";
    HttpResponse<String> held = sara.post(room + "/messages", "text", question);
    assertEquals(409, held.statusCode());
    assertShows(
        held,
        "The family has told this already",
        "/story#story-early-history",
        question,
        "need to ask all the same");
    HttpResponse<String> asked = sara.post(room + "/messages", "text", question, "again", "yes");
    assertEquals(200, asked.statusCode());
    assertShows(asked, "data-author=\"Sara Khan\"", question);
  }

  @Test
  void letsOneAnswerABotFromThePage() {
    Pages jo = Pages.signedIn(base, "jo");
    String room = robin.path() + "/rooms/family";
    String page = jo.get(room).body();
    String event =
        page.replaceAll("(?s).*?name=\"event\" value=\"([^\"]+)\">\\s*<button[^>]*>Done.*", "$1");
    assertTrue(event.startsWith("$"), page);
    HttpResponse<String> answered = jo.post(room + "/answers", "event", event);
    assertEquals(200, answered.statusCode());
    assertFalse(jo.get(room).body().contains("value=\"" + event + "\""));
  }

  @Test
  void showsTheAssessmentToProfessionalsOnly() {
    robin.cases().assessments().start(robin.sara, robin.reference);
    robin
        .cases()
        .assessments()
        .section(robin.sara, robin.reference, "history", "Two moves before placement.", true);
    assertShows(
        Pages.signedIn(base, "sara").get(robin.path() + "/assessment"),
        "Two moves before placement.",
        "Finished",
        "Sara Khan started it on");
    assertEquals(404, Pages.signedIn(base, "jo").get(robin.path() + "/assessment").statusCode());
  }

  @Test
  void ticksAnItem() {
    Pages jo = Pages.signedIn(base, "jo");
    String page = jo.get(robin.path()).body();
    assertTrue(page.contains("aria-label=\"Tick: "), page);
    String item = page.replaceAll("(?s).*?action=\"([^\"]*/checklists/pre-visit/[^\"]+)\".*", "$1");
    HttpResponse<String> ticked = jo.post(item);
    assertEquals(200, ticked.statusCode());
    assertShows(ticked, "Done by Jo on Friday 28 March 2025");
  }

  @Test
  void takesAReferralWithoutAnAccount() {
    Pages stranger = new Pages(base);
    stranger.get("/referral");
    HttpResponse<String> wrong =
        stranger.post("/referral", "hub", "t4c/stoke", "name", "Denise", "born", "31 2 2014");
    assertEquals(400, wrong.statusCode());
    assertShows(wrong, "Tell us what is happening", "There is no such day", "value=\"Denise\"");
    HttpResponse<String> receipt =
        stranger.post(
            "/referral",
            "hub",
            "t4c/stoke",
            "name",
            "Denise",
            "child",
            "Imani",
            "words",
            "She will not go to school.",
            "reply_by",
            "email",
            "communication",
            "lip-speaker");
    assertEquals("/referral/received", receipt.uri().getPath());
    assertShows(receipt, "We have your message", "REF-", "Dee Marsh");
    Pages dee = Pages.signedIn(base, "dee");
    HttpResponse<String> queue = dee.get("/queue");
    assertShows(queue, "Imani", "She will not go to school.", "Lip speaker");
    String screen = queue.body().replaceAll("(?s).*href=\"(/queue/[^\"]+/screen)\".*", "$1");
    dee.get(screen);
    HttpResponse<String> undecided = dee.post(screen, "reason", "Why not");
    assertEquals(400, undecided.statusCode());
    assertShows(undecided, "Choose one outcome", "Why not");
    HttpResponse<String> screened =
        dee.post(screen, "outcome", "detailed-referral", "reason", "School refusal, 11.");
    assertShows(screened, "is screened");
    assertFalse(dee.get("/queue").body().contains("She will not go to school."));
  }

  @Test
  void letsAMemberOfThePublicAskForSupportAndNoMore() {
    robin.caseroom().createAccount("pub", Role.PUBLIC);
    Pages visitor = Pages.signedIn(base, "pub");
    assertShows(visitor.get("/cases"), "Ask for support");
    assertEquals(403, visitor.get("/invitations").statusCode());
    assertEquals(403, visitor.get("/admin/accounts").statusCode());
    visitor.get("/referral");
    assertShows(
        visitor.post(
            "/referral",
            "hub",
            "t4c/stoke",
            "name",
            "Pat",
            "child",
            "Kit",
            "words",
            "Help",
            "reply_by",
            "email",
            "communication",
            "lip-speaker"),
        "We have your message");
  }

  @Test
  void tellsAnAdministratorWhomSomethingHoldsBack() {
    var identity = robin.caseroom().caseroom().identity();
    var keeper = robin.caseroom().createAccount("keeper", Role.ADMINISTRATOR);
    identity.standings().lock(robin.caseroom().createAccount("barred", Role.PUBLIC), true, keeper);
    identity.standings().suspend(robin.caseroom().createAccount("held", Role.PUBLIC), true, keeper);
    assertShows(
        Pages.signedIn(base, "keeper").get("/admin/accounts"),
        "barred (locked)",
        "held (suspended)");
    Pages barred = new Pages(base);
    barred.get("/sign-in");
    assertShows(
        barred.post("/sign-in", "name", "barred", "password", TestCaseroom.PASSWORD, "next", "/"),
        "This account is locked");
    assertEquals("/sign-in", barred.get("/cases").uri().getPath());
  }

  @Test
  void keepsAdministrationToAdministrators() {
    assertEquals(403, Pages.signedIn(base, "sara").get("/admin/accounts").statusCode());
    assertEquals(403, Pages.signedIn(base, "jo").get("/queue").statusCode());
    assertEquals(403, Pages.signedIn(base, "sara").get("/overview").statusCode());
    Pages ada = Pages.signedIn(base, "ada");
    assertShows(ada.get("/admin/accounts"), "Sara Khan", "Together4Children, Stoke-on-Trent");
    ada.get("/admin/accounts/new");
    HttpResponse<String> made =
        ada.post(
            "/admin/accounts/new",
            "user",
            "otto",
            "display",
            "Otto Brandt",
            "roles",
            "occupational-therapist",
            "place",
            "t4c",
            "password",
            "seven tall green trees");
    assertShows(made, "The account of Otto Brandt is ready.");
  }

  @Test
  void invitesAFamilyMemberWhoChoosesAPassword() {
    Pages sara = Pages.signedIn(base, "sara");
    sara.get("/invitations");
    HttpResponse<String> made =
        sara.post("/invitations", "user", "sam", "display", "Sam", "role", "adopter");
    String link = made.body().replaceAll("(?s).*(/invitation/[A-Za-z0-9_-]+).*", "$1");
    Pages sam = new Pages(base);
    assertShows(sam.get(link), "Welcome, Sam");
    HttpResponse<String> different =
        sam.post(link, "password", "three old brown cows", "again", "four old brown cows");
    assertEquals(400, different.statusCode());
    assertShows(different, "The two passwords are not the same");
    HttpResponse<String> home =
        sam.post(link, "password", "three old brown cows", "again", "three old brown cows");
    assertShows(home, "Sign out", "Sam");
    assertEquals(404, new Pages(base).get(link).statusCode());
  }

  @Test
  void changesAPasswordAndSignsTheOthersOut() {
    robin.caseroom().createAccount("pat", org.caseroom.identity.Role.MEDICAL_ADVISER);
    Pages pat = Pages.signedIn(base, "pat");
    Pages elsewhere = Pages.signedIn(base, "pat");
    assertShows(pat.get("/account"), "(here)", "Sign out there");
    pat.get("/account/password");
    HttpResponse<String> wrong =
        pat.post(
            "/account/password",
            "old",
            "not this",
            "password",
            "four calm grey seals",
            "again",
            "four calm grey seals");
    assertEquals(403, wrong.statusCode());
    HttpResponse<String> changed =
        pat.post(
            "/account/password",
            "old",
            org.caseroom.ops.TestCaseroom.PASSWORD,
            "password",
            "four calm grey seals",
            "again",
            "four calm grey seals");
    assertShows(changed, "Your password is changed.");
    assertEquals("/sign-in", elsewhere.get("/account").uri().getPath());
  }

  @Test
  void answersEveryKindOfNonsenseWithAPage() {
    Pages jo = Pages.signedIn(base, "jo");
    for (String path :
        new String[] {
          "/nowhere",
          "/cases/%00",
          "/cases/..%2f",
          robin.path() + "/rooms/cellar",
          robin.path() + "/rooms/family/messages?after=x",
          robin.path() + "/do/nothing",
          robin.path() + "/sign/nothing",
          "/media/x/y",
          "/help/none",
          "/assets/none.css"
        }) {
      HttpResponse<String> page = jo.get(path);
      assertTrue(
          page.statusCode() >= 400 && page.statusCode() < 500, path + " " + page.statusCode());
    }
  }

  @Test
  void refusesWhatIsNoForm() {
    Pages jo = Pages.signedIn(base, "jo");
    for (String type :
        new String[] {
          "application/x-www-form-urlencoded",
          "multipart/form-data; boundary=x",
          "multipart/form-data",
          "text/plain",
          "application/json"
        }) {
      for (String body :
          new String[] {
            "text=%zz&_token=%", "--x\r\nnonsense", "{}", "", "\u0000=\u0000", "a=".repeat(700_000)
          }) {
        int status = jo.raw(robin.path() + "/questions", type, body).statusCode();
        assertTrue(status >= 400 && status < 500, type + " " + status);
      }
    }
  }

  @Test
  void signsOut() {
    Pages jo = Pages.signedIn(base, "jo");
    jo.get(robin.path());
    jo.post("/sign-out");
    assertEquals("/sign-in", jo.get(robin.path()).uri().getPath());
  }
}
