package org.caseroom.cases.sharing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.file.SharingEvents;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.SharingRules;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Event;

/** What letters to and from the birth family need in order to go. */
final class LetterRules {
  private final Accounts accounts;

  LetterRules(Accounts accounts) {
    this.accounts = accounts;
  }

  /** Nothing of the letterbox without consent for it. */
  static void consented(Procedure procedure, CaseFile file) {
    SharingRules.Letterbox rule = procedure.sharing().letterbox();
    if (rule == null) {
      return;
    }
    boolean given =
        file.state(CaseEvents.CONSENT).stream()
            .filter(line -> line.text("purpose").filter(rule.consent()::equals).isPresent())
            .anyMatch(line -> line.text("status").filter("given"::equals).isPresent());
    if (!given) {
      throw Problem.gate(
              rule.clause(),
              "The family has not agreed to contact with the birth family by letterbox. A parent"
                  + " can give consent (purpose '"
                  + rule.consent()
                  + "'); the social worker talks it through with them.")
          .with("org.caseroom.missing", "consent");
    }
  }

  static void kind(String key, Procedure procedure) {
    SharingRules.Letterbox rule = procedure.sharing().letterbox();
    if (rule == null || !rule.guards().contains(key)) {
      throw Problem.invalidParam(
          "The state key is the kind of words: "
              + (rule == null ? "this procedure has none" : String.join(", ", rule.guards()))
              + ".");
    }
  }

  static void letter(Event event, Account who, Procedure procedure, CaseFile file) {
    consented(procedure, file);
    String key = String.valueOf(event.stateKey());
    Optional<Event> state = state(file, key);
    int next = file.state(RoomKind.LETTERBOX, SharingEvents.LETTER).size() + 1;
    if (state.isEmpty() && !key.equals("L" + next)) {
      throw Problem.invalidParam("The next number is L" + next + ": use that.");
    }
    if (isStatus(state, "released")) {
      throw Problem.of(
          409, "ORG.CASEROOM_FINAL", "This letter was released and is final: write a new one.");
    }
    boolean incoming = event.text("direction").filter("in"::equals).isPresent();
    if (incoming && who.isFamily()) {
      throw Problem.forbidden(
          "A letter from the birth family is put in by the post-box worker or a caseworker.");
    }
    state
        .flatMap(found -> found.text("direction"))
        .filter(direction -> !event.text("direction").equals(Optional.of(direction)))
        .ifPresent(
            direction -> {
              throw Problem.invalidParam("A letter keeps its direction: write a new one.");
            });
  }

  /** A second person releases: never somebody who wrote any version of it. */
  void release(Event event, Account who, Procedure procedure, CaseFile file) {
    consented(procedure, file);
    String number = event.text("letter").orElse("");
    Event letter =
        file.state(RoomKind.LETTERBOX, SharingEvents.LETTER, number)
            .orElseThrow(() -> Problem.notFound("There is no letter with this number."));
    if (!event.text("letter_event").equals(Optional.of(letter.id().value()))) {
      throw Problem.invalidParam(
          "The letter has changed since you read it: read it again, then release that version.");
    }
    Optional<Event> state = state(file, number);
    if (isStatus(state, "released")) {
      throw Problem.of(409, "ORG.CASEROOM_FINAL", "This letter was released already.");
    }
    String clause = clause(procedure);
    if (letter.sender().equals(who.id())
        || state
            .map(found -> Fields.users(found.content().path("authors")))
            .orElse(List.of())
            .contains(who.id())) {
      throw Problem.gate(
          clause,
          "Who wrote a letter does not release it: another caseworker or post-box worker does.");
    }
    if (event.text("decision").filter("refuse"::equals).isPresent()) {
      if (event.text("reason").filter(text -> !text.isBlank()).isEmpty()) {
        throw Problem.gate(clause, "Say why the letter does not go ('reason').")
            .with("org.caseroom.missing", "reason");
      }
      return;
    }
    complete(procedure, file);
    Set<String> named = named(letter, procedure, file);
    if (!named.isEmpty()) {
      throw held(named, clause);
    }
  }

  /** The guard has to know what it guards: an empty list says that there is nothing. */
  private static void complete(Procedure procedure, CaseFile file) {
    SharingRules.Letterbox rule = procedure.sharing().letterbox();
    List<String> missing = new ArrayList<>();
    for (String kind : rule == null ? List.<String>of() : rule.guards()) {
      if (file.state(SharingEvents.PROTECTED, kind).isEmpty()) {
        missing.add(kind);
      }
    }
    if (!missing.isEmpty()) {
      throw Problem.gate(
              clause(procedure),
              "Before a letter goes, the case has to know what no letter may hold. Missing: "
                  + String.join(", ", missing)
                  + ". A parent or a caseworker can give them.")
          .with("org.caseroom.missing", String.join(",", missing));
    }
  }

  private static Problem held(Set<String> named, String clause) {
    return Problem.of(
            409,
            "ORG.CASEROOM_HELD",
            "This letter is held: it gives away the family's "
                + String.join(", ", named)
                + ". Its author can write it without that.")
        .with("clause", clause)
        .with("org.caseroom.names", String.join(",", named));
  }

  /**
   * Refuses ordinary talk in the letterbox that gives the family away; who works there may know
   * which kind it is.
   */
  void talk(Event message, Procedure procedure, CaseFile file) {
    if (procedure.sharing().letterbox() == null) {
      return;
    }
    ObjectNode content = message.content();
    String text =
        content.path("body").asText()
            + "\n"
            + content.path("formatted_body").asText()
            + "\n"
            + content.path("filename").asText()
            + "\n"
            + content.path("m.new_content").path("body").asText();
    Set<String> named = words(procedure, file).in(text);
    if (!named.isEmpty()) {
      throw held(named, clause(procedure));
    }
  }

  /** What a letter names that it must not. */
  Set<String> named(Event letter, Procedure procedure, CaseFile file) {
    return words(procedure, file)
        .in(
            letter.text("subject").orElse("")
                + "\n"
                + letter.text("text").orElse("")
                + "\n"
                + letter.text("with").orElse(""));
  }

  /** The words that the case keeps, with the surnames that it knows by itself. */
  private ProtectedWords words(Procedure procedure, CaseFile file) {
    SharingRules.Letterbox rule = procedure.sharing().letterbox();
    Map<String, Set<String>> words = new TreeMap<>();
    for (String kind : rule == null ? List.<String>of() : rule.guards()) {
      words.put(
          kind,
          new TreeSet<>(
              file.state(SharingEvents.PROTECTED, kind)
                  .map(event -> Fields.texts(event.content().path("words")))
                  .orElse(List.of())));
    }
    Set<String> surnames = words.computeIfAbsent("surname", kind -> new TreeSet<>());
    file.surname().ifPresent(surnames::add);
    Set<String> given = new TreeSet<>(Set.of(file.child()));
    for (Event member : file.state(CaseEvents.MEMBER)) {
      UserId person = CaseEvents.person(String.valueOf(member.stateKey()));
      accounts
          .find(person)
          .filter(account -> account.is(Role.ADOPTER))
          .map(Account::displayName)
          .ifPresent(
              name -> {
                String[] parts = name.strip().split("\\s+");
                given.add(parts[0]);
                if (parts.length > 1) {
                  surnames.add(parts[parts.length - 1]);
                }
              });
    }
    return new ProtectedWords(words, given);
  }

  static Optional<Event> state(CaseFile file, String number) {
    return file.state(RoomKind.LETTERBOX, SharingEvents.LETTER_STATE, number);
  }

  private static boolean isStatus(Optional<Event> state, String status) {
    return state.flatMap(found -> found.text("status")).filter(status::equals).isPresent();
  }

  static String clause(Procedure procedure) {
    SharingRules.Letterbox rule = procedure.sharing().letterbox();
    return rule == null ? procedure.cites().consent() : rule.clause();
  }
}
