package org.caseroom.matrix.appservice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomAlias;
import org.caseroom.base.RoomId;
import org.caseroom.base.ServerName;
import org.caseroom.base.UserId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistrationsTest {
  private static final ServerName SERVER = ServerName.of("test");

  @TempDir Path folder;

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Registrations read(Path... places) {
    return Registrations.read(List.of(places), SERVER);
  }

  @Test
  void theExampleOfTheSpecificationIsRead() throws IOException {
    Path file =
        write(
            "irc.yaml",
            """
            id: "IRC Bridge"
            url: "http://127.0.0.1:1234/"
            as_token: "30c05ae90a248a4188e620216fa72e349803310ec83e2a77b34fe90be6081f46"
            hs_token: "312df522183efd404ec1cd22d2ffa4bbc76a8c1ccf541dd692eef281356bb74e"
            sender_localpart: "_irc_bot"
            rate_limited: false
            receive_ephemeral: true
            protocols: [irc]
            io.example.unknown: {some: thing}
            namespaces:
              users:
                - exclusive: true
                  regex: "@_irc_bridge_.*"
              aliases:
                - exclusive: false
                  regex: "#_irc_bridge_.*"
              rooms: []
            """);
    Registration read = read(file).byId("IRC Bridge").orElseThrow();
    assertEquals("http://127.0.0.1:1234", String.valueOf(read.url()));
    assertEquals(UserId.of("@_irc_bot:test"), read.sender());
    assertEquals(Set.of("irc"), read.protocols());
    assertEquals(new Registration.Wants(true, false), read.wants());
    assertFalse(read.rateLimited());
    assertTrue(read.claims(UserId.of("@_irc_bridge_jo:test")));
    assertTrue(read.claims(UserId.of("@_irc_bot:test")));
    assertFalse(read.covers(UserId.of("@jo:test")));
    assertTrue(read.covers(RoomAlias.of("#_irc_bridge_tea:test")));
    assertFalse(read.claims(RoomAlias.of("#_irc_bridge_tea:test")));
    assertFalse(read.covers(RoomId.of("!any:test")));
    assertFalse(read.toString().contains("30c05ae9"), "a token is printed");
  }

  @Test
  void aFolderHoldsSeveralAndNullIsNoUrl() throws IOException {
    write("a.yaml", StandInService.text("null"));
    write(
        "b.yml",
        StandInService.text("null")
            .replace("\"bridge\"", "\"other\"")
            .replace(StandInService.AS_TOKEN, "another")
            .replace("\"_bridge\"", "\"_other\""));
    write("notes.txt", "not one");
    Registrations all = read(folder);
    assertEquals(2, all.all().size());
    assertNull(all.byId("other").orElseThrow().url());
  }

  @ParameterizedTest
  @CsvSource({
    "id: \"bridge\",",
    "as_token: \"" + StandInService.AS_TOKEN + "\",",
    "sender_localpart: \"_bridge\","
  })
  void nothingIsTheSameInTwo(String same) throws IOException {
    Path one = write("one.yaml", StandInService.text("null"));
    String other =
        StandInService.text("null")
            .replace("id: \"bridge\"", "id: \"other\"")
            .replace("as_token: \"" + StandInService.AS_TOKEN + "\"", "as_token: \"other\"")
            .replace("sender_localpart: \"_bridge\"", "sender_localpart: \"_other\"");
    String name = same.substring(0, same.indexOf(':'));
    String back = other.replaceAll(name + ": \"[^\"]*\"", same);
    Path two = write("two.yaml", back);
    Problem refused = assertThrows(Problem.class, () -> read(one, two));
    assertTrue(refused.message().contains("'" + name + "'"), refused.message());
    assertFalse(refused.message().contains(StandInService.AS_TOKEN), "a token is told");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id: \"bridge\" | | line 1: 'id' is missing",
        "url: null | | line 1: 'url' is missing",
        "url: null | url: ftp://x | line 2: 'url' does not fit",
        "id: \"bridge\" | id: 3 | line 1: 'id' does not fit",
        "sender_localpart: \"_bridge\" | sender_localpart: \"A b\" | line 5: 'sender_localpart'",
        "regex: \"@_bridge_.*\" | regex: \"@_bridge_[\" | line 9: 'namespaces.users[0].regex'",
        "- exclusive: true | - exclusive: perhaps | line 8: 'namespaces.users[0]' does not fit",
        "rooms: [] | rooms: 7 | line 13: 'namespaces.rooms' does not fit",
        "rooms: [] | rooms: [ | this is not YAML",
        "id: \"bridge\" | rate_limited: maybe | is missing",
      })
  void aMistakeIsToldWithItsLine(String text, String instead, String told) throws IOException {
    String whole =
        StandInService.text("null")
            .replaceFirst(
                java.util.regex.Pattern.quote(text),
                instead == null ? "" : java.util.regex.Matcher.quoteReplacement(instead));
    Path file = write("wrong.yaml", whole);
    Problem refused = assertThrows(Problem.class, () -> read(file));
    assertEquals("ORG.CASEROOM_CONFIGURATION", refused.errcode());
    assertTrue(refused.message().contains(told), refused.message());
    assertTrue(refused.message().startsWith(file.toString()), refused.message());
  }
}
