package org.caseroom.cases.directory;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.caseroom.identity.Role;
import org.jspecify.annotations.Nullable;

/**
 * What comes with the house: the files of {@code config/directory}. A house without that folder has
 * an empty shelf.
 *
 * @param cards the answer cards
 * @param links the addresses that everything else points at
 * @param services what support there is everywhere
 * @param library what to read and learn, and the sources
 * @param roles what each role sees first
 * @param schools what virtual schools do, and what is said of a child's school
 */
public record Shelf(
    CardSet cards,
    LinkSet links,
    ServiceSet services,
    Library library,
    RoleSet roles,
    SchoolSet schools) {

  /** A shelf with nothing on it. */
  static final Shelf EMPTY =
      new Shelf(
          new CardSet("", "", 0, List.of(), List.of()),
          new LinkSet(0, List.of()),
          new ServiceSet(List.of(), List.of()),
          new Library(List.of(), List.of()),
          new RoleSet(List.of()),
          new SchoolSet(12, List.of(), "", List.of()));

  /**
   * The answer cards.
   *
   * @param title what they are together: the Adoption Passport
   * @param clause the clause under which families are told
   * @param sourceAgeDays from how many days on a source is marked as old
   */
  public record CardSet(
      String title,
      String clause,
      @JsonProperty("source_age_days") int sourceAgeDays,
      List<CardSource> sources,
      List<Card> cards) {

    /** The card that a text names: by its id, its title, or its title behind that of the set. */
    public Optional<Card> named(String text) {
      String wanted = plain(text);
      return cards.stream()
          .filter(
              card ->
                  card.id().equals(wanted)
                      || plain(card.title()).equals(wanted)
                      || plain(title + ": " + card.title()).equals(wanted))
          .findFirst();
    }

    CardSource source(String id) {
      return sources.stream().filter(source -> source.id().equals(id)).findFirst().orElseThrow();
    }
  }

  /** A source of cards: {@code dated} is what stands in it, {@code asOf} what its age counts by. */
  public record CardSource(
      String id,
      String title,
      String dated,
      @JsonProperty("as_of") LocalDate asOf,
      String address) {}

  /**
   * One entitlement.
   *
   * @param summary in plain words
   * @param easyRead in easy words
   * @param source id of a source of the set
   * @param figures its numbers
   * @param links ids of links
   * @param fromAge the age in whole years from which it holds; null for any
   * @param toAge the last such age; null for any
   */
  public record Card(
      String id,
      String title,
      String summary,
      @JsonProperty("easy_read") String easyRead,
      String source,
      List<Figure> figures,
      List<String> links,
      @JsonProperty("from_age") @Nullable Integer fromAge,
      @JsonProperty("to_age") @Nullable Integer toAge) {
    /** Lists that the file leaves out are empty. */
    @SuppressWarnings("ConstantConditions")
    public Card {
      figures = figures == null ? List.of() : figures;
      links = links == null ? List.of() : links;
    }
  }

  /** A number of a card: what it is, what it says, since when. */
  public record Figure(String value, String says, String since) {}

  /** The links; one that nobody looked at for {@code staleDays} is stale. */
  public record LinkSet(@JsonProperty("stale_days") int staleDays, List<Link> links) {
    Optional<Link> find(String id) {
      return links.stream().filter(link -> link.id().equals(id)).findFirst();
    }
  }

  /**
   * A link.
   *
   * @param owner the role that looks after it
   * @param checked when somebody last looked
   * @param status {@code works}, {@code renamed}, {@code closed} or {@code dead}
   * @param replacedBy the link that took its place
   * @param note what to know about it
   */
  public record Link(
      String id,
      String title,
      String address,
      Role owner,
      LocalDate checked,
      LinkStatus status,
      @JsonProperty("replaced_by") @Nullable String replacedBy,
      @Nullable String note) {}

  /** Kinds of services, and those that are everywhere. */
  public record ServiceSet(List<Kind> kinds, List<Service> services) {
    boolean has(String kind) {
      return kinds.stream().anyMatch(known -> known.id().equals(kind));
    }

    String title(String kind) {
      return kinds.stream()
          .filter(known -> known.id().equals(kind))
          .findFirst()
          .map(Kind::title)
          .orElse(kind);
    }
  }

  /** A kind of service. */
  public record Kind(String id, String title) {}

  /** A service; no areas is everywhere. */
  public record Service(
      String id,
      String kind,
      String title,
      List<String> areas,
      List<String> needs,
      String summary,
      @JsonProperty("easy_read") String easyRead,
      @Nullable String link,
      String source,
      @JsonProperty("as_of") LocalDate asOf) {}

  /** The library. */
  public record Library(List<Resource> resources, List<Law> sources) {}

  /** Something to read or learn; no roles is everybody. */
  public record Resource(
      String id,
      String title,
      String kind,
      @Nullable String link,
      List<Role> roles,
      String summary,
      String source,
      @JsonProperty("as_of") LocalDate asOf) {}

  /** A law or guidance that the service rests on. */
  public record Law(String id, String title, String link, String dated, String says) {}

  /** What each role sees first. */
  public record RoleSet(List<RoleView> roles) {
    Optional<RoleView> of(Role role) {
      return roles.stream().filter(view -> view.role() == role).findFirst();
    }
  }

  /**
   * What a role sees first.
   *
   * @param group the group of agencies that they come from; null for families and the house
   * @param opens where their work begins in the API
   * @param page the same on the pages
   * @param rooms the kinds of room that they usually are in
   * @param sees in words
   */
  public record RoleView(
      Role role,
      @Nullable String group,
      String opens,
      String page,
      List<String> rooms,
      String sees) {}

  /**
   * What virtual schools do.
   *
   * @param trainingMonths how often the training of {@code annualAudience} is held
   * @param phases what sort of school a child goes to
   */
  public record SchoolSet(
      @JsonProperty("training_months") int trainingMonths,
      List<Kind> audiences,
      @JsonProperty("annual_audience") String annualAudience,
      List<Kind> phases) {}

  /**
   * Loads the files of a folder.
   *
   * @throws org.caseroom.base.Problem {@code ORG.CASEROOM_CONFIG} that names the file, the line and
   *     what is wrong
   */
  public static Shelf load(Path folder) {
    return ShelfFiles.load(folder);
  }

  /** A text without case and extra spaces, for comparing. */
  static String plain(String text) {
    return text.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
  }
}
