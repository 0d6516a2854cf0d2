package org.caseroom.cases.directory;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.Words;
import org.caseroom.identity.Account;
import org.caseroom.identity.Agency;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Event;
import org.jspecify.annotations.Nullable;

/** What support there is, by area and need; and the library, by role. */
public final class SupportServices {
  /**
   * A service.
   *
   * @param kindTitle the kind in words
   * @param areas the council areas that it is for; none is everywhere
   * @param needs the words that people look for
   * @param summary in plain words
   * @param contact how to get it; empty for none
   * @param owner the agency that keeps the entry; null for what comes with the house
   * @param source where it stands
   * @param asOf of when the entry is
   */
  public record ServiceView(
      String id,
      String kind,
      @JsonProperty("kind_title") String kindTitle,
      String title,
      List<String> areas,
      List<String> needs,
      String summary,
      @JsonProperty("easy_read") String easyRead,
      String contact,
      Links.@Nullable LinkView link,
      @Nullable String owner,
      @JsonProperty("owner_name") @Nullable String ownerName,
      String source,
      @JsonProperty("as_of") LocalDate asOf) {}

  /** What an agency says of a service that it keeps; the fields as in {@link ServiceView}. */
  public record Entry(
      String kind,
      String title,
      List<String> areas,
      List<String> needs,
      String summary,
      String easyRead,
      String contact,
      @Nullable String link,
      String source,
      LocalDate asOf) {}

  /** Something to read or learn, and for whom; no roles is everybody. */
  public record ResourceView(
      String id,
      String title,
      String kind,
      String summary,
      List<Role> roles,
      Links.@Nullable LinkView link,
      String source,
      @JsonProperty("as_of") LocalDate asOf) {}

  /** A law or guidance that the service rests on. */
  public record LawView(
      String id, String title, String dated, String says, Links.@Nullable LinkView link) {}

  private final Shelf shelf;
  private final Ledger ledger;
  private final Links links;

  SupportServices(Shelf shelf, Ledger ledger, Links links) {
    this.shelf = shelf;
    this.ledger = ledger;
    this.links = links;
  }

  /** The kinds of services. */
  public List<Shelf.Kind> kinds() {
    return shelf.services().kinds();
  }

  /**
   * Services, by title.
   *
   * @param area only those for this council area, and those that are everywhere; null for all
   * @param need only those that a word of this leads to; null for all
   * @param kind only those of this kind; null for all
   * @throws Problem 400 for a kind that there is not
   */
  public List<ServiceView> search(
      @Nullable String area, @Nullable String need, @Nullable String kind) {
    if (kind != null && !shelf.services().has(kind)) {
      throw noSuchKind();
    }
    return all().stream()
        .filter(service -> area == null || isIn(service, area))
        .filter(service -> kind == null || service.kind().equals(kind))
        .filter(service -> need == null || helps(service, need))
        .toList();
  }

  private static boolean isIn(ServiceView service, String area) {
    return service.areas().isEmpty() || service.areas().contains(Agency.area(area));
  }

  private static boolean helps(ServiceView service, String need) {
    Set<String> wanted = Words.stems(need, Set.of());
    Set<String> found =
        Words.stems(
            String.join(" ", service.needs())
                + " "
                + service.title()
                + " "
                + service.kindTitle()
                + " "
                + service.summary(),
            Set.of());
    return wanted.stream().anyMatch(found::contains);
  }

  /**
   * A service by id.
   *
   * @throws Problem 404 when there is none
   */
  public ServiceView require(String id) {
    return find(id)
        .orElseThrow(
            () -> Problem.notFound("There is no such service: see /api/directory/services."));
  }

  Optional<ServiceView> find(String id) {
    return all().stream().filter(service -> service.id().equals(id)).findFirst();
  }

  private List<ServiceView> all() {
    List<ServiceView> all = new ArrayList<>();
    for (Shelf.Service service : shelf.services().services()) {
      all.add(view(service));
    }
    for (Event entry : ledger.all(DirectoryEvents.SERVICE)) {
      if (!entry.content().path("withdrawn").asBoolean()) {
        all.add(view(entry));
      }
    }
    all.sort(Comparator.comparing(ServiceView::title).thenComparing(ServiceView::id));
    return all;
  }

  /**
   * Adds a service that an agency keeps, or changes it.
   *
   * @throws Problem 403 for who does not keep the agency's part, 409 for an id of another's, 400
   *     for a kind or a link that there is not, or a day to come
   */
  public ServiceView save(UserId by, String agency, String id, Entry entry) {
    ledger.requireKeeper(by, agency);
    mine(agency, id);
    if (!shelf.services().has(entry.kind())) {
      throw noSuchKind();
    }
    String link = entry.link();
    if (link != null && links.find(link).isEmpty()) {
      throw Problem.invalidParam("'link' is the id of a link: see /api/links.");
    }
    if (entry.asOf().isAfter(ledger.today())) {
      throw Problem.invalidParam("'as_of' is the day of which the entry is: not one to come.");
    }
    ObjectNode content =
        Json.object()
            .put("agency", agency)
            .put("kind", entry.kind())
            .put("title", Ledger.text("title", entry.title()))
            .put("summary", Ledger.text("summary", entry.summary()))
            .put("easy_read", Ledger.optional("easy_read", entry.easyRead()))
            .put("contact", Ledger.optional("contact", entry.contact()))
            .put("source", Ledger.text("source", entry.source()))
            .put("as_of", entry.asOf().toString());
    Fields.put(content, "areas", entry.areas().stream().map(Agency::area).distinct().toList());
    Fields.put(
        content,
        "needs",
        entry.needs().stream().map(need -> need.strip().toLowerCase(Locale.ROOT)).toList());
    Fields.put(content, "link", link);
    ledger.write(by, DirectoryEvents.SERVICE, id, content);
    return require(id);
  }

  /** Takes a service out of the lists; the log keeps it. */
  public void withdraw(UserId by, String agency, String id, String reason) {
    ledger.requireKeeper(by, agency);
    mine(agency, id);
    ObjectNode content =
        ledger
            .find(DirectoryEvents.SERVICE, id)
            .map(entry -> entry.content().deepCopy())
            .orElseThrow(
                () -> Problem.notFound("There is no such service: see /api/directory/services."));
    content.put("withdrawn", true).put("reason", Ledger.text("reason", reason));
    ledger.write(by, DirectoryEvents.SERVICE, id, content);
  }

  private void mine(String agency, String id) {
    Ledger.word(id);
    boolean others =
        shelf.services().services().stream().anyMatch(service -> service.id().equals(id))
            || ledger
                .find(DirectoryEvents.SERVICE, id)
                .flatMap(entry -> entry.text("agency"))
                .filter(owner -> !owner.equals(agency))
                .isPresent();
    if (others) {
      throw Problem.of(
          409,
          "ORG.CASEROOM_EXISTS",
          "The service '" + id + "' is kept by somebody else: use another id.");
    }
  }

  private Problem noSuchKind() {
    return Problem.invalidParam(
        "There is no such kind of service: use one of "
            + String.join(", ", kinds().stream().map(Shelf.Kind::id).toList())
            + ".");
  }

  private Links.@Nullable LinkView link(@Nullable String id) {
    return id == null ? null : links.find(id).orElse(null);
  }

  private ServiceView view(Shelf.Service service) {
    return new ServiceView(
        service.id(),
        service.kind(),
        shelf.services().title(service.kind()),
        service.title(),
        service.areas(),
        service.needs(),
        service.summary(),
        service.easyRead(),
        "",
        link(service.link()),
        null,
        null,
        service.source(),
        service.asOf());
  }

  private ServiceView view(Event entry) {
    String agency = entry.text("agency").orElse("");
    String kind = entry.text("kind").orElse("");
    return new ServiceView(
        String.valueOf(entry.stateKey()),
        kind,
        shelf.services().title(kind),
        entry.text("title").orElse(""),
        Fields.texts(entry.content().path("areas")),
        Fields.texts(entry.content().path("needs")),
        entry.text("summary").orElse(""),
        entry.text("easy_read").orElse(""),
        entry.text("contact").orElse(""),
        link(entry.text("link").orElse(null)),
        agency,
        ledger.agencyName(agency),
        entry.text("source").orElse(""),
        LocalDate.parse(entry.text("as_of").orElse("")));
  }

  /**
   * The library, as somebody sees it: what is for one of their roles, or for everybody.
   *
   * @param role only what is for this role; null for the reader's own
   */
  public List<ResourceView> library(Account reader, @Nullable Role role) {
    return shelf.library().resources().stream()
        .filter(
            resource ->
                resource.roles().isEmpty()
                    || (role == null
                        ? resource.roles().stream().anyMatch(reader::is)
                        : resource.roles().contains(role)))
        .map(
            resource ->
                new ResourceView(
                    resource.id(),
                    resource.title(),
                    resource.kind(),
                    resource.summary(),
                    resource.roles(),
                    link(resource.link()),
                    resource.source(),
                    resource.asOf()))
        .toList();
  }

  /** The laws and guidance that the service rests on. */
  public List<LawView> laws() {
    return shelf.library().sources().stream()
        .map(law -> new LawView(law.id(), law.title(), law.dated(), law.says(), link(law.link())))
        .toList();
  }
}
