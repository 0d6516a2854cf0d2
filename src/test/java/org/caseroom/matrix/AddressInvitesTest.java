package org.caseroom.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.caseroom.base.Json;
import org.caseroom.identity.Role;
import org.caseroom.mail.MailServer;
import org.caseroom.ops.Http;
import org.caseroom.ops.TestCaseroom;
import org.caseroom.storage.Databases;
import org.caseroom.web.Pages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Invitations by e-mail address. */
class AddressInvitesTest {
  private static final String V3 = MatrixTest.V3;

  /** A service with Amy, who works with families, Jo, and a mail server. */
  private static final class House implements AutoCloseable {
    final MailServer mail = MailServer.start();
    final TestCaseroom caseroom;
    final String amy;
    final String jo;
    private int secrets;

    House(Databases engine) {
      var fresh = engine.fresh();
      caseroom =
          TestCaseroom.start(
              settings ->
                  settings
                      .withDatabase(
                          new org.caseroom.ops.Settings.Store(
                              fresh.url(), fresh.user(), fresh.password(), 8))
                      .with("mail", mail.settings()));
      caseroom.createAccount("amy", Role.PERMANENCY_SUPPORT_SOCIAL_WORKER);
      caseroom.createAccount("jo", Role.ADOPTER);
      amy = caseroom.signIn("amy");
      jo = caseroom.signIn("jo");
    }

    Http.Response post(String path, String token, JsonNode body) {
      return caseroom.http().post(V3 + path, token, body);
    }

    String room(String token) {
      return post("/createRoom", token, Json.object()).ok().path("room_id").asText();
    }

    Http.Response invite(String token, String room, String address) {
      return post(
          "/rooms/" + MatrixTest.enc(room) + "/invite",
          token,
          MatrixTest.json(
              "{'id_server': 'id.example', 'id_access_token': 'x', 'medium': 'email', 'address': '"
                  + address
                  + "'}"));
    }

    /** Adds an address to Jo's account, all the way. */
    void add(String address) {
      String secret = "s" + ++secrets;
      String sid =
          post(
                  "/account/3pid/email/requestToken",
                  jo,
                  Json.object()
                      .put("client_secret", secret)
                      .put("email", address)
                      .put("send_attempt", 1))
              .ok()
              .path("sid")
              .asText();
      String link = mail.next().text().replaceAll("(?s).*(/email/\\S+).*", "$1");
      Pages pages = new Pages(caseroom.http().base());
      pages.get(link);
      pages.post(link);
      ObjectNode body = Json.object().put("sid", sid).put("client_secret", secret);
      String session = post("/account/3pid/add", jo, body).json().path("session").asText();
      ObjectNode auth = body.putObject("auth");
      auth.put("type", "m.login.password").put("password", TestCaseroom.PASSWORD);
      auth.put("session", session);
      auth.putObject("identifier").put("type", "m.id.user").put("user", "jo");
      post("/account/3pid/add", jo, body).ok();
    }

    JsonNode member(String room, String localpart) {
      return caseroom
          .http()
          .get(
              V3
                  + "/rooms/"
                  + MatrixTest.enc(room)
                  + "/state/m.room.member/"
                  + MatrixTest.enc(caseroom.user(localpart).value()),
              amy)
          .json();
    }

    JsonNode thirdPartyInvite(String room) {
      for (JsonNode event :
          caseroom.http().get(V3 + "/rooms/" + MatrixTest.enc(room) + "/state", amy).ok()) {
        if (event.path("type").asText().equals("m.room.third_party_invite")) {
          return event;
        }
      }
      return Json.object();
    }

    @Override
    public void close() {
      caseroom.close();
      mail.close();
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void anAddressIsInvitedAndTheAccountThatAddsItLaterIsIn(Databases engine) {
    try (House house = new House(engine)) {
      String room = house.room(house.amy);
      house.invite(house.amy, room, "Jo@home.example").ok();
      MailServer.Message letter = house.mail.next();
      assertEquals("jo@home.example", letter.to());
      assertFalse(letter.text().contains("amy"), letter.text());
      JsonNode waiting = house.thirdPartyInvite(room);
      assertEquals("j...@h...", waiting.path("content").path("display_name").asText());
      String valid = waiting.path("content").path("key_validity_url").asText();
      String key = waiting.path("content").path("public_key").asText();
      assertTrue(valid.startsWith(house.caseroom.http().base()), valid);
      String path = AddressInvites.KEY_PATH + "?public_key=" + MatrixTest.enc(key);
      assertTrue(house.caseroom.http().get(path, null).ok().path("valid").asBoolean());
      assertFalse(
          house
              .caseroom
              .http()
              .get(AddressInvites.KEY_PATH + "?public_key=none", null)
              .ok()
              .path("valid")
              .asBoolean());

      // Once more sends the letter again and adds nothing to the room.
      house.invite(house.amy, room, "jo@home.example").ok();
      house.mail.next();
      assertEquals(waiting.path("event_id"), house.thirdPartyInvite(room).path("event_id"));

      house.caseroom.restart();
      String late = house.room(house.amy);
      house.invite(house.amy, late, "jo@home.example").ok();
      house.mail.next();
      house.add("jo@home.example");
      assertEquals("invite", house.member(late, "jo").path("membership").asText());
      JsonNode member = house.member(room, "jo");
      assertEquals("invite", member.path("membership").asText());
      assertEquals("j...@h...", member.path("third_party_invite").path("display_name").asText());
      assertEquals(
          house.caseroom.user("jo").value(),
          member.path("third_party_invite").path("signed").path("mxid").asText());
      house.post("/join/" + MatrixTest.enc(room), house.jo, Json.object()).ok();
      assertEquals("join", house.member(room, "jo").path("membership").asText());

      // The address is known now: an invitation like any other.
      String other = house.room(house.amy);
      house.invite(house.amy, other, "JO@home.example").ok();
      assertEquals("invite", house.member(other, "jo").path("membership").asText());
      assertTrue(house.thirdPartyInvite(other).isEmpty());
    }
  }

  @Test
  void aRoomBeginsWithInvitationsByAddress() {
    try (House house = new House(Databases.H2)) {
      house.add("jo@home.example");
      ObjectNode body =
          MatrixTest.json(
              "{'invite_3pid': [{'id_server': 'id.example', 'id_access_token': 'x', 'medium':"
                  + " 'email', 'address': 'jo@home.example'}, {'id_server': 'id.example',"
                  + " 'id_access_token': 'x', 'medium': 'email', 'address': 'kim@home.example'}]}");
      String room = house.post("/createRoom", house.amy, body).ok().path("room_id").asText();
      assertEquals("invite", house.member(room, "jo").path("membership").asText());
      assertEquals(
          "k...@h...", house.thirdPartyInvite(room).path("content").path("display_name").asText());
      assertEquals("kim@home.example", house.mail.next().to());

      ObjectNode many = Json.object();
      for (int i = 0; i < 21; i++) {
        many.withArray("invite_3pid")
            .addObject()
            .put("id_server", "id.example")
            .put("id_access_token", "x")
            .put("medium", "email")
            .put("address", "p" + i + "@home.example");
      }
      MatrixTest.refused(400, "M_INVALID_PARAM", house.post("/createRoom", house.amy, many));
    }
  }

  @Test
  void anInvitationIsRevokedAndOnlyGoodForWhomItWasMadeOutTo() {
    try (House house = new House(Databases.H2)) {
      String room = house.room(house.amy);
      house.invite(house.amy, room, "jo@home.example").ok();
      house.mail.next();
      String token = house.thirdPartyInvite(room).path("state_key").asText();
      String join = "/rooms/" + MatrixTest.enc(room) + "/join";
      ObjectNode forged = Json.object();
      forged
          .putObject("third_party_signed")
          .put("mxid", house.caseroom.user("jo").value())
          .put("sender", house.caseroom.user("amy").value())
          .put("token", token)
          .putObject("signatures")
          .putObject("caseroom.localhost")
          .put("ed25519:0", "A".repeat(86));
      MatrixTest.refused(403, "M_FORBIDDEN", house.post(join, house.jo, forged));
      ((ObjectNode) forged.get("third_party_signed")).put("token", "other");
      MatrixTest.refused(403, "M_FORBIDDEN", house.post(join, house.jo, forged));

      house
          .caseroom
          .http()
          .put(
              V3
                  + "/rooms/"
                  + MatrixTest.enc(room)
                  + "/state/m.room.third_party_invite/"
                  + MatrixTest.enc(token),
              house.amy,
              Json.object())
          .ok();
      house.add("jo@home.example");
      assertEquals("M_NOT_FOUND", house.member(room, "jo").path("errcode").asText());
    }
  }

  @Test
  void anInvitationThatNobodyTakesUpIsForgotten() {
    try (House house = new House(Databases.H2)) {
      String room = house.room(house.amy);
      house.invite(house.amy, room, "jo@home.example").ok();
      house.mail.next();
      house.caseroom.clock().set(house.caseroom.clock().instant().plus(Duration.ofDays(91)));
      house.invite(house.amy, room, "kim@home.example").ok();
      house.mail.next();
      house.add("jo@home.example");
      assertEquals("M_NOT_FOUND", house.member(room, "jo").path("errcode").asText());
    }
  }

  @Test
  void oneFamilyDoesNotLearnThatAnotherHasAnAccount() {
    try (House house = new House(Databases.H2)) {
      house.add("jo@home.example");
      house.caseroom.createAccount("sam", Role.ADOPTER);
      String sam = house.caseroom.signIn("sam");
      for (String address : java.util.List.of("jo@home.example", "nobody@home.example")) {
        String room = house.room(sam);
        house.invite(sam, room, address).ok();
        assertEquals(address, house.mail.next().to());
        String state =
            house
                .caseroom
                .http()
                .get(V3 + "/rooms/" + MatrixTest.enc(room) + "/state", sam)
                .ok()
                .toString();
        assertTrue(state.contains("m.room.third_party_invite"), state);
        assertFalse(state.contains("@jo:"), state);
      }
    }
  }

  @Test
  void whoMayNotInviteIsRefusedAndNobodyIsWrittenTo() {
    try (House house = new House(Databases.H2)) {
      String room = house.room(house.amy);
      MatrixTest.refused(400, "M_INVALID_PARAM", house.invite(house.amy, room, "no address"));
      MatrixTest.refused(
          404, "M_NOT_FOUND", house.invite(house.amy, "!none:caseroom.localhost", "k@h.example"));
      house.caseroom.createAccount("ann", Role.PERMANENCY_SUPPORT_SOCIAL_WORKER);
      String ann = house.caseroom.signIn("ann");
      MatrixTest.refused(403, "M_FORBIDDEN", house.invite(ann, room, "kim@home.example"));
      house
          .caseroom
          .http()
          .put(
              V3 + "/rooms/" + MatrixTest.enc(room) + "/state/m.room.power_levels",
              house.amy,
              MatrixTest.json(
                  "{'invite': 60, 'users': {'" + house.caseroom.user("amy").value() + "': 100}}"))
          .ok();
      house
          .post(
              "/rooms/" + MatrixTest.enc(room) + "/invite",
              house.amy,
              Json.object().put("user_id", house.caseroom.user("ann").value()))
          .ok();
      house.post("/join/" + MatrixTest.enc(room), ann, Json.object()).ok();
      MatrixTest.refused(403, "M_FORBIDDEN", house.invite(ann, room, "kim@home.example"));
      assertTrue(house.thirdPartyInvite(room).isEmpty());
      house.invite(house.amy, room, "last@home.example").ok();
      assertEquals("last@home.example", house.mail.next().to());
    }
  }

  @Test
  void withoutMailPeopleAreInvitedByTheirUserId() {
    try (TestCaseroom quiet = TestCaseroom.start()) {
      quiet.createAccount("amy", Role.PERMANENCY_SUPPORT_SOCIAL_WORKER);
      String amy = quiet.signIn("amy");
      ObjectNode invite =
          MatrixTest.json(
              "{'id_server': 'id.example', 'id_access_token': 'x', 'medium': 'email', 'address':"
                  + " 'kim@home.example'}");
      String room =
          quiet.http().post(V3 + "/createRoom", amy, Json.object()).ok().path("room_id").asText();
      MatrixTest.refused(
          403,
          "M_FORBIDDEN",
          quiet.http().post(V3 + "/rooms/" + MatrixTest.enc(room) + "/invite", amy, invite));
      ObjectNode create = Json.object();
      create.putArray("invite_3pid").add(invite);
      MatrixTest.refused(403, "M_FORBIDDEN", quiet.http().post(V3 + "/createRoom", amy, create));
    }
  }
}
