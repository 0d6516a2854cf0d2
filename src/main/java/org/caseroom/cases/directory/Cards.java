package org.caseroom.cases.directory;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.file.Fields;
import org.caseroom.rooms.Event;
import org.jspecify.annotations.Nullable;

/** The answer cards, which together are the Adoption Passport, with what agencies add to them. */
public final class Cards {
  /**
   * A card as a family reads it.
   *
   * @param id a short word; one of an agency's own begins with the agency: {@code agency.card}
   * @param text what it says, in the format that was asked for
   * @param easyRead the same in easy words
   * @param figures its numbers, each with its year
   * @param source where it stands
   * @param links where to read on
   * @param local what agencies of the area add
   * @param fromAge the age in whole years from which it holds; null for any
   * @param toAge the last such age; null for any
   */
  public record CardView(
      String id,
      String title,
      String text,
      @JsonProperty("easy_read") String easyRead,
      String clause,
      List<Shelf.Figure> figures,
      SourceView source,
      List<Links.LinkView> links,
      List<LocalText> local,
      @JsonProperty("from_age") @Nullable Integer fromAge,
      @JsonProperty("to_age") @Nullable Integer toAge) {}

  /**
   * The source of a card.
   *
   * @param dated the date as it stands in the source
   * @param asOf the day that its age counts from
   * @param ageDays its age
   * @param old whether somebody should look whether it still holds
   * @param badge its age in words
   */
  public record SourceView(
      String title,
      String dated,
      @JsonProperty("as_of") LocalDate asOf,
      String address,
      @JsonProperty("age_days") long ageDays,
      boolean old,
      String badge) {}

  /** What an agency adds to a card. */
  public record LocalText(
      String agency,
      @JsonProperty("agency_name") String agencyName,
      String text,
      @JsonProperty("easy_read") String easyRead,
      SourceView source) {}

  /**
   * What an agency says.
   *
   * @param title the title; only for a card of its own
   * @param text in plain words
   * @param easyRead in easy words
   * @param source where it stands
   * @param asOf of when it is
   */
  public record Local(
      @Nullable String title, String text, String easyRead, String source, LocalDate asOf) {}

  private final Shelf shelf;
  private final Ledger ledger;
  private final Links links;

  Cards(Shelf shelf, Ledger ledger, Links links) {
    this.shelf = shelf;
    this.ledger = ledger;
    this.links = links;
  }

  /** What the cards are together. */
  public String title() {
    return shelf.cards().title();
  }

  /**
   * The cards, with what an agency adds.
   *
   * @param easyRead whether the text is the easy one
   * @param agency whose additions to show; null for those of all
   */
  public List<CardView> all(boolean easyRead, @Nullable String agency) {
    List<CardView> all = new ArrayList<>();
    for (Shelf.Card card : shelf.cards().cards()) {
      all.add(view(card, easyRead, agency));
    }
    for (Event entry : ledger.all(DirectoryEvents.LOCAL_CARD)) {
      if (entry.text("title").isPresent() && ofAgency(entry, agency)) {
        all.add(own(entry, easyRead));
      }
    }
    return all;
  }

  /**
   * A card by its id.
   *
   * @throws Problem 404 when there is none
   */
  public CardView require(String id, boolean easyRead, @Nullable String agency) {
    return find(id, easyRead, agency)
        .orElseThrow(() -> Problem.notFound("There is no such card: see /api/cards."));
  }

  Optional<CardView> find(String id, boolean easyRead, @Nullable String agency) {
    return all(easyRead, agency).stream().filter(card -> card.id().equals(id)).findFirst();
  }

  /**
   * Adds what an agency says to a card, or a card of the agency's own; what it said before is
   * replaced.
   *
   * @param card the id of a card, or a new short word for one of its own
   * @throws Problem 403 for who does not keep the agency's part, 400 for a card of its own without
   *     a title, or a source that is of a day to come
   */
  public CardView save(UserId by, String agency, String card, Local local) {
    ledger.requireKeeper(by, agency);
    Ledger.word(card);
    boolean known = shelf.cards().cards().stream().anyMatch(each -> each.id().equals(card));
    String title = local.title();
    if (known == (title != null)) {
      throw Problem.invalidParam(
          known
              ? "'title' is for a card of the agency's own; '"
                  + card
                  + "' is one that comes with the house, and the text is added to it."
              : "There is no card '" + card + "': give one of your own a 'title'.");
    }
    if (local.asOf().isAfter(ledger.today())) {
      throw Problem.invalidParam("'as_of' is the day of which the text is: not one to come.");
    }
    ObjectNode content =
        Json.object()
            .put("agency", agency)
            .put("text", Ledger.text("text", local.text()))
            .put("easy_read", Ledger.text("easy_read", local.easyRead()))
            .put("source", Ledger.text("source", local.source()))
            .put("as_of", local.asOf().toString());
    Fields.put(content, "title", title == null ? null : Ledger.text("title", title));
    Event saved = ledger.write(by, DirectoryEvents.LOCAL_CARD, agency + "/" + card, content);
    return known ? require(card, false, agency) : own(saved, false);
  }

  private static boolean ofAgency(Event entry, @Nullable String agency) {
    return agency == null || entry.text("agency").filter(agency::equals).isPresent();
  }

  private CardView view(Shelf.Card card, boolean easyRead, @Nullable String agency) {
    Shelf.CardSource source = shelf.cards().source(card.source());
    return new CardView(
        card.id(),
        card.title(),
        easyRead ? card.easyRead() : card.summary(),
        card.easyRead(),
        shelf.cards().clause(),
        card.figures(),
        source(source.title(), source.dated(), source.asOf(), source.address()),
        card.links().stream().flatMap(id -> links.find(id).stream()).toList(),
        additions(card.id(), agency),
        card.fromAge(),
        card.toAge());
  }

  private List<LocalText> additions(String card, @Nullable String agency) {
    List<LocalText> additions = new ArrayList<>();
    for (Event entry : ledger.all(DirectoryEvents.LOCAL_CARD)) {
      if (String.valueOf(entry.stateKey()).endsWith("/" + card) && ofAgency(entry, agency)) {
        String id = entry.text("agency").orElse("");
        additions.add(
            new LocalText(
                id,
                ledger.agencyName(id),
                entry.text("text").orElse(""),
                entry.text("easy_read").orElse(""),
                source(entry)));
      }
    }
    return additions;
  }

  private CardView own(Event entry, boolean easyRead) {
    return new CardView(
        String.valueOf(entry.stateKey()).replace('/', '.'),
        entry.text("title").orElse(""),
        entry.text(easyRead ? "easy_read" : "text").orElse(""),
        entry.text("easy_read").orElse(""),
        shelf.cards().clause(),
        List.of(),
        source(entry),
        List.of(),
        List.of(),
        null,
        null);
  }

  private SourceView source(Event entry) {
    LocalDate asOf = LocalDate.parse(entry.text("as_of").orElse(""));
    return source(entry.text("source").orElse(""), asOf.toString(), asOf, "");
  }

  private SourceView source(String title, String dated, LocalDate asOf, String address) {
    LocalDate today = ledger.today();
    long age = Math.max(0, ChronoUnit.DAYS.between(asOf, today));
    boolean old = age > shelf.cards().sourceAgeDays();
    return new SourceView(title, dated, asOf, address, age, old, badge(asOf, today, old));
  }

  private static String badge(LocalDate asOf, LocalDate today, boolean old) {
    int years = Math.max(0, Period.between(asOf, today).getYears());
    String age =
        years == 0
            ? "Source is less than a year old."
            : "Source is " + years + (years == 1 ? " year old." : " years old.");
    return old ? age + " Check that it still holds." : age;
  }
}
