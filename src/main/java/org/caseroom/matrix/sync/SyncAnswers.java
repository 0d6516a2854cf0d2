package org.caseroom.matrix.sync;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.caseroom.base.Json;

/** Builds answers, up to where memory has been told of things. */
final class SyncAnswers {
  private final Turns turns;
  private final RoomSections rooms;
  private final DeviceSections devices;
  private final Meetings meetings;
  private final PersonSections person;
  private final KnownMembers known;

  SyncAnswers(
      Turns turns,
      RoomSections rooms,
      DeviceSections devices,
      Meetings meetings,
      PersonSections person,
      KnownMembers known) {
    this.turns = turns;
    this.rooms = rooms;
    this.devices = devices;
    this.meetings = meetings;
    this.person = person;
    this.known = known;
  }

  /** The answer as of now. */
  SyncAnswer build(SyncRequest request) {
    Turn turn = turns.begin(request, turns.reach());
    if (turn.since == null) {
      known.forget(turn.caller);
    }
    JsonOut out = new JsonOut();
    out.beginObject();
    person.writeAccountData(turn, out);
    Meetings.Found found = meetings.find(turn, rooms.write(turn, out));
    person.writePresence(turn, found.met(), out);
    devices.write(turn, found, out);
    SyncToken next = turn.next();
    out.name("next_batch").text(next.toString());
    out.endObject();
    return new SyncAnswer(next, out.bytes(), turn.news || turn.since == null);
  }

  /**
   * Whose devices are others now than at a token, and whose the user no longer sees.
   *
   * @param request with the token
   */
  ObjectNode deviceLists(SyncRequest request) {
    Turn turn = turns.begin(request, turns.reach());
    Meetings.Found found = meetings.find(turn, rooms.write(turn, new JsonOut()));
    ObjectNode lists = Json.object();
    ArrayNode changed = lists.putArray("changed");
    devices.changed(turn, found).forEach(user -> changed.add(user.value()));
    ArrayNode left = lists.putArray("left");
    found.parted().forEach(user -> left.add(user.value()));
    return lists;
  }
}
