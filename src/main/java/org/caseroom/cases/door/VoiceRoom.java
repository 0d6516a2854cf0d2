package org.caseroom.cases.door;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.file.SharingEvents;
import org.caseroom.identity.Account;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Event;

/**
 * Who reads the child's own room. Where a young person of the case has an account it is theirs:
 * they, the adults whom they chose, and for a limited time who opened it for a logged reason. For a
 * small child without an account the usual rules of the case hold.
 */
final class VoiceRoom {
  private static final String YOUNG = Role.YOUNG_PERSON.word();
  private static final String VOICE = RoomKind.VOICE.word();

  private VoiceRoom() {}

  /**
   * Whether the room is a young person's own: one of the case has, or had, an account. Taking them
   * out of the team opens it to nobody.
   */
  static boolean isOwned(CaseFile file) {
    for (Event member : file.state(CaseEvents.MEMBER)) {
      if (member.text("role").filter(YOUNG::equals).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /** Whether somebody is the young person whose room it is. */
  static boolean owns(Account account, CaseFile file) {
    return account.is(Role.YOUNG_PERSON)
        && file.state(CaseEvents.MEMBER, CaseEvents.personKey(account.id()))
            .filter(member -> !member.content().path("left").asBoolean())
            .filter(member -> member.text("role").filter(YOUNG::equals).isPresent())
            // A brother or sister in the family room has no part in it.
            .filter(member -> Fields.texts(member.content().path("rooms")).contains(VOICE))
            .isPresent();
  }

  /** The young person's word about somebody, the newest: chosen, or not any more. */
  static Optional<Event> choice(UserId reader, CaseFile file) {
    return state(file, SharingEvents.VOICE_READER, reader);
  }

  static boolean isChosen(Event choice) {
    return choice.text("status").filter("chosen"::equals).isPresent();
  }

  /** The opening that lets somebody read at a moment. */
  static Optional<Event> opening(UserId reader, CaseFile file, Instant now) {
    return state(file, SharingEvents.VOICE_OPENED, reader)
        .filter(
            opened -> {
              JsonNode until = opened.content().path("until");
              return until.isIntegralNumber() && now.toEpochMilli() < until.longValue();
            });
  }

  private static Optional<Event> state(CaseFile file, String type, UserId reader) {
    Optional<RoomId> room = file.room(RoomKind.VOICE);
    return room.flatMap(id -> file.view().state(id, type, CaseEvents.personKey(reader)));
  }
}
