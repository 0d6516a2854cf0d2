package org.caseroom.bots;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;

/** Finds people of a case's team by what they are in it. */
final class CaseTeam {
  private CaseTeam() {}

  /** Those of the team with one of these roles who are in a room, by user id. */
  static List<UserId> withRoles(CaseFile file, Collection<Role> roles, RoomId room) {
    List<String> words = roles.stream().map(Role::word).toList();
    List<UserId> people = new ArrayList<>();
    for (Event member : file.state(CaseEvents.MEMBER)) {
      String key = member.stateKey();
      if (key == null
          || member.content().path("left").asBoolean()
          || !words.contains(member.content().path("role").asText())) {
        continue;
      }
      UserId person = CaseEvents.person(key);
      if (file.view().membership(room, person) == Membership.JOIN) {
        people.add(person);
      }
    }
    people.sort(null);
    return people;
  }
}
