package org.caseroom.bots.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.ServerName;
import org.caseroom.base.UserId;
import org.caseroom.identity.Account;
import org.caseroom.identity.Role;
import org.caseroom.identity.Standing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom somebody means in a command. */
class PeopleTest {
  private static final ServerName SERVER = ServerName.of("hub.example");
  private static final List<Account> ROOM =
      List.of(
          account("sam", "Sam Okafor"),
          account("sam2", "Sam Okafor"),
          account("mo", "Mo Diallo"),
          account("jo", "Jo Mo"));

  private static Account account(String localpart, String name) {
    return new Account(
        UserId.local(localpart, SERVER),
        name,
        null,
        Set.of(Role.DUTY_WORKER),
        null,
        null,
        Standing.GOOD);
  }

  @ParameterizedTest
  @CsvSource({
    "@sam:hub.example, sam",
    "@SAM2, sam2",
    "mo, mo",
    "Mo Diallo, mo",
    "Jo, jo",
    "@jo:elsewhere.example,",
    "Okafor,"
  })
  void byIdByNameOrByFirstName(String word, String localpart) {
    assertEquals(
        Optional.ofNullable(localpart),
        People.named(ROOM.stream(), word).map(found -> found.id().localpart()));
  }

  @Test
  void ofTwoWithOneNameNobodyIsGuessed() {
    assertEquals(Optional.empty(), People.named(ROOM.stream(), "Sam Okafor"));
  }
}
