package org.caseroom.cases.calendar;

import static org.caseroom.cases.CasePlay.body;
import static org.caseroom.cases.CasePlay.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.data.ParserException;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.Component;
import net.fortuna.ical4j.model.Property;
import net.fortuna.ical4j.model.component.VEvent;
import net.fortuna.ical4j.model.component.VTimeZone;
import org.caseroom.audit.AuditEntry;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.caseroom.cases.CasePlay;
import org.caseroom.identity.Role;
import org.caseroom.ops.Http;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A calendar, over HTTP, as a library reads it that had no part in writing it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CalendarFeedTest {
  private final CasePlay play = new CasePlay();

  @AfterAll
  void stop() {
    play.close();
  }

  private String address(String who) {
    String address =
        play.post(who, "/api/me/calendar", Json.object()).ok().path("address").asText();
    return address.replace(play.caseroom().http().base(), "");
  }

  private Http.Response fetch(String path) {
    return play.caseroom().http().get(path, null);
  }

  private static Calendar parsed(Http.Response response) {
    assertEquals(200, response.status(), response.text());
    assertTrue(response.header("Content-Type").startsWith("text/calendar"));
    try {
      Calendar calendar = new CalendarBuilder().build(new StringReader(response.text()));
      calendar.validate(true);
      return calendar;
    } catch (IOException | ParserException e) {
      throw new AssertionError(response.text(), e);
    }
  }

  private static List<VEvent> events(Calendar calendar) {
    return calendar.getComponents(Component.VEVENT);
  }

  private static Optional<VEvent> titled(Calendar calendar, String title) {
    return events(calendar).stream()
        .filter(event -> event.getSummary().getValue().equals(title))
        .findFirst();
  }

  private static VEvent require(Calendar calendar, String title) {
    return titled(calendar, title)
        .orElseThrow(() -> new AssertionError(title + " is not in " + calendar));
  }

  private static Temporal start(VEvent event) {
    return event.getDateTimeStart().getDate();
  }

  @Test
  void oneCaseFromReferralToTheEndOfAccess() {
    play.upToConsent();
    String priya = address("priya");
    String jo = address("jo");

    Calendar calendar = parsed(fetch(priya));
    VEvent due =
        require(calendar, "Due: Assessment and support plan signed off and shared (REF-1)");
    assertEquals(LocalDate.of(2025, 6, 2), start(due), "all day, by the clock's date");
    assertEquals(play.caseroom().http().base() + "/cases/REF-1", due.getUrl().getValue());
    assertFalse(
        calendar.toString().matches("(?is).*\\b(robin|jo|sam|priya|acorn|nursery|stoke)\\b.*"),
        calendar.toString());
    assertTrue(
        titled(parsed(fetch(jo)), "Due: Assessment and support plan signed off and shared (REF-1)")
            .isPresent());

    appointments(priya);
    unchangedIsNotSentAgain(priya);
    secrets(priya);
    whoseHubItCameToHasItInTheirListOnly();
    whoLosesAccessLosesTheEntries();
  }

  /** One before and one after the clocks go forward, and one that the family does not read of. */
  private void appointments(String priya) {
    play.at("2025-03-26T09:00");
    for (String at : List.of("2025-03-28T10:30", "2025-04-09T10:30")) {
      play.act(
              "priya",
              "/appointments",
              with(
                  body("at", at, "place", "Acorn Nursery, quiet room", "what", "Picture cards"),
                  "with",
                  List.of(play.id("priya"))))
          .ok();
    }
    Calendar calendar = parsed(fetch(priya));
    VTimeZone london = (VTimeZone) calendar.getComponent(Component.VTIMEZONE).orElseThrow();
    assertEquals("Europe/London", london.getTimeZoneId().getValue());
    List<Instant> starts = new ArrayList<>();
    for (VEvent event : events(calendar)) {
      if (event.getSummary().getValue().equals("Visit to the child (REF-1)")) {
        assertEquals(
            "Europe/London",
            event.getDateTimeStart().getParameter("TZID").orElseThrow().getValue());
        ZonedDateTime start = (ZonedDateTime) start(event);
        assertEquals(10, start.getHour(), "half past ten, before the change and after");
        starts.add(start.toInstant());
      }
    }
    starts.sort(null);
    assertEquals(
        List.of(Instant.parse("2025-03-28T10:30:00Z"), Instant.parse("2025-04-09T09:30:00Z")),
        starts);
    assertFalse(calendar.toString().contains("Acorn"));
    assertFalse(calendar.toString().contains("Picture"));
    assertTrue(titled(parsed(fetch(address("jo"))), "Visit to the child (REF-1)").isEmpty());
  }

  private void unchangedIsNotSentAgain(String priya) {
    Http.Response first = fetch(priya);
    Set<String> ids = uids(parsed(first));
    HttpRequest again =
        HttpRequest.newBuilder(URI.create(play.caseroom().http().base() + priya))
            .header("If-None-Match", first.header("ETag"))
            .build();
    assertEquals(304, play.caseroom().http().send(again).status());
    play.at("2025-03-27T09:00");
    assertEquals(first.text(), fetch(priya).text(), "the day after, nothing has changed");
    play.act("jo", "/questions", body("text", "Does nursery get extra money for Robin?")).ok();
    play.act("priya", "/assessment/start", Json.object()).ok();
    Calendar later = parsed(fetch(priya));
    assertTrue(uids(later).containsAll(ids), "the same entries have the same ids");
  }

  private static Set<String> uids(Calendar calendar) {
    Set<String> ids = new TreeSet<>();
    for (VEvent event : events(calendar)) {
      ids.add(event.getProperty(Property.UID).orElseThrow().getValue());
    }
    assertEquals(events(calendar).size(), ids.size(), "each has its own");
    return ids;
  }

  private void secrets(String first) {
    assertEquals(404, fetch("/calendar/crc_nobodyhasthis.ics").status());
    String second = address("priya");
    assertNotEquals(first, second);
    assertEquals(404, fetch(first).status(), "a new address ends the one before");
    assertEquals(200, fetch(second).status());
    assertFalse(play.get("priya", "/api/me/calendar").ok().path("made_at").isNull());
    play.caseroom().http().delete("/api/me/calendar", play.token("priya")).ok();
    assertEquals(404, fetch(second).status());
    assertTrue(play.get("priya", "/api/me/calendar").ok().path("made_at").isNull());
    List<String> acts =
        play.caseroom().recorded(AuditEntry.Kind.PERMISSION).stream()
            .filter(entry -> entry.path("user").asText().equals(play.id("priya").value()))
            .map(entry -> entry.path("action").asText())
            .filter(action -> action.startsWith("calendar-"))
            .toList();
    assertEquals(List.of("calendar-made", "calendar-made", "calendar-revoked"), acts);
    assertFalse(play.caseroom().recorded(AuditEntry.Kind.PERMISSION).toString().contains("crc_"));
  }

  private void whoseHubItCameToHasItInTheirListOnly() {
    ObjectNode account = body("user_name", "dora", "agency", "together4children");
    account.put("hub", "stoke-on-trent").put("display_name", "Dora");
    account.putArray("roles").add(Role.DUTY_WORKER.word());
    play.post("admin", "/api/accounts", account).ok();
    assertTrue(play.get("dora", "/api/cases").ok().toString().contains("REF-1"), "may open it");
    play.get("dora", "/api/cases/REF-1").ok();
    assertTrue(events(parsed(fetch(address("dora")))).isEmpty(), "is not in it");
  }

  private void whoLosesAccessLosesTheEntries() {
    String clara = address("clara");
    assertTrue(events(parsed(fetch(clara))).isEmpty(), "not in the team yet");
    UserId id = play.id("clara");
    play.add("priya", "clara", "To assess", "professionals").ok();
    play.act("clara", "/join", Json.object()).ok();
    assertFalse(events(parsed(fetch(clara))).isEmpty());
    play.caseroom().caseroom().cases().team().remove(play.id("priya"), "REF-1", id, "Done here");
    assertTrue(events(parsed(fetch(clara))).isEmpty(), "who left has nothing of it");
    play.caseroom().caseroom().identity().deactivate(play.id("jo"), null);
    assertTrue(
        play.caseroom().caseroom().identity().calendarSecrets().madeAt(play.id("jo")).isEmpty());
  }
}
