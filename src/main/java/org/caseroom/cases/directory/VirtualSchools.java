package org.caseroom.cases.directory;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.identity.Account;
import org.caseroom.identity.Agencies;
import org.caseroom.identity.Agency;
import org.caseroom.identity.AgencyKind;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomView;
import org.jspecify.annotations.Nullable;

/**
 * The virtual schools: whom they serve, who links them with the adoption service, what training
 * they hold, and the questions that wait with them.
 */
public final class VirtualSchools {
  /**
   * A virtual school.
   *
   * @param areas the areas whose schools it looks after
   * @param advisers its people
   * @param link who of the adoption service links with it; null for nobody
   * @param trained when the annual training was last held; null for never
   * @param due when it is held next; null where it never was: then it is due now
   * @param overdue whether that is past
   * @param training all that was held, newest first
   */
  public record View(
      String agency,
      String name,
      List<String> areas,
      List<Person> advisers,
      @Nullable Person link,
      @JsonProperty("link_why") @Nullable String linkWhy,
      @Nullable LocalDate trained,
      @Nullable LocalDate due,
      boolean overdue,
      List<TrainingView> training) {}

  /** Somebody, by user id and name. */
  public record Person(@JsonProperty("user_id") String userId, String name) {}

  /** Training that was held. */
  public record TrainingView(
      String number, LocalDate held, String title, String audience, int attended, String by) {}

  /**
   * A question that waits with a virtual school.
   *
   * @param triage how it was sorted: {@code advise}, {@code signpost} or {@code refer}; null while
   *     it waits for that
   * @param service the service that the family was pointed to
   */
  public record Waiting(
      String reference,
      String number,
      String text,
      LocalDate due,
      String status,
      String owner,
      @JsonProperty("owner_name") String ownerName,
      boolean overdue,
      @Nullable String triage,
      @JsonProperty("triage_note") @Nullable String triageNote,
      @Nullable String service) {}

  private final Shelf shelf;
  private final Ledger ledger;
  private final Desk desk;
  private final Agencies agencies;

  VirtualSchools(Shelf shelf, Ledger ledger, Desk desk, Agencies agencies) {
    this.shelf = shelf;
    this.ledger = ledger;
    this.desk = desk;
    this.agencies = agencies;
  }

  /** The virtual school of an area; none where none is known. */
  static Optional<Agency> of(Agencies agencies, String area) {
    return agencies.all().stream()
        .filter(agency -> isVirtualSchool(agency) && agency.serves(area))
        .findFirst();
  }

  static boolean isVirtualSchool(Agency agency) {
    return agency.kind().equals(AgencyKind.VIRTUAL_SCHOOL.word());
  }

  /** All of them, by name. */
  public List<View> all() {
    return agencies.all().stream().filter(VirtualSchools::isVirtualSchool).map(this::view).toList();
  }

  /** Those whose annual training is past its day, or was never held. */
  public List<View> overdue() {
    return all().stream().filter(View::overdue).toList();
  }

  private Agency require(String agencyId) {
    return agencies
        .find(agencyId)
        .filter(VirtualSchools::isVirtualSchool)
        .orElseThrow(
            () -> Problem.notFound("There is no such virtual school: see /api/virtual-schools."));
  }

  private View view(Agency agency) {
    List<TrainingView> training = training(agency.id());
    LocalDate last =
        training.stream()
            .filter(held -> held.audience().equals(shelf.schools().annualAudience()))
            .map(TrainingView::held)
            .max(Comparator.naturalOrder())
            .orElse(null);
    LocalDate due = last == null ? null : last.plusMonths(shelf.schools().trainingMonths());
    Optional<Event> link = ledger.find(DirectoryEvents.VIRTUAL_SCHOOL, agency.id());
    return new View(
        agency.id(),
        agency.name(),
        agency.areas(),
        staff(agency.id()).stream().map(VirtualSchools::person).toList(),
        link.flatMap(entry -> entry.text("link"))
            .map(user -> new Person(user, ledger.name(user)))
            .orElse(null),
        link.flatMap(entry -> entry.text("why")).orElse(null),
        last,
        due,
        due == null || ledger.today().isAfter(due),
        training);
  }

  private static Person person(Account account) {
    return new Person(account.id().value(), account.displayName());
  }

  private List<Account> staff(String agency) {
    return desk.accounts().all().stream()
        .filter(account -> account.active() && account.isStaff() && agency.equals(account.agency()))
        .sorted(Comparator.comparing(Account::displayName).thenComparing(Account::id))
        .toList();
  }

  private List<TrainingView> training(String agency) {
    List<TrainingView> training = new ArrayList<>();
    for (Event entry : ledger.all(DirectoryEvents.TRAINING)) {
      String key = String.valueOf(entry.stateKey());
      if (key.startsWith(agency + "/")) {
        training.add(
            new TrainingView(
                key.substring(agency.length() + 1),
                LocalDate.parse(entry.text("held").orElse("")),
                entry.text("title").orElse(""),
                entry.text("audience").orElse(""),
                entry.content().path("attended").asInt(),
                ledger.name(entry.text("by").orElse(null))));
      }
    }
    training.sort(Comparator.comparing(TrainingView::held).reversed());
    return training;
  }

  /**
   * Names who of the adoption service works with a virtual school.
   *
   * @throws Problem 404 for no such virtual school or person, 400 for somebody who is no staff of
   *     another agency, 403 for who does not keep its part
   */
  public View link(UserId by, String agencyId, UserId person, String why) {
    Agency agency = require(agencyId);
    Account account = ledger.require(person);
    String theirs = account.agency();
    if (!account.isStaff() || theirs == null || theirs.equals(agencyId)) {
      throw Problem.invalidParam(
          "The link is somebody of the adoption service, who works with this virtual school.");
    }
    Account who = ledger.require(by);
    if (!Ledger.keeps(who, agencyId) && !Ledger.keeps(who, theirs)) {
      ledger.requireKeeper(by, agencyId);
    }
    ledger.write(
        by,
        DirectoryEvents.VIRTUAL_SCHOOL,
        agencyId,
        Json.object().put("link", person.value()).put("why", Ledger.text("why", why)));
    return view(agency);
  }

  /**
   * Records training that was held.
   *
   * @param audience a word of the list in {@code schools.yaml}
   * @param attended how many came
   * @throws Problem 404 for no such virtual school, 400 for a day to come or an audience that there
   *     is not, 403 for who does not keep its part
   */
  public View train(
      UserId by, String agencyId, LocalDate held, String title, String audience, int attended) {
    Agency agency = require(agencyId);
    ledger.requireKeeper(by, agencyId);
    if (held.isAfter(ledger.today())) {
      throw Problem.invalidParam("'held' is a day that has come: training is recorded afterwards.");
    }
    if (shelf.schools().audiences().stream().noneMatch(known -> known.id().equals(audience))) {
      throw Problem.invalidParam(
          "'audience' is one of "
              + String.join(", ", shelf.schools().audiences().stream().map(Shelf.Kind::id).toList())
              + ".");
    }
    if (attended < 0 || attended > 10_000) {
      throw Problem.invalidParam("'attended' is how many people came.");
    }
    ObjectNode content =
        Json.object()
            .put("held", held.toString())
            .put("title", Ledger.text("title", title))
            .put("audience", audience)
            .put("attended", attended);
    ledger.writeNext(by, DirectoryEvents.TRAINING, agencyId, content);
    return view(agency);
  }

  /**
   * The questions that wait with a virtual school's people, soonest due first: of the cases that
   * the reader may open.
   *
   * @throws Problem 404 for no such virtual school, 403 for who does not work there
   */
  public List<Waiting> queue(UserId by, String agencyId) {
    require(agencyId);
    Account who = ledger.require(by);
    if (!agencyId.equals(who.agency())) {
      throw Problem.forbidden("The queue of a virtual school is for the people who work there.");
    }
    RoomView view = desk.log().view();
    TreeSet<RoomId> spaces = new TreeSet<>();
    staff(agencyId).forEach(person -> spaces.addAll(view.rooms(person.id(), Membership.JOIN)));
    List<Waiting> waiting = new ArrayList<>();
    for (RoomId room : spaces) {
      CaseFile.of(view, room)
          .filter(file -> file.space().equals(room) && desk.mayOpen(by, file))
          .ifPresent(file -> waiting.addAll(waiting(by, file, agencyId)));
    }
    waiting.sort(Comparator.comparing(Waiting::due).thenComparing(Waiting::reference));
    return waiting;
  }

  private List<Waiting> waiting(UserId by, CaseFile file, String agency) {
    List<Waiting> waiting = new ArrayList<>();
    for (Event question : file.state(CaseEvents.QUESTION)) {
      UserId owner = UserId.of(question.text("owner").orElse(""));
      boolean theirs =
          desk.accounts().find(owner).map(Account::agency).filter(agency::equals).isPresent();
      if (!theirs || question.text("status").filter("closed"::equals).isPresent()) {
        continue;
      }
      String number = String.valueOf(question.stateKey());
      Optional<Event> triage = file.state(SchoolEvents.TRIAGED, number);
      LocalDate due = LocalDate.parse(question.text("due").orElse(""));
      boolean reads = desk.policy().access().mayStandIn(by, question, file.view());
      waiting.add(
          new Waiting(
              file.reference(),
              number,
              reads ? question.text("text").orElse("") : "",
              due,
              question.text("status").orElse(""),
              owner.value(),
              desk.name(owner),
              ledger.today().isAfter(due),
              triage.map(event -> Fields.text(event.content(), "outcome")).orElse(null),
              triage
                  .filter(event -> reads)
                  .map(event -> Fields.text(event.content(), "note"))
                  .orElse(null),
              triage.map(event -> Fields.text(event.content(), "service")).orElse(null)));
    }
    return waiting;
  }
}
