package org.caseroom.cases.directory;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.codec.digest.DigestUtils;
import org.caseroom.base.Json;
import org.caseroom.cases.door.Notices;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.Home;
import org.caseroom.cases.procedure.DirectoryRules;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Agencies;
import org.caseroom.identity.Agency;
import org.caseroom.rooms.Event;
import org.jspecify.annotations.Nullable;

/** What a family has to be told (4.2), item by item, as it applies to them today. */
final class PackContents {
  /**
   * An item of the pack.
   *
   * @param status {@code open}, {@code done} or {@code not-relevant}
   * @param note the remark, or why it is not relevant
   * @param missing what the directory lacks for it; null for nothing
   */
  record Item(
      String id,
      String text,
      String status,
      @Nullable String note,
      List<ForFamily> cards,
      List<SupportServices.ServiceView> services,
      List<Links.LinkView> links,
      Agency.@Nullable Card adviser,
      @Nullable String missing) {
    boolean blank() {
      return status.equals("open");
    }
  }

  /**
   * A card, as it applies to this child.
   *
   * @param applies whether it does at the child's age; null where that is not known
   * @param says why not, or from when
   */
  record ForFamily(
      Cards.CardView card,
      @Nullable Boolean applies,
      @JsonProperty("says") @Nullable String says) {}

  private final Shelf shelf;
  private final Ledger ledger;
  private final Agencies agencies;
  private final Procedure procedure;
  private final DirectoryRules.PackRule rule;
  private final CaseFile file;
  private final boolean easyRead;

  PackContents(
      Shelf shelf,
      Ledger ledger,
      Agencies agencies,
      Procedure procedure,
      DirectoryRules.PackRule rule,
      CaseFile file,
      boolean easyRead) {
    this.shelf = shelf;
    this.ledger = ledger;
    this.agencies = agencies;
    this.procedure = procedure;
    this.rule = rule;
    this.file = file;
    this.easyRead = easyRead;
  }

  /** The pack that a procedure has; none where it has none. */
  static Optional<DirectoryRules.PackRule> rule(Procedure procedure) {
    DirectoryRules rules = procedure.directory();
    return rules == null ? Optional.empty() : Optional.ofNullable(rules.pack());
  }

  /** The checklist, once it is open. */
  Optional<Event> checklist() {
    return file.state(CaseEvents.CHECKLIST, rule.checklist());
  }

  /** The areas that the family's services are of: where they live, else those of their hub. */
  List<String> areas() {
    String home = Home.of(file).area();
    if (home != null && !home.isBlank()) {
      return List.of(Agency.area(home));
    }
    List<String> hub =
        agencies.find(file.agency()).map(agency -> agency.hubAreas(file.hub())).orElse(List.of());
    return hub.isEmpty() ? List.of(Agency.area(file.hub())) : hub;
  }

  /** The items: those of the open checklist, or as the procedure has them before it opens. */
  List<Item> items() {
    List<Item> items = new ArrayList<>();
    Optional<Event> list = checklist();
    if (list.isPresent()) {
      for (JsonNode item : list.get().content().path("items")) {
        items.add(
            item(
                item.path("id").asText(),
                item.path("text").asText(),
                item.path("status").asText(),
                Fields.text(item, "note")));
      }
    } else {
      procedure
          .checklist(rule.checklist())
          .ifPresent(
              of ->
                  of.items()
                      .forEach(each -> items.add(item(each.id(), each.text(), "open", null))));
    }
    return items;
  }

  private Item item(String id, String text, String status, @Nullable String note) {
    Optional<DirectoryRules.PackItem> wanted = rule.item(id);
    Links links = new Links(shelf, ledger);
    Cards cards = new Cards(shelf, ledger, links);
    boolean adviser = wanted.filter(DirectoryRules.PackItem::adviser).isPresent();
    Agency.Card card =
        adviser ? agencies.find(file.agency()).map(Agency::adviser).orElse(null) : null;
    return new Item(
        id,
        text,
        status,
        note,
        wanted.map(DirectoryRules.PackItem::cards).orElse(List.of()).stream()
            .flatMap(each -> cards.find(each, easyRead, file.agency()).stream())
            .map(this::forFamily)
            .toList(),
        wanted.map(item -> services(links, item.services())).orElse(List.of()),
        wanted.map(DirectoryRules.PackItem::links).orElse(List.of()).stream()
            .flatMap(each -> links.find(each).stream())
            .toList(),
        card,
        adviser && card == null
            ? "The agency has no card of its Adoption Support Services Adviser: an administrator"
                + " adds it."
            : null);
  }

  private List<SupportServices.ServiceView> services(Links links, List<String> kinds) {
    List<String> areas = areas();
    return new SupportServices(shelf, ledger, links)
        .search(null, null, null).stream()
            .filter(service -> kinds.contains(service.kind()))
            .filter(
                service ->
                    service.areas().isEmpty() || service.areas().stream().anyMatch(areas::contains))
            .toList();
  }

  private ForFamily forFamily(Cards.CardView card) {
    Integer from = card.fromAge();
    Integer to = card.toAge();
    if (from == null && to == null) {
      return new ForFamily(card, true, null);
    }
    LocalDate born = born();
    if (born == null) {
      return new ForFamily(card, null, "The child's date of birth is not recorded.");
    }
    int age = Period.between(born, ledger.today()).getYears();
    if (from != null && age < from) {
      return new ForFamily(
          card, false, "From the age of " + from + ": " + Notices.day(born.plusYears(from)) + ".");
    }
    if (to != null && age > to) {
      return new ForFamily(card, false, "Up to the age of " + to + " only.");
    }
    return new ForFamily(card, true, null);
  }

  private @Nullable LocalDate born() {
    return file.head().text("born").flatMap(Home::day).orElse(null);
  }

  /** What is out of date in the content of items, in words; an item that is not relevant is not. */
  List<String> stale(List<Item> items) {
    TreeSet<String> stale = new TreeSet<>();
    for (Item item : items) {
      if (item.status().equals("not-relevant")) {
        continue;
      }
      for (ForFamily each : item.cards()) {
        if (each.card().source().old()) {
          stale.add("Card '" + each.card().title() + "': " + each.card().source().badge());
        }
        each.card().links().forEach(link -> stale(stale, link));
      }
      item.links().forEach(link -> stale(stale, link));
      for (SupportServices.ServiceView service : item.services()) {
        long age = ChronoUnit.DAYS.between(service.asOf(), ledger.today());
        if (age > shelf.cards().sourceAgeDays()) {
          stale.add("Service '" + service.title() + "': its entry is of " + service.asOf() + ".");
        }
      }
      if (item.missing() != null) {
        stale.add(item.missing());
      }
    }
    return List.copyOf(stale);
  }

  private static void stale(Set<String> stale, Links.LinkView link) {
    if (link.flag() != null) {
      stale.add("Link '" + link.title() + "': " + link.flag());
    }
  }

  /** What was sent for each item, short: which cards, services and links, and of when they are. */
  ArrayNode contents(List<Item> items) {
    ArrayNode all = Json.array();
    for (Item item : items) {
      ObjectNode each = all.addObject().put("id", item.id()).put("status", item.status());
      Fields.put(each, "note", item.note());
      List<String> held = new ArrayList<>();
      if (!item.status().equals("not-relevant")) {
        item.cards()
            .forEach(
                card -> held.add("card:" + card.card().id() + "@" + card.card().source().asOf()));
        item.services()
            .forEach(service -> held.add("service:" + service.id() + "@" + service.asOf()));
        item.links().forEach(link -> held.add("link:" + link.id() + "@" + link.checked()));
        if (item.adviser() != null) {
          held.add("adviser:" + file.agency());
        }
      }
      Fields.put(each, "content", held);
    }
    return all;
  }

  /** The version of the contents: changes with any word of what is sent. */
  String version(List<Item> items) {
    ArrayNode words = contents(items);
    for (Item item : items) {
      item.cards()
          .forEach(
              each -> {
                words.add(each.card().text());
                each.card().local().forEach(local -> words.add(local.text()));
              });
      item.services().forEach(service -> words.add(service.summary() + service.contact()));
      item.links().forEach(link -> words.add(link.address() + link.status()));
      Agency.Card adviser = item.adviser();
      if (adviser != null) {
        words.add(adviser.name() + adviser.address() + adviser.telephone());
      }
    }
    return DigestUtils.sha256Hex(Json.write(words)).substring(0, 16);
  }
}
