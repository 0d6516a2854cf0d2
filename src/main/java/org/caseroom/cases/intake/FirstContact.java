package org.caseroom.cases.intake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.door.Door;
import org.caseroom.cases.door.Hubs;
import org.caseroom.cases.door.Notices;
import org.caseroom.cases.door.Opening;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFacts;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Home;
import org.caseroom.cases.procedure.ChecklistContent;
import org.caseroom.cases.procedure.IntakeRules;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Agencies;
import org.caseroom.identity.Agency;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomView;

/** What a first contact brings with it: facts, the duty to inform, and an earlier case. */
final class FirstContact {
  private static final List<String> DATES =
      List.of(CaseFacts.BORN, Home.ORDER_DATE, CaseFacts.PLACED);

  private final Accounts accounts;
  private final Agencies agencies;
  private final UserId service;

  FirstContact(Accounts accounts, Agencies agencies, UserId service) {
    this.accounts = accounts;
    this.agencies = agencies;
    this.service = service;
  }

  // ---- What is refused ----

  void check(Event referral, Procedure procedure, RoomView before) {
    dates(referral.content());
    honest(referral);
    referral.text("trigger").ifPresent(trigger -> trigger(trigger, procedure));
    referral.text("earlier").ifPresent(earlier -> earlier(referral, earlier, procedure, before));
  }

  /** Who took a call or an email down: the sender, or whom the house names. */
  static UserId recorder(Event referral) {
    return referral.text("recorded_by").map(UserId::of).orElse(referral.sender());
  }

  private void honest(Event referral) {
    if (!referral.sender().equals(service) && !recorder(referral).equals(referral.sender())) {
      throw Problem.invalidParam("'recorded_by' is you, or left out: nobody writes for others.");
    }
  }

  static void dates(ObjectNode content) {
    for (String field : DATES) {
      if (content.hasNonNull(field) && Home.day(content.path(field).asText()).isEmpty()) {
        throw Problem.invalidParam(
            "'" + field + "' should be a date that there is, such as 2025-03-03.");
      }
    }
  }

  static IntakeRules.Reason trigger(String id, Procedure procedure) {
    IntakeRules.Inform inform = procedure.intakeRules().inform();
    if (inform == null) {
      throw Problem.invalidParam("This agency's procedure names no triggers of a duty to inform.");
    }
    return inform
        .trigger(id)
        .orElseThrow(
            () ->
                Problem.invalidParam(
                    "'trigger' is one of "
                        + inform.triggers().stream()
                            .map(IntakeRules.Reason::id)
                            .collect(Collectors.joining(", "))
                        + " ("
                        + inform.clause()
                        + ")."));
  }

  /** Whoever names an earlier case has to be able to open it, and it has to be closed. */
  private void earlier(Event referral, String reference, Procedure procedure, RoomView before) {
    CaseFile file =
        find(before, referral.room(), reference)
            .filter(found -> knows(referral, found))
            .orElseThrow(() -> Desk.noSuchCase(reference));
    boolean closed = procedure.stage(file.stage()).filter(Procedure.Stage::closed).isPresent();
    if (!closed) {
      throw Problem.of(
          409,
          "ORG.CASEROOM_EXISTS",
          reference
              + " is still open: say it there, and its team hears it. A new referral names an"
              + " earlier case once that one is closed.");
    }
  }

  private boolean knows(Event referral, CaseFile file) {
    Optional<UserId> referrer = referral.text("referrer").map(UserId::of);
    if (referrer.isPresent()) {
      return Door.inCase(file, referrer.get());
    }
    return accounts
        .find(recorder(referral))
        .filter(Account::isStaff)
        .filter(who -> Door.inCase(file, who.id()) || Hubs.worksAt(who, file.agency(), file.hub()))
        .isPresent();
  }

  /** A case of any hub, found from the room of one. */
  static Optional<CaseFile> find(RoomView view, RoomId hub, String reference) {
    return view.state(hub, CaseEvents.HUB, "")
        .flatMap(event -> event.text("register"))
        .flatMap(room -> view.state(RoomId.of(room), CaseEvents.REGISTER_CASE, reference))
        .flatMap(entry -> entry.text("space"))
        .flatMap(space -> CaseFile.of(view, RoomId.of(space)));
  }

  // ---- What follows from a referral ----

  void opened(Opening opening) {
    ObjectNode head = head(opening);
    take(opening.referral().content(), head);
    String area = opening.referral().text(Home.AREA).orElse("");
    if (!area.isBlank()) {
      boolean out = outOfArea(opening.agency(), area);
      head.put(Home.AREA, Agency.area(area)).put(Home.OUT_OF_AREA, out);
      if (out) {
        opening.tell(
            opening.reference()
                + " is out of area: '"
                + Agency.area(area)
                + "' belongs to none of this agency's hubs.");
      }
    }
    opening.referral().text("trigger").ifPresent(trigger -> inform(opening, trigger));
    placed(opening, head);
    opening.referral().text("earlier").ifPresent(earlier -> link(opening, earlier));
  }

  /** The head of the case that is being opened, still to be written. */
  private static ObjectNode head(Opening opening) {
    return opening.drafts().stream()
        .filter(draft -> draft.type().equals(CaseEvents.CASE))
        .map(Draft::content)
        .findFirst()
        .orElseThrow();
  }

  private static void take(ObjectNode said, ObjectNode head) {
    for (String field : DATES) {
      if (said.hasNonNull(field)) {
        head.put(field, said.path(field).asText());
      }
    }
    if (said.hasNonNull(CaseFacts.SCHOOL_AREA)) {
      head.put(CaseFacts.SCHOOL_AREA, Agency.area(said.path(CaseFacts.SCHOOL_AREA).asText()));
    }
  }

  /**
   * An area that neither the agency nor one of its hubs serves; unknown while none of them says.
   */
  private boolean outOfArea(String agencyId, String area) {
    Optional<Agency> agency = agencies.find(agencyId);
    boolean says =
        agency.isPresent()
            && (!agency.get().areas().isEmpty()
                || agency.get().hubs().stream().anyMatch(hub -> !hub.areas().isEmpty()));
    return says
        && !agency.get().serves(area)
        && agency.get().hubs().stream().noneMatch(hub -> hub.serves(area));
  }

  private void inform(Opening opening, String id) {
    IntakeRules.Inform inform = opening.procedure().intakeRules().inform();
    if (inform == null) {
      return;
    }
    Event referral = opening.referral();
    opening.state(
        IntakeEvents.INFORM, id, informed(trigger(id, opening.procedure()), inform, referral, ""));
    checklist(opening, inform.checklist());
    opening.tell(
        opening.reference()
            + ": the family has to be informed ("
            + inform.clause()
            + "): "
            + trigger(id, opening.procedure()).title()
            + ".");
  }

  private static ObjectNode informed(
      IntakeRules.Reason trigger, IntakeRules.Inform inform, Event event, String how) {
    ObjectNode content =
        Json.object()
            .put("trigger", trigger.id())
            .put("title", trigger.title())
            .put("clause", inform.clause())
            .put("at", event.originServerTs())
            .put("by", event.sender().value());
    return how.isBlank() ? content : content.put("how", how);
  }

  /** Early support for a child who is placed, and has no order yet. */
  private void placed(Opening opening, ObjectNode head) {
    IntakeRules.Placement placement = opening.procedure().intakeRules().placement();
    if (placement != null && head.has(CaseFacts.PLACED) && !head.has(Home.ORDER_DATE)) {
      checklist(opening, placement.checklist());
    }
  }

  private void checklist(Opening opening, String id) {
    boolean open =
        opening.drafts().stream()
            .anyMatch(
                draft -> draft.type().equals(CaseEvents.CHECKLIST) && id.equals(draft.stateKey()));
    Optional<Procedure.ChecklistRule> rule = opening.procedure().checklist(id);
    if (!open && rule.isPresent()) {
      List<UserId> owners =
          accounts
              .find(recorder(opening.referral()))
              .filter(who -> owns(rule.get(), who))
              .map(who -> List.of(who.id()))
              .orElse(List.of());
      opening.state(
          CaseEvents.CHECKLIST,
          id,
          ChecklistContent.open(rule.get(), owners, opening.referral().time()));
    }
  }

  private static boolean owns(Procedure.ChecklistRule rule, Account who) {
    return rule.owner().roles() != null && rule.owner().roles().stream().anyMatch(who::is);
  }

  /** The new case and the earlier one name each other; nothing of the earlier one changes. */
  private void link(Opening opening, String earlier) {
    Event referral = opening.referral();
    find(opening.view(), referral.room(), earlier)
        .ifPresent(
            file -> {
              opening
                  .drafts()
                  .add(
                      Draft.state(
                          file.space(),
                          opening.service(),
                          IntakeEvents.LATER,
                          opening.reference(),
                          Json.object().put("at", referral.originServerTs())));
              opening.tell(
                  opening.reference()
                      + " follows "
                      + earlier
                      + ": the same child has come back. What was recorded there stays as it is.");
            });
  }

  // ---- Later ----

  /** The head of the case with what is said anew. */
  void facts(Step step) {
    CaseFile file = step.file();
    ObjectNode head = file.content().deepCopy();
    take(step.event().content(), head);
    head.put(CaseFile.OPENED, file.opened().toEpochMilli());
    step.state(CaseEvents.CASE, "", head);
    IntakeRules.Placement placement = step.procedure().intakeRules().placement();
    if (placement != null && head.has(CaseFacts.PLACED) && !head.has(Home.ORDER_DATE)) {
      open(step, placement.checklist());
    }
  }

  void informTrigger(Step step) {
    IntakeRules.Inform inform = step.procedure().intakeRules().inform();
    if (inform == null) {
      return;
    }
    Event event = step.event();
    IntakeRules.Reason trigger = trigger(event.text("trigger").orElse(""), step.procedure());
    step.state(
        IntakeEvents.INFORM,
        trigger.id(),
        informed(trigger, inform, event, event.text("how").orElse("")));
    open(step, inform.checklist());
  }

  private void open(Step step, String checklist) {
    Optional<Procedure.ChecklistRule> rule = step.procedure().checklist(checklist);
    if (rule.isEmpty() || step.file().state(CaseEvents.CHECKLIST, checklist).isPresent()) {
      return;
    }
    List<UserId> owners =
        accounts
            .find(step.event().sender())
            .filter(who -> owns(rule.get(), who))
            .map(who -> List.of(who.id()))
            .orElse(List.of());
    step.state(
        CaseEvents.CHECKLIST,
        checklist,
        ChecklistContent.open(rule.get(), owners, step.event().time()));
  }

  /** What is said of a date, in words. */
  static String said(String title, ObjectNode content, String field) {
    return Home.day(content.path(field).asText())
        .map(day -> " " + title + " " + Notices.day(day) + ".")
        .orElse("");
  }
}
