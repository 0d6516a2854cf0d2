package org.caseroom.cases.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.door.Door;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.SupportRules;
import org.caseroom.rooms.Event;
import org.jspecify.annotations.Nullable;

/** Puts together what somebody sees of the plan, its reviews and its end. */
public final class PlanViews {
  private final Desk desk;
  private final MoneyViews money;
  private final ReviewViews reviews;

  PlanViews(Desk desk) {
    this.desk = desk;
    this.money = new MoneyViews(desk);
    this.reviews = new ReviewViews(desk);
  }

  /**
   * The plan: for the family always an answer, also when there is none yet.
   *
   * @throws Problem 404 for a case that is not theirs
   */
  public PlanView plan(UserId reader, String reference) {
    CaseFile file = desk.open(reader, reference);
    Procedure procedure = desk.policy().procedure(file);
    Sight sight = Sight.of(desk, reader, file);
    List<PlanView.Item> items = sight.team() ? items(procedure, file, sight) : List.of();
    Optional<Event> placement = file.state(PlanEvents.PLACEMENT, "").filter(x -> sight.team());
    String have = have(file, placement);
    return new PlanView(
        have,
        says(have, file),
        placement.map(this::placement).orElse(null),
        tiers(procedure, file),
        foundations(procedure, items),
        items,
        items.stream().anyMatch(item -> isPeer(item, procedure)),
        sight.team() ? offer(procedure, file) : List.of(),
        sight.team() ? money.funds(procedure, file) : List.of(),
        money.budget(sight.affairs() ? file : null),
        sight.affairs() ? money.finance(file) : null,
        ReviewViews.next(procedure, file));
  }

  /**
   * The reviews, the newest first, and when the next is due.
   *
   * @throws Problem 404 for a case that is not theirs
   */
  public PlanView.Reviews reviews(UserId reader, String reference) {
    CaseFile file = desk.open(reader, reference);
    Procedure procedure = desk.policy().procedure(file);
    Sight sight = Sight.of(desk, reader, file);
    return new PlanView.Reviews(
        ReviewViews.next(procedure, file),
        sight.affairs() ? reviews.all(procedure, file, sight) : List.of());
  }

  /**
   * How far the end of support is, with its letter and its feedback.
   *
   * @throws Problem 404 for a case that is not theirs
   */
  public PlanView.Closure closure(UserId reader, String reference) {
    CaseFile file = desk.open(reader, reference);
    return reviews.closure(desk.policy().procedure(file), file, Sight.of(desk, reader, file));
  }

  // ---- Whether there is a plan ----

  private static String have(CaseFile file, Optional<Event> placement) {
    if (!file.state(CaseEvents.PLAN).isEmpty()) {
      return "yes";
    }
    if (placement.filter(event -> event.content().path("has_plan").asBoolean()).isPresent()) {
      return "placement-only";
    }
    return PlanItems.all(file).isEmpty() ? "none" : "being-written";
  }

  private static String says(String have, CaseFile file) {
    String child = file.child();
    return switch (have) {
      case "yes" -> child + " has a support plan. It is below.";
      case "placement-only" ->
          child
              + " has the support plan from the time of placement. A new one follows an assessment"
              + " of need, which you can ask for at any time.";
      case "being-written" ->
          "A support plan for "
              + child
              + " is being written. You get it once a manager has signed it.";
      default ->
          child
              + " has no support plan yet. It follows an assessment of need, which you can ask for"
              + " at any time.";
    };
  }

  private PlanView.Placement placement(Event event) {
    ObjectNode content = event.content();
    return new PlanView.Placement(
        content.path("has_plan").asBoolean(),
        Fields.text(content, "made_on"),
        Fields.text(content, "needs_now"),
        Fields.text(content, "needs_later"),
        Fields.text(content, "source"),
        Fields.text(content, "note"),
        desk.name(event.sender()),
        event.time());
  }

  // ---- The plan ----

  private static List<PlanView.Tier> tiers(Procedure procedure, CaseFile file) {
    List<PlanView.Tier> tiers = new ArrayList<>();
    for (SupportRules.Tier tier :
        Grounds.optional(procedure, SupportRules::tiers).orElse(List.of())) {
      @Nullable String held = PlanItems.held(tier, procedure, file).orElse(null);
      tiers.add(new PlanView.Tier(tier.id(), tier.title(), tier.clause(), held == null, held));
    }
    return tiers;
  }

  /** An item without a foundation of its own stands on the first that its tier has. */
  private static List<PlanView.Foundation> foundations(
      Procedure procedure, List<PlanView.Item> items) {
    List<SupportRules.Foundation> all =
        Grounds.optional(procedure, SupportRules::foundations).orElse(List.of());
    return all.stream()
        .map(
            foundation ->
                new PlanView.Foundation(
                    foundation.id(),
                    foundation.title(),
                    foundation.clause(),
                    items.stream()
                        .filter(item -> foundation.id().equals(foundationOf(item, all)))
                        .map(PlanView.Item::id)
                        .toList()))
        .toList();
  }

  private static @Nullable String foundationOf(
      PlanView.Item item, List<SupportRules.Foundation> all) {
    if (item.foundation() != null) {
      return item.foundation();
    }
    return all.stream()
        .filter(foundation -> foundation.tiers().contains(item.tier()))
        .map(SupportRules.Foundation::id)
        .findFirst()
        .orElse(null);
  }

  private static boolean isPeer(PlanView.Item item, Procedure procedure) {
    return procedure.gates().stream()
        .anyMatch(
            gate ->
                gate.needs().containsKey("plan_has")
                    && gate.needs().get("plan_has").asText().equals(item.kind()));
  }

  /** Without the items of topics that consent keeps from the reader. */
  private List<PlanView.Item> items(Procedure procedure, CaseFile file, Sight sight) {
    Collection<Event> events =
        sight.professional() ? PlanItems.all(file) : file.state(CaseEvents.PLAN);
    return events.stream()
        .filter(event -> desk.policy().mayRead(sight.reader(), event, file.view()))
        .map(event -> item(procedure, file, event))
        .sorted(Comparator.comparing(PlanView.Item::place).thenComparing(PlanView.Item::id))
        .toList();
  }

  private static PlanView.Item item(Procedure procedure, CaseFile file, Event event) {
    ObjectNode content = event.content();
    String id = String.valueOf(event.stateKey());
    String kind = content.path("kind").asText();
    return new PlanView.Item(
        id,
        content.path("title").asText(),
        kind,
        procedure.planKind(kind).map(Procedure.PlanKind::tier).orElse(""),
        content.path("status").asText(),
        Fields.text(content, "provider"),
        Fields.text(content, "delivery"),
        Fields.text(content, "service"),
        Fields.text(content, "foundation"),
        Fields.text(content, "funding_source"),
        Fields.text(content, "starts_on"),
        Fields.text(content, "change"),
        Fields.text(content, "measure"),
        Fields.text(content, "result"),
        Fields.text(content, "reason"),
        content.path("place").asInt(),
        file.state(CaseEvents.PLAN, id).isPresent(),
        FundRules.applicationFor(file, id));
  }

  // ---- The least offer ----

  private List<PlanView.OfferItem> offer(Procedure procedure, CaseFile file) {
    SupportRules.Offer offer = Grounds.optional(procedure, SupportRules::offer).orElse(null);
    if (offer == null) {
      return List.of();
    }
    return offer.items().stream().map(item -> offer(item, offer, procedure, file)).toList();
  }

  private PlanView.OfferItem offer(
      SupportRules.Offer.Item item, SupportRules.Offer offer, Procedure procedure, CaseFile file) {
    Optional<Event> marked = file.state(PlanEvents.OFFER, item.id());
    SupportRules.Offer.Cadence cadence = offer.communication();
    boolean communication = cadence != null && cadence.item().equals(item.id());
    @Nullable LocalDate last = communication ? lastContact(procedure, file) : null;
    @Nullable LocalDate due = null;
    if (communication && !isClosed(procedure, file)) {
      due =
          desk.policy()
              .rules()
              .workingDays()
              .after(
                  Objects.requireNonNullElse(last, Grounds.day(procedure, file.head().time())),
                  Objects.requireNonNull(cadence).workingDays(),
                  procedure.nation());
    }
    return new PlanView.OfferItem(
        item.id(),
        item.title(),
        offer.clause(),
        item.specialist(),
        marked.flatMap(event -> event.text("status")).orElse("open"),
        marked.flatMap(event -> event.text("on")).orElse(null),
        marked.flatMap(event -> event.text("source")).orElse(null),
        marked.flatMap(event -> event.text("note")).orElse(null),
        last,
        due);
  }

  private static boolean isClosed(Procedure procedure, CaseFile file) {
    return procedure.stage(file.stage()).filter(Procedure.Stage::closed).isPresent();
  }

  private static @Nullable LocalDate lastContact(Procedure procedure, CaseFile file) {
    return file.state(PlanEvents.CONTACT_LOG, "")
        .map(
            log ->
                Grounds.day(
                    procedure, java.time.Instant.ofEpochMilli(log.content().path("last").asLong())))
        .orElse(null);
  }

  /**
   * What somebody sees.
   *
   * @param reader who
   * @param team whether they are in the case; the people of its hub see less
   * @param professional whether they read the professionals' room
   * @param affairs whether they read the family's room, or are the agency's own in the
   *     professionals' room
   */
  record Sight(UserId reader, boolean team, boolean professional, boolean affairs) {
    static Sight of(Desk desk, UserId reader, CaseFile file) {
      boolean professional = reads(desk, reader, file, RoomKind.PROFESSIONALS);
      boolean own =
          desk.accounts()
              .find(reader)
              .filter(account -> file.agency().equals(account.agency()))
              .isPresent();
      boolean team = Door.looksInto(file, reader);
      boolean family =
          file.room(RoomKind.FAMILY).isPresent()
              ? reads(desk, reader, file, RoomKind.FAMILY)
              : team;
      return new Sight(reader, team, professional, family || (own && professional));
    }

    private static boolean reads(Desk desk, UserId reader, CaseFile file, RoomKind kind) {
      return file.room(kind)
          .filter(
              room ->
                  file.view().membership(room, reader) == org.caseroom.rooms.Membership.JOIN
                      && desk.policy().mayRead(reader, room, file.view()))
          .isPresent();
    }
  }
}
