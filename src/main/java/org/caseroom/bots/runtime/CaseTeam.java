package org.caseroom.bots.runtime;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.clocks.Deputies;
import org.caseroom.cases.clocks.Deputy;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;

/** Finds people of a case's team by what they are in it. */
public final class CaseTeam {
  private CaseTeam() {}

  /** The same, and who of the room stands in for one of them that day. */
  public static List<UserId> withDeputies(
      CaseFile file, RoomId room, Collection<Role> roles, LocalDate day) {
    List<UserId> people = new ArrayList<>(withRoles(file, roles, room));
    for (Deputy deputy : Deputies.of(file, day)) {
      boolean there = file.view().membership(room, deputy.deputy()) == Membership.JOIN;
      if (people.contains(deputy.person()) && !people.contains(deputy.deputy()) && there) {
        people.add(deputy.deputy());
      }
    }
    return people;
  }

  /** Those of the team with one of these roles who are in a room, by user id. */
  public static List<UserId> withRoles(CaseFile file, Collection<Role> roles, RoomId room) {
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
