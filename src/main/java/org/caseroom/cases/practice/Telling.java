package org.caseroom.cases.practice;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.caseroom.base.EventId;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.directory.SchoolEvents;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFacts;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.Home;
import org.caseroom.cases.file.SharingEvents;
import org.caseroom.cases.procedure.ReportRules;
import org.caseroom.cases.sharing.ProtectedWords;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Agencies;
import org.caseroom.identity.Agency;
import org.caseroom.rooms.Event;

/** Finds in an example what tells whose case it is: what the case knows, and patterns. */
final class Telling {
  private static final Set<String> TITLES =
      Set.of("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "the", "and", "of");

  /** What people read for a kind of word; a pattern has its own title. */
  private static final Map<String, String> KINDS =
      Map.of(
          "address", "an address",
          "agency", "an agency's name",
          "child", "the child's name",
          "family", "a name of the family",
          "hub", "a hub",
          "place", "a place",
          "professional", "a professional's name",
          "school", "a school",
          "surname", "a surname");

  private final Accounts accounts;
  private final Agencies agencies;
  private final ReportRules rules;

  Telling(Accounts accounts, Agencies agencies, ReportRules rules) {
    this.accounts = accounts;
    this.agencies = agencies;
    this.rules = rules;
  }

  /**
   * Refuses an example that tells whose case it is.
   *
   * @throws Problem 409 that says which kinds of things it holds, and not where
   */
  void check(String title, String text, CaseFile file) {
    Set<String> kinds = in(title + "\n" + text, file);
    if (!kinds.isEmpty()) {
      throw Problem.of(
              409,
              "ORG.CASEROOM_HELD",
              "This example could tell whose case it is: it holds "
                  + String.join(", ", kinds)
                  + ". Its author can write it without that.")
          .with("org.caseroom.names", String.join(",", kinds));
    }
  }

  private Set<String> in(String text, CaseFile file) {
    Set<String> kinds = new TreeSet<>();
    Words words = new Words();
    collect(words, file);
    new ProtectedWords(words.byKind, words.given)
        .in(text)
        .forEach(kind -> kinds.add(KINDS.getOrDefault(kind, kind)));
    String plain = Normalizer.normalize(text, Normalizer.Form.NFKC);
    ReportRules.PracticeExample patterns = rules.practiceExample();
    for (ReportRules.PracticeExample.Pattern pattern :
        patterns == null ? List.<ReportRules.PracticeExample.Pattern>of() : patterns.patterns()) {
      if (pattern.compiled().matcher(plain).find()) {
        kinds.add(pattern.title());
      }
    }
    return kinds;
  }

  private void collect(Words words, CaseFile file) {
    words.name("child", file.child());
    file.surname().ifPresent(name -> words.name("surname", name));
    referrer(file).ifPresent(name -> words.name("family", name));
    Concerned concerned = new Concerned(file, accounts);
    for (Account person : concerned.people()) {
      words.person(person);
    }
    for (String id : concerned.agencies()) {
      words.add("agency", id);
      agencies.find(id).ifPresent(words::agency);
    }
    Home home = Home.of(file);
    words.place(home.area());
    file.head().text(CaseFacts.SCHOOL_AREA).ifPresent(words::place);
    file.state(SchoolEvents.SCHOOL_RECORD, "")
        .ifPresent(
            record -> {
              record.text("name").ifPresent(name -> words.add("school", name));
              record.text("area").ifPresent(words::place);
            });
    for (Event kept : file.state(SharingEvents.PROTECTED)) {
      String kind = String.valueOf(kept.stateKey());
      for (String word : Fields.texts(kept.content().path("words"))) {
        words.add(kind.equals("town") ? "place" : kind, word);
      }
    }
  }

  /** Who asked for help, where they have no account to be known by. */
  private static Optional<String> referrer(CaseFile file) {
    return file.register()
        .flatMap(
            register -> file.view().state(register, CaseEvents.REGISTER_CASE, file.reference()))
        .flatMap(entry -> entry.text("hub_room"))
        .flatMap(
            room ->
                file.head()
                    .text("referral")
                    .flatMap(id -> file.view().event(RoomId.of(room), EventId.of(id))))
        .flatMap(referral -> referral.text("referrer_name"));
  }

  /** The words of a case by kind, and the given names behind which an initial tells as much. */
  private static final class Words {
    private final Map<String, Set<String>> byKind = new TreeMap<>();
    private final Set<String> given = new HashSet<>();

    void add(String kind, String word) {
      byKind.computeIfAbsent(kind, each -> new TreeSet<>()).add(word);
    }

    /** A place as it is written, and as the word that areas are kept as. */
    void place(@org.jspecify.annotations.Nullable String area) {
      if (area != null && !area.isBlank()) {
        add("place", area.replace('-', ' '));
      }
    }

    void name(String kind, String written) {
      List<String> parts =
          Arrays.stream(written.replaceAll("\\(.*?\\)", " ").split("[^\\p{L}\\p{N}'\u2019]+"))
              .filter(part -> part.length() > 1)
              .filter(part -> !TITLES.contains(part.toLowerCase(Locale.ROOT)))
              .toList();
      parts.forEach(part -> add(kind, part));
      if (!kind.equals("surname")) {
        parts.stream().findFirst().ifPresent(given::add);
      }
    }

    void person(Account person) {
      String kind = person.isFamily() ? "family" : "professional";
      name(kind, person.displayName());
      UserId id = person.id();
      if (id.localpart().length() > 2) {
        add(kind, id.localpart());
      }
      String[] parts = person.displayName().strip().split("\\s+");
      if (person.isFamily() && parts.length > 1) {
        name("surname", parts[parts.length - 1]);
      }
    }

    void agency(Agency agency) {
      add("agency", agency.name());
      if (agency.kind().equals("education")) {
        add("school", agency.name());
      }
      agency.areas().forEach(this::place);
      for (Agency.Hub hub : agency.hubs()) {
        add("hub", hub.name());
        add("hub", hub.id());
        hub.areas().forEach(this::place);
      }
    }
  }
}
