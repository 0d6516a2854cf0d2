package org.caseroom.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.RoomPlan;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.file.Shapes;
import org.caseroom.cases.procedure.Permissions;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Role;
import org.caseroom.ops.Http;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The table of permissions holds in each of its cells, at the door that any client can knock at.
 */
class PermissionsTest {
  private static final List<RoomKind> ROOMS =
      List.of(
          RoomKind.HUB,
          RoomKind.CASE,
          RoomKind.FAMILY,
          RoomKind.PROFESSIONALS,
          RoomKind.VOICE,
          RoomKind.LETTERBOX);

  @Test
  void everyCellOfTheTable() {
    try (CasePlay play = new CasePlay()) {
      play.upToConsent();
      play.act("priya", "/rooms", Json.object().put("kind", "voice")).ok();
      // No letterbox without consent: the family agrees to it here.
      var form =
          CasePlay.with(
              CasePlay.body("form_version", "2025-2"), "signed_by", List.of(play.id("jo")));
      form.putArray("lines")
          .addObject()
          .put("id", "letterbox")
          .put("purpose", "letterbox")
          .put("given", true);
      play.act("jo", "/consents", form).ok();
      play.act("priya", "/rooms", Json.object().put("kind", "letterbox")).ok();
      new Cells(play).check();
    }
  }

  /** One person for each role, all of them in all rooms, all of the responsible agency. */
  private static final class Cells {
    private final CasePlay play;
    private final Permissions permissions;
    private final Map<RoomKind, String> rooms = new EnumMap<>(RoomKind.class);
    private final List<String> wrong = new ArrayList<>();
    private int newcomers;

    Cells(CasePlay play) {
      this.play = play;
      this.permissions = play.caseroom().caseroom().cases().policy().rules().permissions();
      RoomLog log = play.caseroom().caseroom().rooms().log();
      UserId house = play.caseroom().caseroom().cases().policy().service();
      RoomId space = RoomId.of(play.view("priya").path("summary").path("space").asText());
      CaseFile file = CaseFile.of(log.view(), space).orElseThrow();
      rooms.put(RoomKind.CASE, space.value());
      file.rooms().forEach((kind, room) -> rooms.put(kind, room.value()));
      for (RoomId room : log.view().rooms(house, Membership.JOIN)) {
        if (log.view().state(room, CaseEvents.HUB, "").isPresent()) {
          rooms.put(RoomKind.HUB, room.value());
        }
      }
      for (Role role : Role.values()) {
        UserId user = account(name(role), Set.of(role));
        // No room of a case lets guests in, so they are refused from outside.
        for (String room : role == Role.GUEST ? List.<String>of() : rooms.values()) {
          log.appendNow(
              Draft.state(
                  RoomId.of(room),
                  house,
                  "m.room.member",
                  user.value(),
                  RoomPlan.member("invite", name(role))),
              RoomPlan.join(RoomId.of(room), user, name(role)));
        }
      }
    }

    private static String name(Role role) {
      return "cell-" + role.word();
    }

    private UserId account(String name, Set<Role> roles) {
      boolean works = roles.stream().noneMatch(Role::isFamily);
      return play.caseroom()
          .caseroom()
          .identity()
          .accounts()
          .create(
              new Accounts.NewAccount(
                  name, name, roles, works ? "together4children" : null, null, null),
              null)
          .id();
    }

    void check() {
      for (RoomKind kind : ROOMS) {
        for (Role role : Role.values()) {
          for (String action : permissions.actions()) {
            boolean may = permissions.roles(action, kind).contains(role);
            Http.Response answer = send(role, kind, action);
            if (may == (answer.status() == 403)) {
              wrong.add(role + " " + action + " in " + kind + ": " + answer.text());
            }
          }
        }
      }
      assertEquals(List.of(), wrong);
    }

    /** An event that is refused for its shape when its sender has the right to send it. */
    private Http.Response send(Role role, RoomKind kind, String action) {
      String room = rooms.get(kind);
      String who = name(role);
      return switch (action) {
        case Permissions.TALK ->
            play.send(
                who,
                room,
                "m.room.message",
                Json.object().put("msgtype", "m.text").put("body", "Hello."));
        case Permissions.DESCRIBE ->
            play.state(who, room, "m.room.topic", "", Json.object().put("topic", who));
        case Permissions.INVITE ->
            play.post(
                who,
                "/_matrix/client/v3/rooms/" + CasePlay.encode(room) + "/invite",
                Json.object()
                    .put("user_id", account("new-" + newcomers++, Set.of(Role.ADVOCATE)).value()));
        default ->
            Shapes.standard().isState(action)
                ? play.state(who, room, action, "x", Json.object().put("unknown", 1))
                : play.send(who, room, action, Json.object().put("unknown", 1));
      };
    }
  }

  @Test
  void aMistakeIsNamedWithItsLine(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("permissions.yaml");
    Files.writeString(
        file,
        "groups: {}\nrooms: [hub]\nactions:\n  talk:\n    hub: [duty-worker]\n    attic: [bot]\n");
    Problem room = assertThrows(Problem.class, () -> Permissions.load(file));
    assertTrue(room.message().contains("line 6: there is no kind of room 'attic'"), room.message());
    Files.writeString(
        file, "groups: {}\nrooms: [hub]\nactions:\n  talk:\n    hub: [dutty-worker]\n");
    Problem role = assertThrows(Problem.class, () -> Permissions.load(file));
    assertTrue(role.message().contains("line 5: there is no role or group"), role.message());
  }
}
