package org.caseroom.cases.directory;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.caseroom.audit.AuditLog;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.DirectoryRules;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Agencies;
import org.caseroom.identity.Agency;
import org.caseroom.rooms.Event;
import org.jspecify.annotations.Nullable;

/** What a family has to be told (4.2), and what of the core offer they were given (5.1). */
public final class Informing {
  /**
   * The information pack of a case.
   *
   * @param open whether its checklist is open
   * @param ready whether nothing is blank
   * @param areas the areas whose services are in it
   * @param blank the items that are neither ticked nor marked as not relevant
   * @param stale what is out of date in it, in words
   * @param version of the contents as they stand
   * @param sent the packs that were sent, newest first
   */
  public record PackView(
      String clause,
      String checklist,
      boolean open,
      boolean ready,
      List<String> areas,
      List<ItemView> items,
      List<String> blank,
      List<String> stale,
      String version,
      List<SentView> sent) {}

  /** An item, and what the family is told about it. */
  public record ItemView(
      String id,
      String text,
      String status,
      @Nullable String note,
      List<CardForFamily> cards,
      List<SupportServices.ServiceView> services,
      List<Links.LinkView> links,
      Agency.@Nullable Card adviser,
      @Nullable String missing) {}

  /** A card; whether it applies at the child's age, where that is known. */
  public record CardForFamily(
      Cards.CardView card, @Nullable Boolean applies, @Nullable String says) {}

  /** The receipt of a pack: to whom, when, how, of which version, with what out of date. */
  public record SentView(
      String number,
      List<String> to,
      @JsonProperty("to_name") @Nullable String toName,
      String mode,
      List<String> formats,
      String version,
      @JsonProperty("sent_by") String sentBy,
      Instant sent,
      List<String> stale,
      List<ContentView> items,
      List<ReadView> read) {}

  /** What was in it for an item: cards, services and links with the day that they are of. */
  public record ContentView(
      String id, String status, @Nullable String note, List<String> content) {}

  /** Who of the family has read it, and when. */
  public record ReadView(String name, Instant at) {}

  /**
   * The core offer of a case.
   *
   * @param open whether its checklist is open
   * @param complete whether every item is answered
   */
  public record OfferView(String clause, boolean open, boolean complete, List<OfferItem> items) {}

  /**
   * An item of the core offer.
   *
   * @param status {@code open}, {@code given}, {@code declined} or {@code not-available}
   * @param source where that is known from; null for an item that was only ticked
   */
  public record OfferItem(
      String id,
      String text,
      String status,
      @Nullable String source,
      @Nullable LocalDate on,
      @Nullable String by,
      @Nullable String note) {}

  private final Shelf shelf;
  private final Ledger ledger;
  private final Desk desk;
  private final Agencies agencies;
  private final AuditLog audit;

  Informing(Shelf shelf, Ledger ledger, Desk desk, Agencies agencies, AuditLog audit) {
    this.shelf = shelf;
    this.ledger = ledger;
    this.desk = desk;
    this.agencies = agencies;
    this.audit = audit;
  }

  private CaseFile read(UserId by, String reference) {
    CaseFile file = desk.open(by, reference);
    audit.access(
        by.value(),
        file.space().value(),
        desk.policy().readsAs(by, file.space(), file.view(), "api"));
    return file;
  }

  // ---- The pack ----

  /**
   * The pack as it stands; in easy words for who needs them.
   *
   * @throws Problem 404 for no such case, or a procedure without a pack
   */
  public PackView pack(UserId by, String reference) {
    CaseFile file = read(by, reference);
    Procedure procedure = desk.policy().procedure(file);
    DirectoryRules.PackRule rule =
        PackContents.rule(procedure)
            .orElseThrow(
                () -> Problem.notFound("The procedure of this case has no information pack."));
    boolean easyRead =
        file.state(CaseEvents.NEEDS, CaseEvents.personKey(by))
            .filter(needs -> Fields.texts(needs.content().path("formats")).contains("easy-read"))
            .isPresent();
    PackContents contents =
        new PackContents(shelf, ledger, agencies, procedure, rule, file, easyRead);
    List<PackContents.Item> items = contents.items();
    List<String> blank =
        items.stream().filter(PackContents.Item::blank).map(PackContents.Item::id).toList();
    boolean open = contents.checklist().isPresent();
    return new PackView(
        rule.clause(),
        rule.checklist(),
        open,
        open && blank.isEmpty(),
        contents.areas(),
        items.stream().map(Informing::view).toList(),
        blank,
        contents.stale(items),
        contents.version(items),
        file.state(InformEvents.PACK).stream()
            .map(this::sent)
            .sorted(Comparator.comparing(SentView::sent).reversed())
            .toList());
  }

  private static ItemView view(PackContents.Item item) {
    return new ItemView(
        item.id(),
        item.text(),
        item.status(),
        item.note(),
        item.cards().stream()
            .map(each -> new CardForFamily(each.card(), each.applies(), each.says()))
            .toList(),
        item.services(),
        item.links(),
        item.adviser(),
        item.missing());
  }

  private SentView sent(Event pack) {
    JsonNode content = pack.content();
    List<ContentView> items = new ArrayList<>();
    for (JsonNode item : content.path("items")) {
      items.add(
          new ContentView(
              item.path("id").asText(),
              item.path("status").asText(),
              Fields.text(item, "note"),
              Fields.texts(item.path("content"))));
    }
    List<ReadView> read = new ArrayList<>();
    for (JsonNode each : content.path("read")) {
      read.add(
          new ReadView(
              ledger.name(each.path("by").asText()),
              Instant.ofEpochMilli(each.path("at").asLong())));
    }
    return new SentView(
        String.valueOf(pack.stateKey()),
        Fields.texts(content.path("to")).stream().map(ledger::name).toList(),
        Fields.text(content, "to_name"),
        content.path("mode").asText(),
        Fields.texts(content.path("formats")),
        content.path("version").asText(),
        ledger.name(content.path("sent_by").asText()),
        Instant.ofEpochMilli(content.path("sent").asLong()),
        Fields.texts(content.path("stale")),
        items,
        read);
  }

  /**
   * Marks the pack as sent; the receipt gets the next number, such as {@code P1}.
   *
   * @param to members of the family
   * @param toName somebody without an account; null for nobody
   * @param mode {@code email}, {@code letter}, {@code in-person}, {@code text} or {@code room}
   * @throws Problem 409 while an item is blank
   */
  public Event send(
      UserId by,
      String reference,
      List<UserId> to,
      @Nullable String toName,
      String mode,
      List<String> formats) {
    CaseFile file = desk.open(by, reference);
    ObjectNode content = Json.object().put("mode", mode);
    Fields.put(content, "to", to);
    Fields.put(content, "to_name", toName);
    Fields.put(content, "formats", formats);
    return desk.atDesk(by, file, InformEvents.PACK_SEND, content);
  }

  /** Somebody of the family says that they have read a pack. */
  public Event confirm(UserId by, String reference, String number) {
    CaseFile file = desk.open(by, reference);
    return desk.act(by, file.space(), InformEvents.PACK_READ, Json.object().put("pack", number));
  }

  // ---- The core offer ----

  /**
   * The core offer as it stands.
   *
   * @throws Problem 404 for no such case, or a procedure without a core offer
   */
  public OfferView coreOffer(UserId by, String reference) {
    CaseFile file = read(by, reference);
    Procedure procedure = desk.policy().procedure(file);
    DirectoryRules.OfferRule rule =
        OfferPart.rule(procedure)
            .orElseThrow(() -> Problem.notFound("The procedure of this case has no core offer."));
    Optional<Event> list = file.state(CaseEvents.CHECKLIST, rule.checklist());
    List<OfferItem> items = new ArrayList<>();
    if (list.isPresent()) {
      list.get().content().path("items").forEach(item -> items.add(offer(file, item)));
    } else {
      procedure
          .checklist(rule.checklist())
          .ifPresent(
              of ->
                  of.items()
                      .forEach(
                          item ->
                              items.add(
                                  new OfferItem(
                                      item.id(), item.text(), "open", null, null, null, null))));
    }
    return new OfferView(
        rule.clause(),
        list.isPresent(),
        list.isPresent() && items.stream().noneMatch(item -> item.status().equals("open")),
        items);
  }

  /** A bare tick on the list says that it was given, and not where that is known from. */
  private OfferItem offer(CaseFile file, JsonNode item) {
    String id = item.path("id").asText();
    String ticked = item.path("status").asText();
    Optional<Event> record = file.state(InformEvents.CORE_OFFER_RECORD, id);
    boolean same =
        record
            .map(event -> event.text("status").filter("given"::equals).isPresent())
            .filter(given -> given == ticked.equals("done"))
            .isPresent();
    if (record.isPresent() && same && !ticked.equals("open")) {
      Event event = record.get();
      return new OfferItem(
          id,
          item.path("text").asText(),
          event.text("status").orElse(""),
          event.text("source").orElse(null),
          event.text("on").map(LocalDate::parse).orElse(null),
          ledger.name(event.text("by").orElse(null)),
          event.text("note").orElse(null));
    }
    String status =
        switch (ticked) {
          case "done" -> "given";
          case "not-relevant" -> "declined";
          default -> "open";
        };
    String by = Fields.text(item, "by");
    return new OfferItem(
        id,
        item.path("text").asText(),
        status,
        null,
        null,
        by == null ? null : ledger.name(by),
        Fields.text(item, "note"));
  }

  /**
   * Records what came of an item of the core offer.
   *
   * @param item the item's id, or its number from 1
   * @param status {@code given}, {@code declined} or {@code not-available}
   * @param source where that is known from
   * @param on the day; null for today
   * @param note why it was declined or is not available
   * @throws Problem 409 before the list is open, or without the reason
   */
  public Event offer(
      UserId by,
      String reference,
      String item,
      String status,
      String source,
      @Nullable LocalDate on,
      @Nullable String note) {
    CaseFile file = desk.open(by, reference);
    ObjectNode content =
        Json.object().put("item", item).put("status", status).put("source", source);
    Fields.put(content, "on", on);
    Fields.put(content, "note", note);
    return desk.act(
        by,
        file.room(RoomKind.PROFESSIONALS).orElse(file.space()),
        InformEvents.CORE_OFFER,
        content);
  }
}
