package org.caseroom.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.caseroom.audit.AuditLog;
import org.caseroom.base.DeviceId;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.base.ServerName;
import org.caseroom.base.UserId;
import org.caseroom.storage.Database;
import org.caseroom.storage.DatabaseSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionsTest {
  private static final ServerName SERVER = ServerName.of("caseroom.example");
  private static final UserId JO = UserId.of("@jo:caseroom.example");
  private static final Secret PASSWORD = Secret.of("three kind words");

  @TempDir Path folder;
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-05T09:00:00Z"));
  private Database database;
  private AuditLog audit;
  private Identity identity;

  @BeforeEach
  void open() {
    database = Database.open(DatabaseSettings.inMemory(UUID.randomUUID().toString()));
    audit = AuditLog.open(database, folder.resolve("audit.key"), SERVER, now::get);
    identity = Identity.open(database, audit, SERVER, now::get);
    identity
        .accounts()
        .create(
            new Accounts.NewAccount("jo", "Jo", Set.of(Role.ADOPTER), null, null, PASSWORD), null);
  }

  @AfterEach
  void close() {
    identity.close();
    audit.close();
    database.close();
  }

  private Sessions.SignIn signIn(String name, String password) {
    return identity.sessions().signIn(name, Secret.of(password), null, "Phone", null, "192.0.2.1");
  }

  @Test
  void aSignedInPersonIsKnownByTheirTokenUntilTheySignOut() {
    Sessions.SignIn signIn = signIn("jo", PASSWORD.reveal());
    assertEquals(
        Optional.of(new Sessions.Session(JO, signIn.device())),
        identity.sessions().authenticate(signIn.token(), "192.0.2.1"));
    identity.sessions().signOut(JO, signIn.device());
    assertEquals(Optional.empty(), identity.sessions().authenticate(signIn.token(), "192.0.2.1"));
    assertEquals(List.of(), identity.sessions().devices(JO));
  }

  @Test
  void aRestartKeepsSessions() {
    Sessions.SignIn signIn = signIn("@JO:caseroom.example", PASSWORD.reveal());
    identity.close();
    identity = Identity.open(database, audit, SERVER, now::get);
    assertTrue(identity.sessions().authenticate(signIn.token(), "192.0.2.1").isPresent());
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
    Problem limited = assertThrows(Problem.class, () -> signIn("jo", PASSWORD.reveal()));
    assertEquals("M_LIMIT_EXCEEDED", limited.errcode());
    long wait = limited.toMatrixJson().path("retry_after_ms").asLong();
    now.updateAndGet(time -> time.plusMillis(wait));
    signIn("jo", PASSWORD.reveal());
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
        () ->
            identity
                .sessions()
                .signIn("jo", Secret.of("no"), null, null, null, "192.0.2." + address));
  }

  @Test
  void theSameLettersAreTheSamePasswordFromAnyDevice() {
    identity.resetPassword(JO, Secret.of("caf\u00e9 three words"), null);
    signIn("jo", "cafe\u0301 three words");
    assertThrows(Problem.class, () -> signIn("jo", "cafe three words"));
  }

  @Test
  void signingInWellIsNeverSlowedDown() {
    for (int i = 0; i < 20; i++) {
      signIn("jo", PASSWORD.reveal());
    }
  }

  @Test
  void aTokenWithALifetimeEnds() {
    Sessions.SignIn signIn =
        identity.sessions().signIn("jo", PASSWORD, null, null, Duration.ofHours(1), "192.0.2.1");
    assertTrue(identity.sessions().authenticate(signIn.token(), "192.0.2.1").isPresent());
    now.updateAndGet(time -> time.plus(Duration.ofHours(1)));
    assertFalse(identity.sessions().authenticate(signIn.token(), "192.0.2.1").isPresent());
  }

  @Test
  void signingInAgainOnADeviceReplacesItsToken() {
    DeviceId device = DeviceId.of("LAPTOP");
    Sessions.SignIn first = identity.sessions().issue(JO, device, "Laptop");
    Sessions.SignIn second = identity.sessions().issue(JO, device, "Other");
    assertNotEquals(first.token(), second.token());
    assertFalse(identity.sessions().authenticate(first.token(), "192.0.2.1").isPresent());
    assertTrue(identity.sessions().authenticate(second.token(), "192.0.2.1").isPresent());
    assertEquals("Laptop", identity.sessions().devices(JO).get(0).displayName());
  }

  @Test
  void aLoginTokenWorksOnce() {
    Secret token = identity.sessions().loginToken(JO);
    Sessions.Client client = new Sessions.Client(null, null, null, "192.0.2.1");
    assertEquals(JO, identity.sessions().signIn(token, client).user());
    assertThrows(Problem.class, () -> identity.sessions().signIn(token, client));
    Secret old = identity.sessions().loginToken(JO);
    now.updateAndGet(time -> time.plus(Duration.ofMinutes(3)));
    assertThrows(Problem.class, () -> identity.sessions().signIn(old, client));
  }
}
