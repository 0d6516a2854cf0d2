package org.caseroom.cases.access;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Notices;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.identity.Account;
import org.caseroom.identity.Agencies;
import org.caseroom.identity.Agency;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Event;
import org.jspecify.annotations.Nullable;

/** Says who has looked at what, and why: plainly, and in easy read. */
final class AccessWords {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.UK);

  /** What is looked at, by the words of {@link #thing}: plain, and easy. */
  private static final Map<String, String> THINGS =
      Map.ofEntries(
          Map.entry("opened", "opened the case in an emergency"),
          Map.entry("case", "the case's pages"),
          Map.entry("family", "the family room"),
          Map.entry("professionals", "the professionals' room"),
          Map.entry("voice", "the child's own room"),
          Map.entry("letterbox", "the letterbox"),
          Map.entry("transfer", "the papers of a move to another agency"),
          Map.entry("file", "a photo or file"),
          Map.entry("decision", "a decision on paper"),
          Map.entry("copy", "took a copy of the case away"),
          Map.entry("story", "took a copy of the story away"),
          Map.entry("calendar", "the dates, in their calendar"),
          Map.entry("readers", "asked who could read something here"));

  private final Agencies agencies;

  AccessWords(Agencies agencies) {
    this.agencies = agencies;
  }

  /** One person's looking on one day, by one right. */
  static final class Looking {
    private final LocalDate day;
    private final UserId person;
    private final @Nullable Account account;
    private final @Nullable Event record;
    private final ZoneId zone;
    private final Map<String, Integer> things = new LinkedHashMap<>();
    private long from = Long.MAX_VALUE;
    private long last;

    Looking(
        LocalDate day,
        UserId person,
        @Nullable Account account,
        @Nullable Event record,
        ZoneId zone) {
      this.day = day;
      this.person = person;
      this.account = account;
      this.record = record;
      this.zone = zone;
    }

    void add(String thing, long at) {
      things.merge(thing, 1, Integer::sum);
      from = Math.min(from, at);
      last = Math.max(last, at);
    }

    long last() {
      return last;
    }

    private int times() {
      return things.entrySet().stream()
          .filter(thing -> !thing.getKey().equals("opened"))
          .mapToInt(Map.Entry::getValue)
          .sum();
    }

    private String time(long at) {
      return TIME.format(Instant.ofEpochMilli(at).atZone(zone));
    }
  }

  /** What somebody looked at, by the room and by how the audit log has it. */
  static String thing(@Nullable RoomKind kind, String how) {
    return switch (how) {
      case "file" -> "file";
      case "readers-asked" -> "readers";
      case "calendar" -> "calendar";
      case "export pack", "export whole-case", "export practice-example" -> "copy";
      default ->
          how.startsWith("record of decision")
              ? "decision"
              : how.startsWith("export ")
                  ? how.contains("story") ? "story" : "copy"
                  : kind == null ? "case" : kind.word();
    };
  }

  AccessView.Line line(Looking looking, CaseFile file, boolean easy) {
    String name =
        looking.account == null ? looking.person.localpart() : looking.account.displayName();
    String role = looking.account == null ? "" : looking.account.mainRole().title();
    String agency = agency(looking.account);
    List<String> things = new ArrayList<>();
    looking.things.keySet().forEach(thing -> things.add(THINGS.getOrDefault(thing, thing)));
    String why = why(looking, file, easy);
    Event record = looking.record;
    return new AccessView.Line(
        looking.day,
        Instant.ofEpochMilli(looking.from),
        Instant.ofEpochMilli(looking.last),
        name,
        role,
        agency,
        List.copyOf(things),
        Math.max(1, looking.times()),
        record != null,
        record == null ? null : record.stateKey(),
        record != null && record.content().has("hidden"),
        why,
        easy ? easy(looking, name, things, why) : plain(looking, name, role, agency, things, why));
  }

  private @Nullable String agency(@Nullable Account account) {
    String id = account == null ? null : account.agency();
    return id == null ? null : agencies.find(id).map(Agency::name).orElse(id);
  }

  private static String plain(
      Looking looking,
      String name,
      String role,
      @Nullable String agency,
      List<String> things,
      String why) {
    return name
        + " ("
        + role
        + (agency == null ? "" : ", " + agency)
        + ") looked at this on "
        + Notices.day(looking.day)
        + at(looking)
        + ": "
        + String.join(", ", things)
        + "."
        + (looking.times() > 1 ? " " + looking.times() + " times that day." : "")
        + " Why: "
        + why;
  }

  private static String at(Looking looking) {
    String first = looking.time(looking.from);
    String last = looking.time(looking.last);
    return first.equals(last) ? " at " + first : " between " + first + " and " + last;
  }

  private static String easy(Looking looking, String name, List<String> things, String why) {
    StringBuilder text = new StringBuilder();
    text.append(name).append(" looked on ").append(Notices.day(looking.day)).append(". ");
    text.append("This is what it was: ").append(String.join(", ", things)).append(". ");
    if (looking.times() > 1) {
      text.append("It was ").append(looking.times()).append(" times that day. ");
    }
    return text.append(why).toString();
  }

  // ---- Why ----

  private String why(Looking looking, CaseFile file, boolean easy) {
    Event record = looking.record;
    if (record != null) {
      String reason = record.text("reason").orElse("");
      return easy
          ? "This person is not in your team. They said it was an emergency. They wrote: " + reason
          : "Not in the team. Opened in an emergency for a short time ("
              + record.stateKey()
              + "), and a manager was told at once. The reason given: "
              + reason;
    }
    Optional<Event> member = file.state(CaseEvents.MEMBER, CaseEvents.personKey(looking.person));
    if (member.isPresent()) {
      boolean left = member.get().content().path("left").asBoolean();
      if (easy) {
        return left ? "This person was in your team then." : "This person is in your team.";
      }
      return (left ? "Was in the team" : "In the team")
          + member
              .get()
              .text("why")
              .filter(text -> !left && !text.isBlank())
              .map(text -> ": " + text)
              .orElse("")
          + ".";
    }
    return byPost(looking.account, file, easy);
  }

  private static String byPost(@Nullable Account account, CaseFile file, boolean easy) {
    if (account == null) {
      return easy ? "This person looks after the service." : "Looks after the service.";
    }
    if (account.is(Role.AUDITOR)) {
      return easy
          ? "This person checks that we keep the rules."
          : "Auditor: checks that the rules are kept.";
    }
    if (account.isFamily()) {
      return easy ? "This person is in the family." : "Of the family.";
    }
    boolean own = file.agency().equals(account.agency());
    if (own && file.hub().equals(account.hub())) {
      return easy
          ? "This person works in the office that has your case."
          : "Works at the hub that has the case.";
    }
    return own
        ? easy
            ? "This person works for the agency that helps you."
            : "Works for the agency that has the case."
        : easy
            ? "This person's service was asked about your case."
            : "Works for a service that was asked about the case.";
  }
}
