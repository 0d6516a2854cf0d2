package org.caseroom.cases;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Access;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.door.RoomPlan;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.identity.Account;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomView;
import org.jspecify.annotations.Nullable;

/** Who is in the team around a child, and the rooms that they meet in. */
public final class Team {
  private final Desk desk;

  Team(Desk desk) {
    this.desk = desk;
  }

  /**
   * Adds somebody: they are invited to the case's space and to the rooms named.
   *
   * @param role what they are in this team; null for the first role of their account
   * @param why why they join, as the family reads it
   * @throws Problem 409 when the family has not agreed to their agency (8.2)
   */
  public Event add(
      UserId by,
      String reference,
      UserId person,
      @Nullable Role role,
      String why,
      Set<RoomKind> rooms) {
    CaseFile file = desk.open(by, reference);
    Account account = desk.accounts().require(person);
    Role as = role == null ? account.mainRole() : role;
    ObjectNode content = Json.object().put("role", as.word()).put("why", why);
    Fields.put(content, "agency", account.agency());
    Fields.put(content, "rooms", rooms.stream().map(RoomKind::word).sorted().toList());
    return desk.paper(by, file.space(), CaseEvents.MEMBER, CaseEvents.personKey(person), content);
  }

  /** Takes somebody out of the team and of all of its rooms. */
  public Event remove(UserId by, String reference, UserId person, String why) {
    CaseFile file = desk.open(by, reference);
    String key = CaseEvents.personKey(person);
    ObjectNode content =
        file.state(CaseEvents.MEMBER, key)
            .map(event -> event.content().deepCopy())
            .orElseThrow(() -> Problem.notFound("This person is not in the team."));
    content.put("left", true).put("why", why);
    return desk.paper(by, file.space(), CaseEvents.MEMBER, key, content);
  }

  /** Names the lead practitioner, who has to be in the team. */
  public Event lead(UserId by, String reference, UserId person, String why) {
    CaseFile file = desk.open(by, reference);
    return desk.paper(
        by,
        file.space(),
        CaseEvents.LEAD,
        "",
        Json.object().put("person", person.value()).put("why", why));
  }

  /** Accepts the invitations that somebody has to the rooms of a case. */
  public void join(UserId by, String reference) {
    CaseFile file = desk.open(by, reference);
    List<RoomId> rooms = new ArrayList<>(file.rooms().values());
    rooms.add(0, file.space());
    desk.log().appendNow(before -> accepting(before, by, rooms));
  }

  private List<Draft> accepting(RoomView before, UserId by, List<RoomId> rooms) {
    List<Draft> drafts = new ArrayList<>();
    for (RoomId room : rooms) {
      // A young person may have chosen others meanwhile: that room waits, the others do not.
      boolean keptByChild =
          desk.policy().access().ground(by, room, before).why() == Access.Why.NOT_CHOSEN;
      if (before.membership(room, by) == Membership.INVITE && !keptByChild) {
        drafts.add(RoomPlan.join(room, by, desk.name(by)));
      }
    }
    return drafts;
  }

  /** Opens a room of the case: {@code FAMILY}, {@code VOICE} or {@code LETTERBOX}. */
  public Event openRoom(UserId by, String reference, RoomKind kind) {
    CaseFile file = desk.open(by, reference);
    return desk.act(
        by,
        file.requireRoom(RoomKind.PROFESSIONALS),
        CaseEvents.ROOM_OPEN,
        Json.object().put("kind", kind.word()));
  }
}
