package org.caseroom.rooms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.EventId;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.jspecify.annotations.Nullable;

/**
 * The authorisation rules of room versions 10, 11 and 12 (room version specifications,
 * "Authorization rules"; the numbers in comments are those of version 12). They depend on nothing
 * but the event and the state before it.
 *
 * <p>What the rules call "reject" is a {@link Problem} here: 403 {@code M_FORBIDDEN} when the
 * sender may not, 400 {@code M_BAD_JSON} when nobody might, since the event is malformed.
 */
public final class AuthRules {
  static final String CREATE = "m.room.create";
  static final String MEMBER = "m.room.member";
  static final String POWER_LEVELS = "m.room.power_levels";
  static final String JOIN_RULES = "m.room.join_rules";
  static final String THIRD_PARTY_INVITE = "m.room.third_party_invite";

  private AuthRules() {}

  /** The state before an event: finds the state event of a type and key. */
  @FunctionalInterface
  public interface StateLookup {
    /** The state event of this type and key, if the room has one. */
    Optional<Event> find(String type, String stateKey);
  }

  /**
   * Checks an event against the rules.
   *
   * @param proposed the finished event, with its id, {@code prev_events} and {@code auth_events}
   * @throws Problem the refusal, as one sentence
   */
  public static void check(RoomVersion version, Event proposed, StateLookup state) {
    if (proposed.type().equals(CREATE)) { // 1
      checkCreate(version, proposed);
      return;
    }
    Event create =
        state
            .find(CREATE, "")
            .orElseThrow(
                () -> Problem.forbidden("There is no such room, or it was never created."));
    checkRoom(version, proposed, create); // 2
    checkAuthEvents(version, proposed, create, state); // 3
    checkFederation(proposed, create); // 4
    PowerLevels levels = PowerLevels.of(version, state);
    if (proposed.type().equals(MEMBER)) { // 5
      new MembershipRules(version, state, create, levels).check(proposed);
      return;
    }
    if (membership(state, proposed.sender()) != Membership.JOIN) { // 6
      throw Problem.forbidden("You are not in this room: join it first.");
    }
    long level = levels.user(proposed.sender());
    if (proposed.type().equals(THIRD_PARTY_INVITE)) { // 7
      if (level < levels.invite()) {
        throw lacking("invite people to this room", levels.invite(), level);
      }
      return;
    }
    long needed = levels.forEvent(proposed.type(), proposed.isState());
    if (needed > level) { // 8
      throw lacking("send events of type " + proposed.type() + " here", needed, level);
    }
    String stateKey = proposed.stateKey();
    if (stateKey != null && stateKey.startsWith("@")) { // 9
      if (!stateKey.equals(proposed.sender().value())) {
        throw Problem.forbidden(
            "State with a person's id as its key may only be set by that person.");
      }
    }
    if (proposed.isState(POWER_LEVELS, "")) { // 10
      PowerLevelRules.check(version, proposed, levels, state.find(POWER_LEVELS, ""));
    }
  }

  /**
   * The events that permit an event: what it names in {@code auth_events} (server-server API, "Auth
   * events selection"; version 12 leaves out the create event, which the room id implies).
   */
  public static List<EventId> selectAuthEvents(
      RoomVersion version,
      String type,
      @Nullable String stateKey,
      UserId sender,
      ObjectNode content,
      StateLookup state) {
    if (type.equals(CREATE)) {
      return List.of();
    }
    List<EventId> selected = new ArrayList<>();
    if (!version.privilegesCreators()) {
      add(selected, state.find(CREATE, ""));
    }
    add(selected, state.find(POWER_LEVELS, ""));
    add(selected, state.find(MEMBER, sender.value()));
    if (type.equals(MEMBER) && stateKey != null) {
      selectForMembership(selected, stateKey, content, state);
    }
    return selected;
  }

  private static void selectForMembership(
      List<EventId> selected, String target, ObjectNode content, StateLookup state) {
    add(selected, state.find(MEMBER, target));
    String membership = content.path("membership").asText();
    if (membership.equals("join") || membership.equals("invite") || membership.equals("knock")) {
      add(selected, state.find(JOIN_RULES, ""));
    }
    JsonNode token = content.path("third_party_invite").path("signed").path("token");
    if (membership.equals("invite") && token.isTextual()) {
      add(selected, state.find(THIRD_PARTY_INVITE, token.textValue()));
    }
    JsonNode authorisedBy = content.path("join_authorised_via_users_server");
    if (authorisedBy.isTextual()) {
      add(selected, state.find(MEMBER, authorisedBy.textValue()));
    }
  }

  private static void add(List<EventId> selected, Optional<Event> event) {
    event.map(Event::id).filter(id -> !selected.contains(id)).ifPresent(selected::add);
  }

  private static void checkCreate(RoomVersion version, Event create) {
    if (!create.pdu().path("prev_events").isEmpty()) { // 1.1
      throw Problem.badJson("The room exists already: a room is created once.");
    }
    if (!"".equals(create.stateKey())) {
      throw Problem.badJson("The event that creates a room has an empty state key.");
    }
    if (version.privilegesCreators()) { // 1.2
      if (create.pdu().has("room_id")) {
        throw Problem.badJson("The event that creates a version 12 room names no room.");
      }
      checkAdditionalCreators(create.content().path("additional_creators"));
    } else if (!domain(create.room().value()).equals(domain(create.sender().value()))) {
      throw Problem.forbidden("A room's id ends in the server name of its creator.");
    }
    JsonNode named = create.content().path("room_version"); // 1.3
    if (!named.isMissingNode() && !version.id().equals(named.textValue())) {
      throw Problem.badJson("The event names another room version than the room has.");
    }
    if (version.createNamesCreator() && !create.content().has("creator")) {
      throw Problem.badJson("The event that creates a version 10 room names its creator.");
    }
  }

  private static void checkAdditionalCreators(JsonNode additional) { // 1.4
    if (additional.isMissingNode()) {
      return;
    }
    boolean valid = additional.isArray();
    for (JsonNode user : additional) {
      valid &= user.isTextual() && UserId.isValid(user.textValue());
    }
    if (!valid) {
      throw Problem.badJson("'additional_creators' is a list of user ids.");
    }
  }

  private static void checkRoom(RoomVersion version, Event proposed, Event create) {
    if (version.privilegesCreators() && !proposed.room().equals(NewRoom.idOf(create.id()))) {
      throw Problem.forbidden("The room's id is not that of the event that created it.");
    }
  }

  private static void checkAuthEvents(
      RoomVersion version, Event proposed, Event create, StateLookup state) {
    Set<String> named = new HashSet<>();
    for (JsonNode id : proposed.pdu().path("auth_events")) {
      if (!named.add(id.asText())) {
        throw Problem.forbidden("The event names one of the events that permit it twice.");
      }
    }
    if (!version.privilegesCreators() && !named.contains(create.id().value())) {
      throw Problem.forbidden("The event does not name the event that created the room.");
    }
    for (EventId permitted :
        selectAuthEvents(
            version,
            proposed.type(),
            proposed.stateKey(),
            proposed.sender(),
            proposed.content(),
            state)) {
      named.remove(permitted.value());
    }
    if (!named.isEmpty()) {
      throw Problem.forbidden("The event names events that have no part in permitting it.");
    }
  }

  private static void checkFederation(Event proposed, Event create) {
    JsonNode federate = create.content().path("m.federate");
    if (federate.isBoolean()
        && !federate.booleanValue()
        && !domain(proposed.sender().value()).equals(domain(create.sender().value()))) {
      throw Problem.forbidden("This room is only for people of the server that created it.");
    }
  }

  /** What comes after the first colon of an id; empty when there is none. */
  static String domain(String id) {
    int colon = id.indexOf(':');
    return colon < 0 ? "" : id.substring(colon + 1);
  }

  /** A user's membership in this state: {@code LEAVE} when there is none. */
  static Membership membership(StateLookup state, UserId user) {
    return state
        .find(MEMBER, user.value())
        .flatMap(event -> event.text("membership"))
        .map(Membership::of)
        .orElse(Membership.LEAVE);
  }

  /** The refusal for want of power. */
  static Problem lacking(String toDo, long needed, long has) {
    return Problem.forbidden(
        "You may not "
            + toDo
            + ": that needs power level "
            + needed
            + ", and you have "
            + has
            + ". Ask someone with more rights in the room.");
  }
}
