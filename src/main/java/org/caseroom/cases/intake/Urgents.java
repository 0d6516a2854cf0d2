package org.caseroom.cases.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.HubFiles;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.IntakeRules;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.identity.Agencies;
import org.caseroom.identity.Agency;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomView;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The urgent path (7.5, 7.6): concerns, who is on call, and referrals to a safeguarding hub. */
public final class Urgents {
  private static final Logger LOG = LoggerFactory.getLogger(Urgents.class);

  private static final String NOT_DUE = "ORG.CASEROOM_NOT_DUE";

  private final Desk desk;
  private final Agencies agencies;
  private final UrgentFlow flow;
  private final MashFlow mash;
  private final Rota rota;

  Urgents(Desk desk, Agencies agencies) {
    this.desk = desk;
    this.agencies = agencies;
    this.rota = new Rota(desk.accounts());
    UserId service = desk.policy().service();
    this.flow = new UrgentFlow(desk.accounts(), service, rota);
    this.mash = new MashFlow(desk.policy().rules().workingDays(), service);
  }

  // ---- Concerns ----

  /**
   * Raises an urgent concern: a person of the hub is paged.
   *
   * @param ground one of the grounds of the procedure, where it is known
   */
  public Event raise(UserId by, String reference, String words, @Nullable String ground) {
    CaseFile file = desk.open(by, reference);
    boolean family = desk.accounts().find(by).filter(Account::isFamily).isPresent();
    RoomId room =
        family ? file.room(RoomKind.FAMILY).orElse(file.space()) : Intake.workRoom(desk, by, file);
    ObjectNode content = Json.object().put("reference", reference).put("words", words);
    Fields.put(content, "ground", ground);
    return desk.act(by, room, IntakeEvents.URGENT_RAISE, content);
  }

  /** Acknowledges a page: somebody has it, and it goes no further. */
  public Event acknowledge(UserId by, String reference, String number) {
    return atHub(
        by, reference, IntakeEvents.URGENT_ACKNOWLEDGE, Json.object().put("urgent", number));
  }

  /**
   * Decides what a concern is.
   *
   * @param outcome {@code safeguarding} or {@code not-urgent}
   * @param ground one of the grounds of the procedure, for safeguarding
   */
  public Event decide(
      UserId by,
      String reference,
      String number,
      String outcome,
      @Nullable String ground,
      String reason) {
    ObjectNode content =
        Json.object().put("urgent", number).put("outcome", outcome).put("reason", reason);
    Fields.put(content, "ground", ground);
    return atHub(by, reference, IntakeEvents.URGENT_DECIDE, content);
  }

  /**
   * Whose Matrix client shows little of why their words are held: they are to read whom to call in
   * private as well.
   *
   * @param concern the state of the concern that pages
   */
  public static List<UserId> hinted(Event concern) {
    return UrgentFlow.hinted(concern);
  }

  // ---- Referrals to a safeguarding hub ----

  /**
   * Records that a referral was sent.
   *
   * @param to which Multi-Agency Safeguarding Hub
   * @param notToldReason why the family was not told; null when they were
   */
  public Event refer(
      UserId by,
      String reference,
      String to,
      String ground,
      String what,
      boolean familyTold,
      @Nullable String notToldReason) {
    ObjectNode content =
        Json.object()
            .put("to", to)
            .put("ground", ground)
            .put("what", what)
            .put("family_told", familyTold);
    Fields.put(content, "not_told_reason", notToldReason);
    return atHub(by, reference, IntakeEvents.MASH_REFER, content);
  }

  /**
   * Records what they said: that it was received, or the outcome.
   *
   * @param from who said it
   */
  public Event answer(
      UserId by, String reference, String number, String kind, String said, @Nullable String from) {
    ObjectNode content = Json.object().put("number", number).put("kind", kind).put("said", said);
    Fields.put(content, "from", from);
    return atHub(by, reference, IntakeEvents.MASH_ANSWER, content);
  }

  private Event atHub(UserId by, String reference, String type, ObjectNode content) {
    CaseFile file = desk.open(by, reference);
    return desk.act(by, desk.hub(by, file), type, content.put("reference", reference));
  }

  /**
   * The concerns and referrals of a case, for the responsible agency's staff.
   *
   * @throws Problem 404 for others, who are not told whether there is anything
   */
  public List<UrgentView> view(UserId by, String reference) {
    CaseFile file = desk.open(by, reference);
    boolean own =
        desk.accounts()
            .find(by)
            .filter(who -> who.isStaff() && file.agency().equals(who.agency()))
            .isPresent();
    if (!own) {
      throw Desk.noSuchCase(reference);
    }
    List<UrgentView> all = new ArrayList<>();
    HubFiles.hub(file)
        .ifPresent(
            hub -> {
              for (Event event : UrgentFlow.numbered(file, hub, IntakeEvents.URGENT)) {
                all.add(UrgentView.concern(event.content(), desk::name));
              }
              for (Event event : UrgentFlow.numbered(file, hub, IntakeEvents.MASH)) {
                all.add(UrgentView.referral(event.content(), desk::name));
              }
            });
    all.sort(Comparator.comparing(UrgentView::at));
    return all;
  }

  /** Whether a case has an urgent concern that nobody has decided yet. */
  public boolean isOpen(CaseFile file) {
    return HubFiles.hub(file).filter(hub -> UrgentFlow.open(file, hub).isPresent()).isPresent();
  }

  // ---- The rota ----

  /**
   * A shift of a hub's rota.
   *
   * @param onNow whether it is now
   */
  public record ShiftView(
      String id,
      UserId person,
      String name,
      Instant from,
      Instant to,
      int place,
      @com.fasterxml.jackson.annotation.JsonProperty("on_now") boolean onNow) {}

  /** Puts somebody on call at a hub, or takes a shift off with {@code person} null. */
  public List<ShiftView> shift(
      UserId by,
      String agencyId,
      String hubId,
      String shift,
      @Nullable UserId person,
      @Nullable Instant from,
      @Nullable Instant to,
      int place) {
    Agency agency = agencies.require(agencyId);
    Agency.Hub hub = hub(agency, hubId);
    ObjectNode content = Json.object();
    if (person == null) {
      content.put("off", true);
    } else {
      Fields.put(content, "person", person);
      Fields.put(content, "from", from);
      Fields.put(content, "to", to);
      content.put("place", place);
    }
    RoomId room = desk.queue(desk.accounts().require(by), agency, hub);
    desk.paper(by, room, IntakeEvents.ROTA, shift, content);
    return rota(by, agencyId, hubId);
  }

  private static Agency.Hub hub(Agency agency, String hubId) {
    return agency.hubs().stream()
        .filter(each -> each.id().equals(hubId))
        .findFirst()
        .orElseThrow(() -> Problem.notFound("This agency has no such hub: see /api/agencies."));
  }

  /** The rota of a hub, for the agency's staff. */
  public List<ShiftView> rota(UserId by, String agencyId, String hubId) {
    Agency agency = agencies.require(agencyId);
    hub(agency, hubId);
    Account who = desk.accounts().require(by);
    if (!who.isStaff() || !agencyId.equals(who.agency())) {
      throw Problem.forbidden("The rota is for the staff of this agency.");
    }
    RoomView view = desk.log().view();
    Instant now = view.now();
    return desk.register().hub(view, agencyId, hubId).stream()
        .flatMap(room -> Rota.shifts(view, room).stream())
        .map(
            each ->
                new ShiftView(
                    each.id(),
                    each.person(),
                    desk.name(each.person()),
                    each.from(),
                    each.to(),
                    each.place(),
                    each.covers(now)))
        .toList();
  }

  // ---- What falls due ----

  /**
   * Pages the next person where nobody has answered, and asks for outcomes that are not there. What
   * is refused in one place keeps no other from being done.
   */
  public void due() {
    RoomView view = desk.log().view();
    Instant now = view.now();
    for (RoomId hub : desk.register().hubs(view)) {
      for (Event event : view.state(hub, IntakeEvents.URGENT)) {
        if (at(event.content(), "answer_by", now)) {
          append(hub, IntakeEvents.URGENT, event, now);
        }
      }
      for (Event event : view.state(hub, IntakeEvents.MASH)) {
        if (at(event.content(), "chase_at", now)) {
          append(hub, IntakeEvents.MASH, event, now);
        }
      }
    }
  }

  private static boolean at(JsonNode content, String field, Instant now) {
    return content.has(field) && !now.isBefore(Instant.ofEpochMilli(content.path(field).asLong()));
  }

  /** Looked up again under the lock: another node may have been first. */
  private void append(RoomId hub, String type, Event seen, Instant now) {
    try {
      desk.log()
          .appendNow(
              view ->
                  view.state(hub, type, String.valueOf(seen.stateKey()))
                      .filter(event -> event.id().equals(seen.id()))
                      .map(event -> drafts(view, hub, event, now))
                      .filter(drafts -> !drafts.isEmpty())
                      .orElseThrow(() -> Problem.of(409, NOT_DUE, "This is not due any more.")));
    } catch (Problem problem) {
      if (!problem.errcode().equals(NOT_DUE)) {
        LOG.error("{} in {} is due and was refused: {}", seen.id(), hub, problem.message());
      }
    }
  }

  private List<Draft> drafts(RoomView view, RoomId hub, Event event, Instant now) {
    Optional<CaseFile> file =
        event.text("reference").flatMap(name -> FirstContact.find(view, hub, name));
    if (file.isEmpty()) {
      return List.of();
    }
    Procedure procedure = desk.policy().procedure(file.get());
    if (event.type().equals(IntakeEvents.MASH)) {
      return mash.chasing(procedure, event, now);
    }
    IntakeRules.Urgent urgent = UrgentFlow.rules(procedure);
    ObjectNode content = event.content().deepCopy();
    UserId next = rota.next(view, hub, now, UrgentFlow.paged(content));
    return flow.paging(urgent, content, hub, next, now, null);
  }
}
