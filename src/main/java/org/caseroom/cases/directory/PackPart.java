package org.caseroom.cases.directory;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.CasePart;
import org.caseroom.cases.door.Door;
import org.caseroom.cases.door.Numbers;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.DirectoryRules;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Agencies;
import org.caseroom.rooms.Event;

/** The information pack: sent once every item is ticked or not relevant, with a receipt. */
final class PackPart implements CasePart {
  private final Known known;
  private final Accounts accounts;
  private final Agencies agencies;

  PackPart(Known known, Accounts accounts, Agencies agencies) {
    this.known = known;
    this.accounts = accounts;
    this.agencies = agencies;
  }

  @Override
  public Set<String> types() {
    return Set.of(InformEvents.PACK_SEND, InformEvents.PACK_READ);
  }

  private static DirectoryRules.PackRule rule(Procedure procedure) {
    return PackContents.rule(procedure)
        .orElseThrow(() -> Problem.notFound("The procedure of this case has no information pack."));
  }

  private PackContents contents(CaseFile file, Procedure procedure) {
    return new PackContents(
        known.shelf(),
        known.ledger(file, procedure),
        agencies,
        procedure,
        rule(procedure),
        file,
        false);
  }

  @Override
  public void check(Event event, Account who, Procedure procedure, CaseFile file) {
    if (event.type().equals(InformEvents.PACK_SEND)) {
      send(event.content(), procedure, file);
    } else {
      read(event, who, file);
    }
  }

  private void send(ObjectNode content, Procedure procedure, CaseFile file) {
    DirectoryRules.PackRule rule = rule(procedure);
    PackContents pack = contents(file, procedure);
    if (pack.checklist().isEmpty()) {
      throw Problem.gate(
          rule.clause(),
          "The list of what the family has to be told is not open yet: a duty worker screens the"
              + " referral first.");
    }
    List<UserId> to = Fields.users(content.path("to"));
    Problem.require(
        !to.isEmpty() || !content.path("to_name").asText().isBlank(),
        "Say whom it is sent to: 'to' names members of the family, 'to_name' somebody without an"
            + " account.");
    for (UserId person : to) {
      Problem.require(
          accounts.find(person).filter(Account::isFamily).isPresent() && Door.inCase(file, person),
          "'to' names members of this family; for somebody without an account use 'to_name'.");
    }
    List<String> formats = procedure.needs().formats();
    for (String format : Fields.texts(content.path("formats"))) {
      Problem.require(
          formats.contains(format),
          "'formats' holds words of this list: " + String.join(", ", formats) + ".");
    }
    List<PackContents.Item> blank = pack.items().stream().filter(PackContents.Item::blank).toList();
    if (!blank.isEmpty()) {
      throw Problem.gate(
              rule.clause(),
              "The pack cannot be marked as sent while items are blank: "
                  + blank.stream().map(PackContents.Item::text).collect(Collectors.joining("; "))
                  + ". A caseworker ticks each, or marks it as not relevant with the reason.")
          .with(
              "org.caseroom.missing",
              blank.stream().map(PackContents.Item::id).collect(Collectors.joining(", ")));
    }
  }

  private static void read(Event event, Account who, CaseFile file) {
    Event pack =
        file.state(InformEvents.PACK, event.text("pack").orElse(""))
            .orElseThrow(() -> Problem.notFound("This case has no such information pack."));
    if (readers(pack).contains(who.id().value())) {
      throw Problem.of(
          409, "ORG.CASEROOM_FINAL", "You have said already that you have read this pack.");
    }
  }

  private static List<String> readers(Event pack) {
    List<String> readers = new ArrayList<>();
    pack.content().path("read").forEach(each -> readers.add(each.path("by").asText()));
    return readers;
  }

  // ---- What follows ----

  @Override
  public void follow(Step step) {
    if (step.event().type().equals(InformEvents.PACK_SEND)) {
      sent(step);
      return;
    }
    Event event = step.event();
    String number = event.text("pack").orElse("");
    step.file()
        .state(InformEvents.PACK, number)
        .ifPresent(
            pack -> {
              ObjectNode content = pack.content().deepCopy();
              content
                  .withArrayProperty("read")
                  .addObject()
                  .put("by", event.sender().value())
                  .put("at", event.originServerTs());
              step.state(InformEvents.PACK, number, content);
            });
  }

  private void sent(Step step) {
    Event event = step.event();
    CaseFile file = step.file();
    PackContents pack = contents(file, step.procedure());
    List<PackContents.Item> items = pack.items();
    ObjectNode content =
        Json.object()
            .put("clause", rule(step.procedure()).clause())
            .put("mode", event.text("mode").orElse(""))
            .put("version", pack.version(items))
            .put("sent_by", event.sender().value())
            .put("sent", event.originServerTs());
    Fields.put(content, "to", Fields.texts(event.content().path("to")));
    Fields.put(content, "to_name", event.text("to_name").orElse(null));
    Fields.put(content, "formats", Fields.texts(event.content().path("formats")));
    Fields.put(content, "stale", pack.stale(items));
    content.set("items", pack.contents(items));
    content.putArray("read");
    step.state(
        InformEvents.PACK,
        "P" + Numbers.next(file.view(), file.space(), InformEvents.PACK),
        content);
  }

  @Override
  public Optional<String> words(Step step) {
    Event event = step.event();
    if (event.type().equals(InformEvents.PACK_READ)) {
      return Optional.of(
          accounts.nameOf(event.sender())
              + " has read the information pack "
              + event.text("pack").orElse("")
              + ".");
    }
    return step.drafts().stream()
        .filter(draft -> draft.type().equals(InformEvents.PACK))
        .findFirst()
        .map(draft -> sentWords(step, draft.stateKey() + "", draft.content()));
  }

  private String sentWords(Step step, String number, ObjectNode pack) {
    List<String> to = new ArrayList<>();
    Fields.users(pack.path("to")).forEach(person -> to.add(accounts.nameOf(person)));
    String other = pack.path("to_name").asText();
    if (!other.isBlank()) {
      to.add(other);
    }
    int skipped = 0;
    for (var item : pack.path("items")) {
      skipped += item.path("status").asText().equals("not-relevant") ? 1 : 0;
    }
    int told = pack.path("items").size() - skipped;
    StringBuilder words =
        new StringBuilder("Information pack ")
            .append(number)
            .append(" was sent to ")
            .append(String.join(", ", to))
            .append(" by ")
            .append(pack.path("mode").asText().replace('-', ' '))
            .append(": ")
            .append(told)
            .append(" items");
    if (skipped > 0) {
      words.append(", ").append(skipped).append(" not relevant");
    }
    words.append(". Version ").append(pack.path("version").asText()).append('.');
    int stale = pack.path("stale").size();
    if (stale > 0) {
      words
          .append(" Please note: ")
          .append(stale)
          .append(stale == 1 ? " thing in it is" : " things in it are")
          .append(" out of date, first: ")
          .append(pack.path("stale").get(0).asText());
    }
    return words.append(missingFormats(step, pack)).toString();
  }

  private String missingFormats(Step step, ObjectNode pack) {
    List<String> given = Fields.texts(pack.path("formats"));
    StringBuilder words = new StringBuilder();
    for (UserId person : Fields.users(pack.path("to"))) {
      step.file()
          .state(CaseEvents.NEEDS, CaseEvents.personKey(person))
          .map(needs -> Fields.texts(needs.content().path("formats")))
          .filter(needed -> !given.containsAll(needed))
          .ifPresent(
              needed ->
                  words
                      .append(" Please note: ")
                      .append(accounts.nameOf(person))
                      .append(" needs ")
                      .append(String.join(", ", needed).replace('-', ' '))
                      .append('.'));
    }
    return words.toString();
  }

  @Override
  public Optional<RoomId> place(Step step) {
    return step.room(RoomKind.FAMILY).or(() -> step.room(RoomKind.PROFESSIONALS));
  }
}
