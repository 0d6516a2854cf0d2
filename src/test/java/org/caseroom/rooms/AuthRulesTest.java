package org.caseroom.rooms;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.caseroom.base.EventId;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.ServerName;
import org.caseroom.base.UserId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The authorisation rules of the room versions, rule by rule, and what follows from them. */
class AuthRulesTest {
  private static final UserId SAM = UserId.of("@sam:hub.example");
  private static final UserId JO = UserId.of("@jo:hub.example");
  private static final UserId PAT = UserId.of("@pat:hub.example");
  private static final UserId ALI = UserId.of("@ali:hub.example");
  private static final UserId FAR = UserId.of("@far:elsewhere.example");

  // 1: create

  @ParameterizedTest
  @EnumSource(RoomVersion.class)
  void aRoomIsCreatedOnce(RoomVersion version) {
    RuledRoom room = RuledRoom.with(version, SAM);
    malformed(() -> room.state(SAM, "m.room.create", "", content("{}")));
  }

  @Test
  void theCreateEventOfVersion10NamesItsCreator() {
    Draft draft =
        Draft.state(
            RoomId.of("!a:hub.example"),
            SAM,
            "m.room.create",
            "",
            content("{\"room_version\":\"10\"}"));
    malformed(() -> checkCreate(RoomVersion.V10, draft));
    assertDoesNotThrow(
        () ->
            checkCreate(
                RoomVersion.V11, Draft.state(draft.room(), SAM, draft.type(), "", Json.object())));
  }

  @Test
  void theRoomIdEndsInTheCreatorsServerBeforeVersion12() {
    Draft draft =
        Draft.state(RoomId.of("!a:elsewhere.example"), SAM, "m.room.create", "", Json.object());
    forbidden(() -> checkCreate(RoomVersion.V11, draft));
  }

  @Test
  void aVersion12CreateEventNamesNoRoomAndValidCreators() {
    malformed(
        () ->
            new RuledRoom(
                RoomVersion.V12,
                SAM,
                content("{\"additional_creators\":[\"@jo:hub.example\",3]}")));
    malformed(
        () -> new RuledRoom(RoomVersion.V12, SAM, content("{\"additional_creators\":\"jo\"}")));
    malformed(
        () -> new RuledRoom(RoomVersion.V12, SAM, content("{\"additional_creators\":[\"jo\"]}")));
    Draft draft = Draft.state(RoomId.of("!a"), SAM, "m.room.create", "", Json.object());
    ObjectNode pdu =
        EventFormat.pdu(RoomVersion.V12, draft, java.time.Instant.EPOCH, List.of(), List.of(), 1);
    pdu.put("room_id", "!a");
    malformed(
        () ->
            AuthRules.check(
                RoomVersion.V12,
                new Event(0, draft.room(), EventId.of("$a"), pdu, null),
                (type, key) -> java.util.Optional.empty()));
  }

  @Test
  void aCreateEventOfAnotherVersionIsRefused() {
    Draft draft =
        Draft.state(
            RoomId.of("!a:hub.example"),
            SAM,
            "m.room.create",
            "",
            content("{\"room_version\":\"9\"}"));
    malformed(() -> checkCreate(RoomVersion.V11, draft));
  }

  // 2 to 4: the room, the auth events, federation

  @Test
  void anEventOfAnotherVersion12RoomIsRefused() {
    RuledRoom room = RuledRoom.with(RoomVersion.V12, SAM);
    forbidden(
        () -> room.add(Draft.message(RoomId.of("!other"), SAM, "m.room.message", Json.object())));
  }

  @ParameterizedTest
  @EnumSource(RoomVersion.class)
  void authEventsAreTheRightOnesAndEachOnce(RoomVersion version) {
    RuledRoom room = RuledRoom.with(version, SAM, JO);
    Draft draft = Draft.message(room.id(), SAM, "m.room.message", Json.object());
    List<EventId> right = ids(room.event(draft, null));
    EventId levels = room.find("m.room.power_levels", "").orElseThrow().id();
    EventId create = room.find("m.room.create", "").orElseThrow().id();
    EventId own = room.find("m.room.member", SAM.value()).orElseThrow().id();
    EventId others = room.find("m.room.member", JO.value()).orElseThrow().id();
    assertEquals(
        version == RoomVersion.V12 ? List.of(levels, own) : List.of(create, levels, own), right);
    for (List<EventId> wrong :
        List.of(
            List.of(create, levels, own, own),
            List.of(create, levels, own, others),
            version == RoomVersion.V12 ? List.of(create, levels, own) : List.of(levels, own))) {
      Event event = room.event(draft, wrong);
      forbidden(() -> AuthRules.check(version, event, room::find));
    }
  }

  @Test
  void authEventsOfMembershipsNameWhatTheyDependOn() {
    RuledRoom room = RuledRoom.with(RoomVersion.V11, SAM, JO);
    Event rule = room.joinRule(SAM, "restricted");
    Event join =
        room.event(
            Draft.state(
                room.id(),
                PAT,
                "m.room.member",
                PAT.value(),
                content(
                    "{\"membership\":\"join\",\"join_authorised_via_users_server\":\""
                        + JO
                        + "\"}")),
            null);
    assertEquals(
        List.of(
            room.find("m.room.create", "").orElseThrow().id(),
            room.find("m.room.power_levels", "").orElseThrow().id(),
            rule.id(),
            room.find("m.room.member", JO.value()).orElseThrow().id()),
        ids(join));
  }

  @Test
  void aRoomThatDoesNotFederateIsForItsOwnServer() {
    RuledRoom room = new RuledRoom(RoomVersion.V11, SAM, content("{\"m.federate\":false}"));
    room.member(SAM, SAM, "join");
    room.joinRule(SAM, "public");
    forbidden(() -> room.member(FAR, FAR, "join"));
    room.member(JO, JO, "join");
  }

  @Test
  void nothingHappensInARoomThatWasNotCreated() {
    Draft draft = Draft.message(RoomId.of("!a:hub.example"), SAM, "m.room.message", Json.object());
    forbidden(() -> checkCreate(RoomVersion.V11, draft));
  }

  // 5: membership

  @ParameterizedTest
  @EnumSource(RoomVersion.class)
  void theCreatorJoinsFirstAndNobodyElse(RoomVersion version) {
    RuledRoom room = new RuledRoom(version, SAM, Json.object());
    forbidden(() -> room.member(JO, JO, "join"));
    forbidden(() -> room.message(SAM));
    room.member(SAM, SAM, "join");
    room.message(SAM);
  }

  @ParameterizedTest
  @CsvSource({
    "leave,  invite,           false",
    "leave,  knock,            false",
    "leave,  restricted,       false",
    "leave,  knock_restricted, false",
    "leave,  private,          false",
    "leave,  public,           true",
    "invite, invite,           true",
    "invite, knock,            true",
    "invite, restricted,       true",
    "invite, knock_restricted, true",
    "invite, private,          false",
    "knock,  knock,            false",
    "knock,  knock_restricted, false",
    "join,   invite,           true",
    "join,   restricted,       true",
    "ban,    public,           false",
    "ban,    restricted,       false",
  })
  void whoMayJoin(String before, String rule, boolean allowed) {
    for (RoomVersion version : RoomVersion.values()) {
      RuledRoom room = RuledRoom.with(version, SAM);
      arrive(room, before);
      room.joinRule(SAM, rule);
      assertEquals(
          allowed, !RuledRoom.refused(() -> room.member(JO, JO, "join")), version.toString());
    }
  }

  @ParameterizedTest
  @EnumSource(RoomVersion.class)
  void aRestrictedRoomIsEnteredThroughSomebodyWhoMayInvite(RoomVersion version) {
    RuledRoom room = RuledRoom.with(version, SAM, PAT);
    ObjectNode levels = room.find("m.room.power_levels", "").orElseThrow().content().deepCopy();
    room.state(SAM, "m.room.power_levels", "", levels.put("invite", 50));
    room.joinRule(SAM, "restricted");
    forbidden(() -> joinThrough(room, PAT.value())); // may not invite
    forbidden(() -> joinThrough(room, ALI.value())); // is not in the room
    forbidden(() -> joinThrough(room, FAR.value())); // has not signed
    malformed(() -> joinThrough(room, "somebody"));
    joinThrough(room, SAM.value());
    assertEquals(Membership.JOIN, room.membership(JO));
  }

  @Test
  void nobodyJoinsForSomebodyElse() {
    RuledRoom room = RuledRoom.with(RoomVersion.V11, SAM);
    room.joinRule(SAM, "public");
    forbidden(() -> room.member(SAM, JO, "join"));
  }

  @ParameterizedTest
  @CsvSource({"leave,true", "invite,true", "knock,true", "join,false", "ban,false"})
  void whoMayBeInvited(String before, boolean allowed) {
    for (RoomVersion version : RoomVersion.values()) {
      RuledRoom room = RuledRoom.with(version, SAM);
      arrive(room, before);
      assertEquals(
          allowed, !RuledRoom.refused(() -> room.member(SAM, JO, "invite")), version.toString());
    }
  }

  @Test
  void invitingNeedsMembershipAndTheInviteLevel() {
    RuledRoom room = RuledRoom.with(RoomVersion.V11, SAM, JO);
    forbidden(() -> room.member(PAT, ALI, "invite"));
    room.member(JO, ALI, "invite"); // anyone by default
    room.state(
        SAM,
        "m.room.power_levels",
        "",
        content("{\"users\":{\"@sam:hub.example\":100},\"invite\":1}"));
    forbidden(() -> room.member(JO, PAT, "invite"));
    room.member(SAM, PAT, "invite");
  }

  @ParameterizedTest
  @CsvSource({"leave,false", "invite,true", "knock,true", "join,true", "ban,false"})
  void whoMayLeave(String before, boolean allowed) {
    RuledRoom room = RuledRoom.with(RoomVersion.V11, SAM);
    arrive(room, before);
    assertEquals(allowed, !RuledRoom.refused(() -> room.member(JO, JO, "leave")));
  }

  @ParameterizedTest
  @EnumSource(RoomVersion.class)
  void removingAndBanningNeedMorePowerThanTheOther(RoomVersion version) {
    RuledRoom room = RuledRoom.with(version, SAM, JO, PAT, ALI);
    levels(room, version, "\"@jo:hub.example\":50,\"@pat:hub.example\":50", "");
    for (String act : List.of("leave", "ban")) {
      forbidden(() -> room.member(ALI, JO, act)); // below the level
      forbidden(() -> room.member(JO, PAT, act)); // equals
      forbidden(() -> room.member(JO, SAM, act)); // above
      forbidden(() -> room.member(FAR, ALI, act)); // not in the room
    }
    room.member(JO, ALI, "leave");
    room.member(SAM, PAT, "ban");
    forbidden(() -> room.member(PAT, PAT, "join"));
    room.member(JO, ALI, "ban"); // one who is not there can be banned
  }

  @Test
  void liftingABanNeedsTheBanLevelAndTheKickLevel() {
    RuledRoom room = RuledRoom.with(RoomVersion.V11, SAM, JO, PAT);
    levels(room, RoomVersion.V11, "\"@jo:hub.example\":60", ",\"ban\":70,\"kick\":50");
    room.member(SAM, PAT, "ban");
    forbidden(() -> room.member(JO, PAT, "leave"));
    levels(room, RoomVersion.V11, "\"@jo:hub.example\":60", ",\"ban\":50,\"kick\":70");
    forbidden(() -> room.member(JO, PAT, "leave"));
    levels(room, RoomVersion.V11, "\"@jo:hub.example\":60", ",\"ban\":60,\"kick\":60");
    room.member(JO, PAT, "leave");
    assertEquals(Membership.LEAVE, room.membership(PAT));
  }

  @ParameterizedTest
  @CsvSource({
    "knock,            leave,  true",
    "knock_restricted, leave,  true",
    "invite,           leave,  false",
    "public,           leave,  false",
    "restricted,       leave,  false",
    "knock,            knock,  true",
    "knock,            invite, false",
    "knock,            join,   false",
    "knock,            ban,    false",
  })
  void whoMayKnock(String rule, String before, boolean allowed) {
    RuledRoom room = RuledRoom.with(RoomVersion.V11, SAM);
    arrive(room, before);
    room.joinRule(SAM, rule);
    forbidden(() -> room.member(SAM, JO, "knock"));
    assertEquals(allowed, !RuledRoom.refused(() -> room.member(JO, JO, "knock")));
  }

  @Test
  void aMembershipNeedsAPersonAndAKnownValue() {
    RuledRoom room = RuledRoom.with(RoomVersion.V11, SAM);
    malformed(() -> room.member(SAM, JO, "visit"));
    malformed(() -> room.state(SAM, "m.room.member", JO.value(), Json.object()));
    malformed(() -> room.state(SAM, "m.room.member", JO.value(), content("{\"membership\":1}")));
    malformed(() -> room.state(SAM, "m.room.member", "jo", content("{\"membership\":\"invite\"}")));
    malformed(
        () ->
            room.add(
                Draft.message(
                    room.id(), SAM, "m.room.member", content("{\"membership\":\"join\"}"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"public_key", "public_keys"})
  void aThirdPartyInviteIsGoodForWhomItIsMadeOutToAndSigned(String keyField) {
    RuledRoom room = RuledRoom.with(RoomVersion.V11, SAM, PAT);
    EventSigner service = signer(1);
    String key = Base64.getEncoder().withoutPadding().encodeToString(service.publicKey());
    ObjectNode invite = Json.object().put("display_name", "j...@m...");
    if (keyField.equals("public_key")) {
      invite.put("public_key", key);
    } else {
      invite.put("public_key", "AAAA").putArray("public_keys").addObject().put("public_key", key);
    }
    room.state(SAM, "m.room.third_party_invite", "token", invite);

    forbidden(() -> thirdParty(room, PAT, JO, promise(service, JO, "token"))); // other sender
    forbidden(() -> thirdParty(room, SAM, JO, promise(service, PAT, "token"))); // other person
    forbidden(() -> thirdParty(room, SAM, JO, promise(service, JO, "other"))); // other token
    forbidden(() -> thirdParty(room, SAM, JO, promise(signer(2), JO, "token"))); // other key
    malformed(() -> thirdParty(room, SAM, JO, Json.object().put("token", "token")));
    room.member(SAM, JO, "ban");
    forbidden(() -> thirdParty(room, SAM, JO, promise(service, JO, "token")));
    room.member(SAM, JO, "leave");
    thirdParty(room, SAM, JO, promise(service, JO, "token"));
    assertEquals(Membership.INVITE, room.membership(JO));
  }

  // 6 to 9: everything else

  @ParameterizedTest
  @EnumSource(RoomVersion.class)
  void onlyMembersSend(RoomVersion version) {
    RuledRoom room = RuledRoom.with(version, SAM, JO);
    room.message(JO);
    forbidden(() -> room.message(PAT));
    room.member(JO, JO, "leave");
    forbidden(() -> room.message(JO));
  }

  @Test
  void aThirdPartyInviteNeedsTheInviteLevelAlone() {
    RuledRoom room = RuledRoom.with(RoomVersion.V11, SAM, JO);
    room.state(JO, "m.room.third_party_invite", "t", Json.object());
    levels(room, RoomVersion.V11, "", ",\"invite\":50");
    forbidden(() -> room.state(JO, "m.room.third_party_invite", "t", Json.object()));
  }

  @Test
  void eachTypeNeedsItsLevel() {
    RuledRoom room = RuledRoom.with(RoomVersion.V11, SAM, JO);
    forbidden(() -> room.state(JO, "m.room.topic", "", Json.object())); // state_default 50
    levels(
        room,
        RoomVersion.V11,
        "\"@jo:hub.example\":10",
        ",\"events\":{\"m.room.topic\":10,\"m.room.message\":11},\"state_default\":20");
    room.state(JO, "m.room.topic", "", Json.object());
    forbidden(() -> room.message(JO));
    forbidden(() -> room.state(JO, "m.room.name", "", Json.object()));
  }

  @ParameterizedTest
  @EnumSource(RoomVersion.class)
  void stateUnderAPersonsIdIsTheirs(RoomVersion version) {
    RuledRoom room = RuledRoom.with(version, SAM, JO);
    forbidden(() -> room.state(SAM, "org.example.card", JO.value(), Json.object()));
    room.state(SAM, "org.example.card", SAM.value(), Json.object());
    room.state(SAM, "org.example.card", "plain", Json.object());
  }

  @Test
  void anyoneInTheRoomMaySendARedactionButItCountsOnlyForSome() {
    RuledRoom room = RuledRoom.with(RoomVersion.V11, SAM, JO, PAT);
    Event own = room.message(JO);
    Event others = room.message(SAM);
    room.add(Draft.redaction(room.id(), JO, others.id(), null));
    assertTrue(Redaction.mayRedact(room.levels(), JO, own));
    assertFalse(Redaction.mayRedact(room.levels(), JO, others));
    assertTrue(Redaction.mayRedact(room.levels(), SAM, own));
  }

  // 10: power levels

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"ban\":\"50\"}",
        "{\"users_default\":1.5}",
        "{\"kick\":null}",
        "{\"events\":{\"m.room.name\":\"50\"}}",
        "{\"events\":[]}",
        "{\"notifications\":{\"room\":true}}",
        "{\"users\":{\"@jo:hub.example\":\"100\"}}",
        "{\"users\":{\"jo\":100}}",
        "{\"users\":7}"
      })
  void powerLevelsAreWholeNumbers(String levels) {
    for (RoomVersion version : RoomVersion.values()) {
      RuledRoom room = RuledRoom.with(version, SAM);
      malformed(() -> room.state(SAM, "m.room.power_levels", "", content(levels)));
    }
  }

  @Test
  void nobodyGivesOrTakesMoreThanTheyHave() {
    RuledRoom room = RuledRoom.with(RoomVersion.V11, SAM, JO, PAT, ALI);
    String now = "\"@jo:hub.example\":50,\"@pat:hub.example\":50,\"@ali:hub.example\":20";
    String rest = ",\"ban\":60,\"events\":{\"x\":60,\"y\":10},\"notifications\":{\"room\":60}";
    levels(room, RoomVersion.V11, now, rest);
    String sam = "{\"users\":{\"@sam:hub.example\":100,";
    for (String wrong :
        List.of(
            sam + now + "}" + rest.replace("\"ban\":60", "\"ban\":40") + "}", // was above
            sam + now + "}" + rest.replace("\"ban\":60,", "") + "}", // removed, was above
            sam + now + "}" + rest + ",\"kick\":51}", // added, is above
            sam + now + "}" + rest.replace("\"x\":60", "\"x\":1") + "}",
            sam + now + "}" + rest.replace("\"x\":60,", "") + "}",
            sam + now + "}" + rest.replace("\"y\":10", "\"y\":51") + "}",
            sam + now + "}" + rest.replace("\"room\":60", "\"room\":50") + "}",
            sam + now.replace("pat:hub.example\":50", "pat:hub.example\":40") + "}" + rest + "}",
            sam + now.replace("ali:hub.example\":20", "ali:hub.example\":51") + "}" + rest + "}",
            sam + now.replace("jo:hub.example\":50", "jo:hub.example\":51") + "}" + rest + "}",
            "{\"users\":{" + now + "}" + rest + "}")) {
      forbidden(() -> room.state(JO, "m.room.power_levels", "", content(wrong)));
    }
    // What one has, one may give, change and lay down.
    String given =
        "\"@jo:hub.example\":30,\"@pat:hub.example\":50,\"@ali:hub.example\":50,"
            + "\"@new:hub.example\":50";
    String changed = rest.replace("\"y\":10", "\"y\":50") + ",\"kick\":50";
    room.state(JO, "m.room.power_levels", "", content(sam + given + "}" + changed + "}"));
    assertEquals(30, room.levels().user(JO));
    forbidden(() -> room.state(JO, "m.room.power_levels", "", content(sam + given + "}}")));
  }

  @Test
  void creatorsOfVersion12StandAboveAllLevels() {
    RuledRoom room =
        new RuledRoom(
            RoomVersion.V12, SAM, content("{\"additional_creators\":[\"@jo:hub.example\"]}"));
    room.member(SAM, SAM, "join");
    room.member(SAM, JO, "invite");
    room.member(JO, JO, "join");
    room.member(SAM, PAT, "invite");
    room.member(PAT, PAT, "join");
    malformed(
        () ->
            room.state(
                SAM, "m.room.power_levels", "", content("{\"users\":{\"@jo:hub.example\":1}}")));
    room.state(
        JO,
        "m.room.power_levels",
        "",
        content("{\"users\":{\"@pat:hub.example\":9007199254740991},\"kick\":9007199254740991}"));
    assertEquals(PowerLevels.CREATOR, room.levels().user(JO));
    forbidden(() -> room.member(PAT, JO, "leave"));
    forbidden(() -> room.member(JO, SAM, "ban")); // creators are equals
    room.member(JO, PAT, "leave");
  }

  @Test
  void levelsHaveTheirDefaults() {
    for (RoomVersion version : RoomVersion.values()) {
      RuledRoom room = new RuledRoom(version, SAM, Json.object());
      PowerLevels none = room.levels();
      assertEquals(version == RoomVersion.V12 ? PowerLevels.CREATOR : 100, none.user(SAM));
      assertEquals(0, none.user(JO));
      assertEquals(
          List.of(50L, 50L, 50L, 0L),
          List.of(none.ban(), none.kick(), none.redact(), none.invite()));
      assertEquals(50, none.notification("room"));
      assertEquals(0, none.forEvent("m.room.message", false));
      assertEquals(50, none.forEvent("m.room.name", true));
    }
    PowerLevels empty = RuledRoom.with(RoomVersion.V11, SAM).levels();
    assertEquals(100, empty.user(SAM));
    RuledRoom room = RuledRoom.with(RoomVersion.V11, SAM);
    room.state(SAM, "m.room.power_levels", "", content("{\"users_default\":7}"));
    assertEquals(7, room.levels().user(SAM)); // stated levels are all that counts
  }

  // What follows from all rules together

  @ParameterizedTest
  @EnumSource(RoomVersion.class)
  void whateverIsTriedNobodyRisesAboveThoseWhoLetThem(RoomVersion version) {
    List<UserId> people = List.of(SAM, JO, PAT, ALI);
    Random random = new Random(42);
    int taken = 0;
    for (int round = 0; round < 60; round++) {
      RuledRoom room = RuledRoom.with(version, SAM, JO, PAT);
      long highest = 60;
      levels(room, version, "\"@jo:hub.example\":60", "");
      for (int step = 0; step < 60; step++) {
        // SAM does nothing: whatever the others do among themselves, none exceeds JO's 60.
        UserId actor = people.get(1 + random.nextInt(3));
        boolean wasIn = room.membership(actor) == Membership.JOIN;
        boolean wasBanned = room.membership(actor) == Membership.BAN;
        Runnable act = randomAct(room, actor, people, random);
        boolean refused = RuledRoom.refused(act);
        taken += refused ? 0 : 1;
        boolean isIn = room.membership(actor) == Membership.JOIN;
        assertFalse(wasBanned && isIn, "a banned person entered");
        assertFalse(!wasIn && !refused && RuledRoom.refused(() -> room.message(SAM)));
        for (UserId person : people.subList(1, 4)) {
          assertTrue(room.levels().user(person) <= highest, person + " rose");
        }
        assertEquals(Membership.JOIN, room.membership(SAM), "the creator was removed");
      }
    }
    assertTrue(taken > 300, "too few of the random acts were allowed to show anything: " + taken);
  }

  private static Runnable randomAct(
      RuledRoom room, UserId actor, List<UserId> people, Random random) {
    UserId other = people.get(random.nextInt(4));
    String[] memberships = {"join", "invite", "leave", "ban", "knock"};
    String[] rules = {"invite", "public", "knock", "restricted", "knock_restricted"};
    return switch (random.nextInt(5)) {
      case 0 -> () -> room.message(actor);
      case 1 -> () -> room.joinRule(actor, rules[random.nextInt(5)]);
      case 2 -> () -> room.member(actor, actor, memberships[random.nextInt(5)]);
      case 3 -> () -> room.member(actor, other, memberships[random.nextInt(5)]);
      default ->
          () -> {
            ObjectNode levels =
                room.find("m.room.power_levels", "").orElseThrow().content().deepCopy();
            if (random.nextBoolean()) {
              levels.withObject("/users").put(other.value(), random.nextInt(110));
            } else {
              String[] names = {"users_default", "state_default", "ban", "kick", "invite"};
              levels.put(names[random.nextInt(5)], random.nextInt(110));
            }
            room.state(actor, "m.room.power_levels", "", levels);
          };
    };
  }

  private static void checkCreate(RoomVersion version, Draft draft) {
    ObjectNode pdu =
        EventFormat.pdu(version, draft, java.time.Instant.EPOCH, List.of(), List.of(), 1);
    AuthRules.check(
        version,
        new Event(0, draft.room(), EventId.of("$a"), pdu, null),
        (type, key) -> java.util.Optional.empty());
  }

  /** Brings Jo to a membership. */
  private static void arrive(RuledRoom room, String membership) {
    switch (membership) {
      case "invite", "ban" -> room.member(SAM, JO, membership);
      case "join" -> {
        room.member(SAM, JO, "invite");
        room.member(JO, JO, "join");
      }
      case "knock" -> {
        room.joinRule(SAM, "knock");
        room.member(JO, JO, "knock");
      }
      default -> {}
    }
  }

  private static void levels(RuledRoom room, RoomVersion version, String users, String rest) {
    String creator = version == RoomVersion.V12 ? "" : "\"@sam:hub.example\":100";
    String all = creator + (creator.isEmpty() || users.isEmpty() ? "" : ",") + users;
    room.state(SAM, "m.room.power_levels", "", content("{\"users\":{" + all + "}" + rest + "}"));
  }

  private static void joinThrough(RuledRoom room, String host) {
    room.state(
        JO,
        "m.room.member",
        JO.value(),
        Json.object().put("membership", "join").put("join_authorised_via_users_server", host));
  }

  private static EventSigner signer(int number) {
    byte[] seed = new byte[32];
    seed[0] = (byte) number;
    return new EventSigner(ServerName.of("id.example"), "ed25519:0", seed);
  }

  private static ObjectNode promise(EventSigner service, UserId person, String token) {
    ObjectNode signed = Json.object().put("mxid", person.value()).put("token", token);
    service.signJson(signed);
    return signed;
  }

  private static void thirdParty(RuledRoom room, UserId sender, UserId target, ObjectNode signed) {
    ObjectNode content = Json.object().put("membership", "invite");
    content.putObject("third_party_invite").put("display_name", "j").set("signed", signed);
    room.state(sender, "m.room.member", target.value(), content);
  }

  private static List<EventId> ids(Event event) {
    List<EventId> ids = new java.util.ArrayList<>();
    event.pdu().path("auth_events").forEach(id -> ids.add(EventId.of(id.asText())));
    return ids;
  }

  private static ObjectNode content(String json) {
    return Json.parseObject(json.getBytes(StandardCharsets.UTF_8));
  }

  private static void forbidden(org.junit.jupiter.api.function.Executable action) {
    Problem refused = assertThrows(Problem.class, action);
    assertEquals("M_FORBIDDEN", refused.errcode(), refused.message());
    assertTrue(refused.message().endsWith("."), refused.message());
  }

  private static void malformed(org.junit.jupiter.api.function.Executable action) {
    Problem refused = assertThrows(Problem.class, action);
    assertEquals("M_BAD_JSON", refused.errcode(), refused.message());
  }
}
