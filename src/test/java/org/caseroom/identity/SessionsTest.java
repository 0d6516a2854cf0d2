package org.caseroom.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.caseroom.base.DeviceId;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.base.UserId;
import org.caseroom.storage.Databases;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private static final UserId JO = House.user("jo");

  private final House house = new House(Databases.H2);

  SessionsTest() {
    house
        .identity
        .accounts()
        .create(
            new Accounts.NewAccount("jo", "Jo", Set.of(Role.ADOPTER), null, null, House.PASSWORD),
            null);
  }

  @AfterEach
  void close() {
    house.close();
  }

  private Sessions sessions() {
    return house.identity.sessions();
  }

  private Sessions.SignIn signIn(String name, String password) {
    return sessions().signIn(name, Secret.of(password), null, "Phone", null, "192.0.2.1");
  }

  @Test
  void aSignedInPersonIsKnownByTheirTokenUntilTheySignOut() {
    Sessions.SignIn signIn = signIn("jo", House.PASSWORD.reveal());
    assertEquals(
        Optional.of(new Sessions.Session(JO, signIn.device())),
        sessions().authenticate(signIn.token(), "192.0.2.1"));
    sessions().signOut(JO, signIn.device());
    assertEquals(Optional.empty(), sessions().authenticate(signIn.token(), "192.0.2.1"));
    assertEquals(List.of(), sessions().devices(JO));
  }

  @Test
  void aRestartKeepsSessions() {
    Sessions.SignIn signIn = signIn("@JO:caseroom.example", House.PASSWORD.reveal());
    house.restart();
    assertTrue(sessions().authenticate(signIn.token(), "192.0.2.1").isPresent());
  }

  @Test
  void unknownNameAndWrongPasswordGetTheSameAnswer() {
    Problem wrong = assertThrows(Problem.class, () -> signIn("jo", "not the words"));
    Problem unknown = assertThrows(Problem.class, () -> signIn("nobody", "not the words"));
    Problem invalid = assertThrows(Problem.class, () -> signIn("No body!", "not the words"));
    assertEquals("M_FORBIDDEN", wrong.errcode());
    assertEquals(wrong.toMatrixJson(), unknown.toMatrixJson());
    assertEquals(wrong.toMatrixJson(), invalid.toMatrixJson());
  }

  @Test
  void guessingIsSlowedDownAndForgottenInTime() {
    for (int i = 0; i < 6; i++) {
      assertThrows(Problem.class, () -> signIn("jo", "not the words"));
    }
    Problem limited = assertThrows(Problem.class, () -> signIn("jo", House.PASSWORD.reveal()));
    assertEquals("M_LIMIT_EXCEEDED", limited.errcode());
    long wait = limited.toMatrixJson().path("retry_after_ms").asLong();
    house.later(Duration.ofMillis(wait));
    signIn("jo", House.PASSWORD.reveal());
  }

  @Test
  void manyGuessesAtOnceAreSlowedDownToo() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<String>> guesses = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      guesses.add(
          threads.submit(
              () -> assertThrows(Problem.class, () -> signIn("jo", "not the words")).errcode()));
    }
    int tried = 0;
    for (Future<String> guess : guesses) {
      tried += guess.get().equals("M_FORBIDDEN") ? 1 : 0;
    }
    threads.shutdown();
    assertEquals(6, tried);
    assertEquals("M_FORBIDDEN", elsewhere(2).errcode());
  }

  private Problem elsewhere(int address) {
    return assertThrows(
        Problem.class,
        () -> sessions().signIn("jo", Secret.of("no"), null, null, null, "192.0.2." + address));
  }

  @Test
  void theSameLettersAreTheSamePasswordFromAnyDevice() {
    house.identity.resetPassword(JO, Secret.of("caf\u00e9 three words"), null);
    signIn("jo", "cafe\u0301 three words");
    assertThrows(Problem.class, () -> signIn("jo", "cafe three words"));
  }

  @Test
  void signingInWellIsNeverSlowedDown() {
    for (int i = 0; i < 20; i++) {
      signIn("jo", House.PASSWORD.reveal());
    }
  }

  @Test
  void aTokenWithALifetimeEnds() {
    Sessions.SignIn signIn =
        sessions().signIn("jo", House.PASSWORD, null, null, Duration.ofHours(1), "192.0.2.1");
    assertTrue(sessions().authenticate(signIn.token(), "192.0.2.1").isPresent());
    house.later(Duration.ofHours(1));
    assertFalse(sessions().authenticate(signIn.token(), "192.0.2.1").isPresent());
  }

  @Test
  void signingInAgainOnADeviceReplacesItsToken() {
    DeviceId device = DeviceId.of("LAPTOP");
    Sessions.SignIn first = sessions().issue(JO, device, "Laptop");
    Sessions.SignIn second = sessions().issue(JO, device, "Other");
    assertNotEquals(first.token(), second.token());
    assertFalse(sessions().authenticate(first.token(), "192.0.2.1").isPresent());
    assertTrue(sessions().authenticate(second.token(), "192.0.2.1").isPresent());
    assertEquals("Laptop", sessions().devices(JO).get(0).displayName());
  }

  @Test
  void aLoginTokenWorksOnce() {
    Secret token = sessions().loginToken(JO);
    Sessions.Client client = new Sessions.Client(null, null, null, false, "192.0.2.1");
    assertEquals(JO, sessions().signIn(token, client).user());
    assertThrows(Problem.class, () -> sessions().signIn(token, client));
    Secret old = sessions().loginToken(JO);
    house.later(Duration.ofMinutes(3));
    assertThrows(Problem.class, () -> sessions().signIn(old, client));
  }
}
