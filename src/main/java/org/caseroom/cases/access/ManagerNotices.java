package org.caseroom.cases.access;

import java.util.List;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Notices;
import org.caseroom.cases.door.RoomPlan;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.identity.Account;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomView;

/** Tells a manager something at once, in a room of the house with them alone. */
final class ManagerNotices {
  /** In the creation of such a room: whom it is with. */
  private static final String WITH = CaseEvents.PREFIX + "notices_for";

  private final UserId service;

  ManagerNotices(UserId service) {
    this.service = service;
  }

  /** Adds the notice, and the room where there is none yet. */
  void tell(Step step, Account manager, String words) {
    List<Draft> drafts = step.drafts();
    RoomId room =
        find(step.file().view(), manager.id())
            .or(() -> begun(drafts, manager.id()))
            .orElseGet(() -> open(step, manager));
    drafts.add(Notices.notice(room, service, words, step.event()));
  }

  private Optional<RoomId> find(RoomView view, UserId manager) {
    return view.stateAround(manager, "m.room.create", "").stream()
        .filter(create -> create.sender().equals(service))
        .filter(create -> create.text(WITH).filter(manager.value()::equals).isPresent())
        .map(Event::room)
        .filter(room -> view.membership(room, manager) == Membership.JOIN)
        .findFirst();
  }

  private static Optional<RoomId> begun(List<Draft> drafts, UserId manager) {
    return drafts.stream()
        .filter(draft -> draft.type().equals("m.room.create"))
        .filter(draft -> draft.content().path(WITH).asText().equals(manager.value()))
        .map(Draft::room)
        .findFirst();
  }

  private RoomId open(Step step, Account manager) {
    RoomPlan plan =
        RoomPlan.start(
            // A room of no kind of casework: the kind only tells spaces from rooms here.
            RoomKind.HUB,
            service,
            step.file().view().now(),
            Json.object().put(CaseEvents.PRIVATE, true).put(WITH, manager.id().value()));
    plan.state("m.room.name", "", Json.object().put("name", "Notices for managers"));
    plan.place(manager.id(), manager.displayName(), "What a manager has to know at once");
    step.drafts().addAll(plan.drafts());
    return plan.id();
  }
}
