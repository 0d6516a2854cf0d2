package org.caseroom.cases.door;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomView;

/**
 * What is being put together for a referral that opens a case: all of it is appended with the
 * referral, or none. The case is in no view yet.
 *
 * @param referral the referral, in the hub's room
 * @param agency the agency's id
 * @param hub the hub's id
 * @param space the space of the case that it opens
 * @param reference its reference
 * @param procedure the procedure that it will follow
 * @param view everything else, as it is now
 * @param service the house's own user, who writes what follows
 * @param drafts what follows so far; parts add to it
 */
public record Opening(
    Event referral,
    String agency,
    String hub,
    RoomId space,
    String reference,
    Procedure procedure,
    RoomView view,
    UserId service,
    List<Draft> drafts) {

  /** Adds state that the house writes into the case's space. */
  public void state(String type, String key, ObjectNode content) {
    drafts.add(Draft.state(space, service, type, key, content));
  }

  /** Adds words for the people of the hub. */
  public void tell(String words) {
    drafts.add(Notices.notice(referral.room(), service, words, referral));
  }
}
