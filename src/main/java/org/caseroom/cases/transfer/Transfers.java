package org.caseroom.cases.transfer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.door.Hubs;
import org.caseroom.cases.door.RoomPlan;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.identity.Account;
import org.caseroom.identity.Agencies;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomView;
import org.jspecify.annotations.Nullable;

/** Addresses, responsibility and the transfer of a case to another agency. */
public final class Transfers {
  private final Desk desk;
  private final Responsibility responsibility;
  private final TransferViews views;

  /** Makes the service. */
  public Transfers(Desk desk, Agencies agencies) {
    this.desk = desk;
    this.responsibility = new Responsibility(new Areas(agencies), desk.accounts());
    this.views = new TransferViews(desk, agencies);
  }

  /**
   * Who answers for the family, until when, and by which rule (4.2, Transfer).
   *
   * @throws Problem 404 for a case that is not theirs
   */
  public ResponsibilityCard responsibility(UserId by, String reference) {
    CaseFile file = desk.open(by, reference);
    return responsibility.card(desk.policy().procedure(file), file);
  }

  /**
   * Records that the family lives in another council area.
   *
   * @param area as agencies list it; the street is not kept
   */
  public Event address(
      UserId by, String reference, String area, @Nullable LocalDate since, @Nullable String note) {
    ObjectNode content = Json.object().put("area", area);
    Fields.put(content, "since", since);
    Fields.put(content, "note", note);
    return inSpace(by, reference, TransferEvents.ADDRESS, content);
  }

  /** Records, or corrects, the date of the adoption order. */
  public Event orderDate(UserId by, String reference, LocalDate date, @Nullable String note) {
    ObjectNode content = Json.object().put("date", date.toString());
    Fields.put(content, "note", note);
    return inSpace(by, reference, TransferEvents.ORDER_DATE, content);
  }

  // ---- Offering ----

  /** Records a manager's view of a transfer. */
  public Event consult(UserId by, String reference, boolean agreed, String view) {
    return professional(
        by,
        reference,
        TransferEvents.CONSULT,
        Json.object().put("agreed", agreed).put("view", view));
  }

  /**
   * Writes the Adoption Support Transfer Form.
   *
   * @param content its fields, as the form has them
   * @throws Problem 409 where one of the procedure's gates is not met
   */
  public Event form(UserId by, String reference, ObjectNode content) {
    return professional(by, reference, TransferEvents.FORM, content);
  }

  /**
   * Offers the case to the agency where the family lives, with the sealed pack.
   *
   * @param content agency, and what else an offer has
   * @throws Problem 409 where a gate, the form, or consent and lawful basis are missing
   */
  public Event offer(UserId by, String reference, ObjectNode content) {
    return professional(by, reference, TransferEvents.OFFER, content);
  }

  private Event professional(UserId by, String reference, String type, ObjectNode content) {
    CaseFile file = desk.open(by, reference);
    return desk.act(by, file.requireRoom(RoomKind.PROFESSIONALS), type, content);
  }

  // ---- Receiving ----

  /** The transfers in whose rooms somebody is: offers to their agency, and their own. */
  public List<TransferView> list(UserId by) {
    RoomView view = desk.log().view();
    return Stream.of(Membership.JOIN, Membership.INVITE)
        .flatMap(membership -> view.rooms(by, membership).stream())
        .filter(room -> CaseFile.kind(view, room).filter(RoomKind.TRANSFER::equals).isPresent())
        .flatMap(room -> CaseFile.of(view, room).stream())
        .filter(file -> views.meets(by, file))
        .map(file -> views.view(by, file))
        .distinct()
        .sorted(Comparator.comparing(TransferView::reference))
        .toList();
  }

  /**
   * A transfer, for the people of the case and those of the agency that it is offered to.
   *
   * @throws Problem 404 for everybody else
   */
  public TransferView view(UserId by, String reference) {
    return views.view(by, open(by, reference));
  }

  /**
   * The sealed pack, for the two agencies.
   *
   * @throws Problem 404 for everybody else, and before an offer
   */
  public TransferView.Pack pack(UserId by, String reference) {
    CaseFile file = open(by, reference);
    if (!views.meets(by, file)) {
      throw Problem.notFound(
          "There is no pack that you can read: it is sealed with the offer, for both agencies.");
    }
    return views.pack(file).orElseThrow(() -> Problem.notFound("Nothing was offered yet."));
  }

  /**
   * Says something in the transfer's room: a clarification, an answer, acceptance, refusal, the
   * receiver's check.
   *
   * @param type one of {@link TransferEvents}
   */
  public TransferView say(UserId by, String reference, String type, ObjectNode content) {
    CaseFile file = open(by, reference);
    RoomId room =
        TransferState.room(file)
            .filter(found -> views.meets(by, file))
            .orElseThrow(() -> Problem.notFound("Nothing of this case is offered to you."));
    enter(by, room, file);
    desk.act(by, room, type, content);
    // Whoever declined reads nothing of it from now on, and is answered all the same.
    return views.view(by, CaseFile.of(desk.log().view(), file.space()).orElseThrow());
  }

  /** Ticks an outcome check: the family in the case, the receiving agency where it is. */
  public TransferView check(UserId by, String reference, String check, @Nullable String note) {
    ObjectNode content = Json.object().put("check", check);
    Fields.put(content, "note", note);
    CaseFile file = open(by, reference);
    if (views.meets(by, file)) {
      return say(by, reference, TransferEvents.CHECK, content);
    }
    desk.act(by, file.space(), TransferEvents.CHECK, content);
    return view(by, reference);
  }

  /** Takes a house bot into the room where the agencies meet, so that it hears their commands. */
  public void attend(RoomId room, Account bot) {
    Hubs.enter(desk.log(), desk.policy().service(), room, List.of(bot));
  }

  private void enter(UserId by, RoomId room, CaseFile file) {
    if (file.view().membership(room, by) == Membership.INVITE) {
      desk.unit(List.of(RoomPlan.join(room, by, desk.name(by))));
    }
  }

  /** The case, for its people; or for who reads the offer of it. */
  private CaseFile open(UserId by, String reference) {
    RoomView view = desk.log().view();
    return desk.register()
        .space(view, reference)
        .flatMap(space -> CaseFile.of(view, space))
        .filter(file -> desk.mayOpen(by, file) || views.meets(by, file))
        .orElseThrow(() -> Desk.noSuchCase(reference));
  }

  private Event inSpace(UserId by, String reference, String type, ObjectNode content) {
    CaseFile file = desk.open(by, reference);
    return desk.act(by, file.space(), type, content);
  }
}
