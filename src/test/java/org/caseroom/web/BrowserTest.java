package org.caseroom.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.caseroom.base.EmailAddress;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.Secret;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.identity.AddressChecks;
import org.caseroom.ops.Chromium;
import org.caseroom.ops.TestCaseroom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The pages in a real Chromium: what people see, with and without scripts, by mouse and by
 * keyboard.
 */
class BrowserTest {
  private static final int NARROW = 320;

  private static RobinCase robin;
  private static Playwright playwright;
  private static Browser browser;

  private final List<BrowserContext> contexts = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();

  @BeforeAll
  static void start() {
    robin = new RobinCase();
    playwright = Chromium.playwright();
    browser = Chromium.launch(playwright);
  }

  @AfterAll
  static void stop() {
    playwright.close();
    robin.close();
  }

  @BeforeEach
  void fresh() {
    complaints.clear();
  }

  @AfterEach
  void close() {
    contexts.forEach(BrowserContext::close);
    assertEquals(List.of(), complaints, "what the browser's console complained about");
  }

  private Page open(Browser.NewContextOptions options) {
    BrowserContext context =
        browser.newContext(options.setBaseURL(robin.caseroom().http().base()).setLocale("en-GB"));
    contexts.add(context);
    context.setDefaultTimeout(10_000);
    Page page = context.newPage();
    page.onConsoleMessage(
        message -> {
          // A form that comes back does so with the status of its refusal, which Chromium mentions.
          boolean refusal = message.text().contains("status of 400");
          if (message.type().equals("error") && !refusal) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
    return page;
  }

  private Page signedIn(String name) {
    return signedIn(name, new Browser.NewContextOptions());
  }

  private Page signedIn(String name, Browser.NewContextOptions options) {
    Page page = open(options);
    page.navigate("/sign-in");
    page.getByLabel("User name").fill(name);
    page.getByLabel("Password").fill(TestCaseroom.PASSWORD);
    press(page, "Sign in");
    assertThat(button(page, "Sign out")).isVisible();
    return page;
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static void press(Page page, String name) {
    button(page, name).click();
  }

  private static Locator heading(Page page, String name) {
    return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(name));
  }

  /** Opens the family room as somebody who may write in it. */
  private Page inFamilyRoom(String name, Browser.NewContextOptions options) {
    Page page = signedIn(name, options);
    page.navigate(robin.path() + "/rooms/family");
    if (button(page, "I have read it").count() > 0) {
      press(page, "I have read it");
    }
    return page;
  }

  @Test
  void joSignsInAndSeesRobinsRoom() {
    Page page = signedIn("jo");
    assertThat(page).hasURL(robin.caseroom().http().base() + robin.path());
    assertThat(heading(page, "Robin’s room")).isVisible();
    assertThat(heading(page, "What happens next")).isVisible();
    assertThat(page.getByText("By Monday 2 June 2025")).isVisible();
    assertThat(page.getByText("With Virtual School, answer due Monday 31 March 2025.")).isVisible();
    assertThat(page.locator(".cr-people")).containsText("Sara Khan");
    assertThat(page.locator("#story-what-helps")).containsText("The quiet tent.");
    assertThat(page.getByText("New messages appear here by themselves.")).isVisible();
  }

  @Test
  void aWorkerPostsTicksAndRecordsADecisionThatAManagerSigns() {
    Page sara = inFamilyRoom("sara", new Browser.NewContextOptions());
    sara.getByLabel("Write a message").fill("See you on Tuesday, Jo.");
    press(sara, "Send");
    assertThat(sara.locator(".cr-message--mine").last()).containsText("See you on Tuesday, Jo.");

    sara.navigate(robin.path() + "/checklists");
    Locator tick = sara.getByLabel("Tick: Advice from the Virtual School");
    tick.click();
    assertThat(sara.getByText("Done by Sara Khan on").first()).isVisible();

    sara.navigate(robin.path() + "/decisions");
    sara.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Record a decision"))
        .click();
    sara.getByLabel("What is it about?").fill("Movement breaks");
    press(sara, "Record the decision");
    assertThat(heading(sara, "There is a problem")).isVisible();
    assertThat(sara.getByLabel("What is it about?")).hasValue("Movement breaks");
    sara.getByLabel("What is decided?").fill("Nursery gets the plan for breaks.");
    sara.getByLabel("Why?").fill("The screen shows the need.");
    press(sara, "Record the decision");
    assertThat(sara.getByText("waits for a signature").first()).isVisible();

    Page mo = signedIn("mo");
    mo.navigate("/overview");
    mo.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Robin: Decision"))
        .first()
        .click();
    assertThat(mo.getByText("Nursery gets the plan for breaks.")).isVisible();
    mo.getByLabel("What do you decide?").fill("Agreed.");
    mo.getByLabel("Why?").fill("It is time.");
    press(mo, "Sign");
    assertThat(mo.getByText("Signed, and in the record.")).isVisible();
    assertThat(heading(mo, "Movement breaks")).isVisible();
  }

  @Test
  void aMessageFromAMatrixClientArrivesInTheOpenPage() {
    Page jo = signedIn("jo");
    assertThat(jo.getByText("New messages appear here by themselves.")).isVisible();
    RoomId room = robin.room(robin.jo, RoomKind.FAMILY);
    String token = robin.caseroom().issueToken(robin.sara);
    String send =
        "/_matrix/client/v3/rooms/"
            + URLEncoder.encode(room.value(), StandardCharsets.UTF_8)
            + "/send/m.room.message/live1";
    var sent =
        robin
            .caseroom()
            .http()
            .put(
                send,
                token,
                Json.object().put("msgtype", "m.text").put("body", "Sent from my phone."));
    sent.ok();
    Locator message =
        jo.locator(".cr-message", new Page.LocatorOptions().setHasText("Sent from my phone."));
    assertThat(message).isVisible();
    assertThat(jo.locator("[data-live-voice]")).containsText("New message from Sara Khan");

    // A later version of it replaces the first, and a reaction shows under it.
    String event = sent.json().path("event_id").asText();
    var edit = Json.object().put("msgtype", "m.text").put("body", "* Sent from my tablet.");
    edit.putObject("m.new_content").put("msgtype", "m.text").put("body", "Sent from my tablet.");
    edit.putObject("m.relates_to").put("rel_type", "m.replace").put("event_id", event);
    robin.caseroom().http().put(send + "edit", token, edit).ok();
    assertThat(jo.getByText("Sent from my tablet.")).isVisible();
    assertThat(jo.getByText("Sent from my phone.")).hasCount(0);
  }

  @Test
  void aChangeElsewhereInTheCaseArrivesInTheOpenPage() {
    Page jo = signedIn("jo");
    assertThat(jo.getByText("New messages appear here by themselves.")).isVisible();
    robin
        .cases()
        .questions()
        .ask(robin.jo, robin.reference, RoomKind.FAMILY, "May he bring his tent to school?", null);
    assertThat(jo.locator("[data-part=questions]").getByText("May he bring his tent to school?"))
        .isVisible();
  }

  @Test
  void everythingWorksWithoutJavaScript() {
    Page jo = signedIn("jo", new Browser.NewContextOptions().setJavaScriptEnabled(false));
    assertThat(heading(jo, "Robin’s room")).isVisible();
    jo.getByLabel("Write a message").fill("No script here.");
    press(jo, "Send");
    assertThat(jo.locator(".cr-message--mine").last()).containsText("No script here.");
    robin.say(robin.sara, RoomKind.FAMILY, "Nor needed.");
    jo.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Refresh")).click();
    assertThat(jo.locator(".cr-message--person").last()).containsText("Nor needed.");
    jo.navigate(robin.path());
    jo.getByLabel("Ask a question").fill("Who can lend us a quiet tent?");
    press(jo, "Ask");
    assertThat(
            jo.locator(
                    "#questions ~ *",
                    new Page.LocatorOptions().setHasText("Who can lend us a quiet tent?"))
                .first())
        .isVisible();
    press(jo, "Sign out");
    assertThat(heading(jo, "Sign in")).isVisible();
  }

  @Test
  void theKeyboardIsEnough() {
    Page page = open(new Browser.NewContextOptions());
    page.navigate("/sign-in?next=" + robin.path() + "/rooms/family");
    page.keyboard().press("Tab");
    assertThat(page.getByText("Skip to main content")).isFocused();
    page.keyboard().press("Enter");
    page.keyboard().press("Tab");
    assertThat(page.getByLabel("User name")).isFocused();
    page.keyboard().type("jo");
    page.keyboard().press("Tab");
    page.keyboard().type(TestCaseroom.PASSWORD);
    page.keyboard().press("Enter");
    assertThat(heading(page, "Messages")).isVisible();
    tabTo(page, page.getByLabel("Write a message"));
    page.keyboard().type("Typed, not clicked.");
    tabTo(page, button(page, "Send"));
    page.keyboard().press("Enter");
    assertThat(page.locator(".cr-message--mine").last()).containsText("Typed, not clicked.");
  }

  private static void tabTo(Page page, Locator target) {
    for (int i = 0; i < 60 && !isFocused(target); i++) {
      page.keyboard().press("Tab");
    }
    assertThat(target).isFocused();
  }

  private static boolean isFocused(Locator locator) {
    return (boolean) locator.evaluate("element => element === document.activeElement");
  }

  @Test
  void noPageHasASeriousAccessibilityFault() {
    Page stranger = open(new Browser.NewContextOptions());
    check(stranger, "/sign-in", "/referral", emailLink());
    press(stranger, "Confirm this address");
    assertEquals(List.of(), faults(stranger), "the confirmation");
    String path = robin.path();
    check(signedIn("jo"), path, path + "/story/new", path + "/team", path + "/rooms/family");
    check(signedIn("sara"), path, path + "/rooms/professionals", path + "/do/visit");
    check(signedIn("mo"), "/overview", path + "/decisions");
    check(signedIn("ada"), "/admin/accounts");
  }

  /** What a message leads to that asks to confirm an address. */
  private static String emailLink() {
    Secret link =
        robin
            .caseroom()
            .caseroom()
            .identity()
            .addressChecks()
            .start(
                new AddressChecks.Request(
                    AddressChecks.Purpose.RESET,
                    EmailAddress.of("jo@home.example"),
                    Secret.of("s"),
                    1,
                    "https://chat.example/"))
            .link();
    return "/email/" + link.reveal();
  }

  private void check(Page page, String... paths) {
    for (String path : paths) {
      page.navigate(path);
      assertEquals(List.of(), faults(page), path);
    }
  }

  private static List<String> faults(Page page) {
    Set<String> grave = Set.of("serious", "critical");
    return new AxeBuilder(page)
            .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"))
            .analyze()
            .getViolations()
            .stream()
            .filter(rule -> grave.contains(rule.getImpact()))
            .map(BrowserTest::words)
            .toList();
  }

  private static String words(Rule rule) {
    return rule.getId() + ": " + rule.getHelp() + " " + rule.getNodes().get(0).getHtml();
  }

  @Test
  void aNarrowScreenNeverScrollsSideways() {
    Page jo = signedIn("jo", new Browser.NewContextOptions().setViewportSize(NARROW, 700));
    for (String path :
        new String[] {
          robin.path(),
          robin.path() + "/team",
          robin.path() + "/story",
          robin.path() + "/needs",
          robin.path() + "/rooms/family",
          "/help/privacy"
        }) {
      jo.navigate(path);
      int width = (int) jo.evaluate("document.documentElement.scrollWidth");
      assertTrue(width <= NARROW, path + " is " + width + " wide");
    }
  }
}
