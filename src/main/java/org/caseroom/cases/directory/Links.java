package org.caseroom.cases.directory;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.file.Fields;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Event;
import org.jspecify.annotations.Nullable;

/**
 * The register of links (4.2): each with an owner, and when somebody last looked. People look; the
 * service calls no address.
 */
public final class Links {
  private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s<>\"']{3,500}");

  /**
   * A link as it stands today.
   *
   * @param ownerRole the role that looks after it
   * @param ownerAgency the agency that added it; null for one that comes with the house
   * @param checked the day on which somebody last looked
   * @param checkedBy who; null for what came with the house
   * @param ageDays how many days ago that was
   * @param stale whether that is too long ago
   * @param flag what to know before sending a family there; null for nothing
   * @param replacedBy the link that took its place
   */
  public record LinkView(
      String id,
      String title,
      String address,
      @JsonProperty("owner_role") Role ownerRole,
      @JsonProperty("owner_agency") @Nullable String ownerAgency,
      LinkStatus status,
      LocalDate checked,
      @JsonProperty("checked_by") @Nullable String checkedBy,
      @JsonProperty("age_days") long ageDays,
      boolean stale,
      @Nullable String flag,
      @JsonProperty("replaced_by") @Nullable String replacedBy,
      @Nullable String note) {}

  private final Shelf shelf;
  private final Ledger ledger;

  Links(Shelf shelf, Ledger ledger) {
    this.shelf = shelf;
    this.ledger = ledger;
  }

  /** All links, by title. */
  public List<LinkView> all() {
    List<LinkView> all = new ArrayList<>();
    shelf.links().links().forEach(link -> all.add(view(link)));
    for (Event entry : ledger.all(DirectoryEvents.LINK)) {
      if (shelf.links().find(String.valueOf(entry.stateKey())).isEmpty()) {
        all.add(view(entry));
      }
    }
    all.sort(Comparator.comparing(LinkView::title).thenComparing(LinkView::id));
    return all;
  }

  /** A link by id. */
  public Optional<LinkView> find(String id) {
    Optional<Shelf.Link> shelved = shelf.links().find(id);
    return shelved.isPresent()
        ? shelved.map(this::view)
        : ledger.find(DirectoryEvents.LINK, id).map(this::view);
  }

  /** A link by its address. */
  Optional<LinkView> at(String address) {
    return all().stream().filter(link -> link.address().equals(address.strip())).findFirst();
  }

  /**
   * Records that somebody looked.
   *
   * @param note what they found; asked for unless it works
   * @param replacedBy the link that took its place
   * @throws Problem 404 when there is no such link, 400 without a note where one is asked for
   */
  public LinkView check(
      UserId by, String id, LinkStatus status, @Nullable String note, @Nullable String replacedBy) {
    if (!ledger.require(by).isStaff()) {
      throw Problem.forbidden("Links are looked after by staff.");
    }
    if (find(id).isEmpty()) {
      throw Problem.notFound("There is no such link: see /api/links.");
    }
    if (status != LinkStatus.WORKS && (note == null || note.isBlank())) {
      throw Problem.invalidParam(
          "Say in 'note' what families should know about a link that is renamed, closed or dead.");
    }
    if (replacedBy != null && (find(replacedBy).isEmpty() || replacedBy.equals(id))) {
      throw Problem.invalidParam("'replaced_by' names another link of /api/links.");
    }
    ObjectNode content =
        ledger
            .find(DirectoryEvents.LINK, id)
            .map(entry -> entry.content().deepCopy())
            .orElseGet(Json::object);
    content.put("status", status.word()).put("checked", ledger.today().toString());
    content.remove(List.of("note", "replaced_by"));
    Fields.put(content, "note", note == null ? null : Ledger.optional("note", note));
    Fields.put(content, "replaced_by", replacedBy);
    ledger.write(by, DirectoryEvents.LINK, id, content);
    return find(id).orElseThrow();
  }

  /**
   * Adds a link of an agency, or changes it; whoever does it has looked.
   *
   * @param agency the agency that owns it
   * @throws Problem 403 for who does not keep the agency's part, 409 for a link of the house or of
   *     another agency, 400 for what is no address
   */
  public LinkView save(
      UserId by, String agency, String id, String title, String address, Role owner) {
    ledger.requireKeeper(by, agency);
    Ledger.word(id);
    boolean others =
        shelf.links().find(id).isPresent()
            || ledger
                .find(DirectoryEvents.LINK, id)
                .flatMap(entry -> entry.text("agency"))
                .filter(agencyOf -> !agencyOf.equals(agency))
                .isPresent();
    if (others) {
      throw Problem.of(
          409, "ORG.CASEROOM_EXISTS", "There is a link '" + id + "' already: use another id.");
    }
    if (!ADDRESS.matcher(address).matches()) {
      throw Problem.invalidParam("'address' begins with https:// or http://.");
    }
    ObjectNode content =
        Json.object()
            .put("title", Ledger.text("title", title))
            .put("address", address)
            .put("owner_role", owner.word())
            .put("agency", agency)
            .put("status", LinkStatus.WORKS.word())
            .put("checked", ledger.today().toString());
    ledger.write(by, DirectoryEvents.LINK, id, content);
    return find(id).orElseThrow();
  }

  private LinkView view(Shelf.Link link) {
    Optional<Event> entry = ledger.find(DirectoryEvents.LINK, link.id());
    if (entry.isEmpty()) {
      return view(
          link.id(),
          link.title(),
          link.address(),
          link.owner(),
          null,
          new Found(link.status(), link.checked(), null, link.replacedBy(), link.note()));
    }
    return view(link.id(), link.title(), link.address(), link.owner(), null, found(entry.get()));
  }

  private LinkView view(Event entry) {
    return view(
        String.valueOf(entry.stateKey()),
        entry.text("title").orElse(""),
        entry.text("address").orElse(""),
        Role.of(entry.text("owner_role").orElse("")),
        entry.text("agency").orElse(null),
        found(entry));
  }

  /** What somebody found when they looked. */
  private record Found(
      LinkStatus status,
      LocalDate checked,
      @Nullable String by,
      @Nullable String replacedBy,
      @Nullable String note) {}

  private Found found(Event entry) {
    return new Found(
        LinkStatus.of(entry.text("status").orElse("")),
        LocalDate.parse(entry.text("checked").orElse("")),
        ledger.name(entry.text("by").orElse(null)),
        entry.text("replaced_by").orElse(null),
        entry.text("note").orElse(null));
  }

  private LinkView view(
      String id, String title, String address, Role owner, @Nullable String agency, Found found) {
    long age = Math.max(0, ChronoUnit.DAYS.between(found.checked(), ledger.today()));
    boolean stale = age > shelf.links().staleDays();
    return new LinkView(
        id,
        title,
        address,
        owner,
        agency,
        found.status(),
        found.checked(),
        found.by(),
        age,
        stale,
        flag(found, age, stale),
        found.replacedBy(),
        found.note());
  }

  private static @Nullable String flag(Found found, long age, boolean stale) {
    StringBuilder flag = new StringBuilder();
    switch (found.status()) {
      case RENAMED -> flag.append("Renamed. ");
      case CLOSED -> flag.append("Closed: do not send families there. ");
      case DEAD -> flag.append("Dead: leads nowhere. ");
      case WORKS -> {}
    }
    if (stale) {
      flag.append("Nobody has looked for ").append(age).append(" days. ");
    }
    return flag.isEmpty() ? null : flag.toString().strip();
  }
}
