package org.caseroom.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.caseroom.audit.AuditEntry;
import org.caseroom.base.Json;
import org.caseroom.base.Secret;
import org.caseroom.base.UserId;
import org.caseroom.bots.Bots;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Role;
import org.caseroom.storage.DatabaseSettings;
import org.caseroom.storage.Databases;
import org.jspecify.annotations.Nullable;

/**
 * A whole Caseroom for a test: its own free port, its own empty database, a clock that the test
 * sets. Close it afterwards.
 *
 * <pre>{@code
 * try (TestCaseroom caseroom = TestCaseroom.start()) {
 *   caseroom.createAccount("jo", Role.ADOPTER);
 *   String token = caseroom.signIn("jo");
 *   caseroom.http().get("/_matrix/client/v3/account/whoami", token).ok();
 * }
 * }</pre>
 */
public final class TestCaseroom implements AutoCloseable {
  /** The password of every account that {@link #createAccount} makes. */
  public static final String PASSWORD = "three quiet green lamps";

  private final Path folder;
  private final Settings settings;
  private final Map<String, String> tokens = new HashMap<>();
  private Caseroom caseroom;
  private Http http;

  private TestCaseroom(Path folder, Settings settings) {
    this.folder = folder;
    this.settings = settings;
    this.caseroom = Caseroom.start(settings);
    this.http = new Http(caseroom.url());
  }

  /** Starts one on H2 in memory. */
  public static TestCaseroom start() {
    return start(Databases.H2);
  }

  /** Starts one on a database of this kind. */
  public static TestCaseroom start(Databases engine) {
    return start(engine, settings -> settings);
  }

  /** Starts one on a database of this kind, with settings of the test's own. */
  public static TestCaseroom start(
      Databases engine, java.util.function.UnaryOperator<Settings> change) {
    DatabaseSettings fresh = engine.fresh();
    return start(
        settings ->
            change.apply(
                settings.withDatabase(
                    new Settings.Store(fresh.url(), fresh.user(), fresh.password(), 8))));
  }

  /** Starts one on an encrypted H2 file, as an installation has it. */
  public static TestCaseroom startOnFile() {
    return start(settings -> settings);
  }

  /**
   * Starts one with settings of the test's own.
   *
   * @param change what to change of the usual settings of a test
   */
  public static TestCaseroom start(java.util.function.UnaryOperator<Settings> change) {
    try {
      Path folder = Files.createTempDirectory("caseroom-test-");
      return new TestCaseroom(
          folder,
          change.apply(
              Settings.DEFAULT
                  .withData(folder)
                  .listeningOn("127.0.0.1", 0)
                  .withClock(Settings.Clock.SETTABLE)
                  .with("rateLimits.enabled", false)
                  .withDemo(false)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts another node on the same PostgreSQL: with the same keys and a folder of its own. */
  public TestCaseroom another() {
    try {
      Path own = Files.createTempDirectory("caseroom-test-");
      Path keys = Files.createDirectories(own.resolve("keys"));
      try (Stream<Path> files = Files.list(folder.resolve("keys"))) {
        for (Path file : files.toList()) {
          Files.copy(file, keys.resolve(file.getFileName()));
        }
      }
      return new TestCaseroom(own, settings.withData(own));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops it and starts it again on the same data; tokens stay good. */
  public void restart() {
    caseroom.close();
    caseroom = Caseroom.start(settings);
    http = new Http(caseroom.url());
  }

  /** Stops it and leaves its data, for the command line. */
  public void stop() {
    caseroom.close();
  }

  /** As {@link #restart()}, down until its clock shows this time. */
  public void restartAt(Instant time) {
    caseroom.close();
    KeptClock.open(folder, InstantSource.system()).set(time);
    caseroom = Caseroom.start(settings);
    http = new Http(caseroom.url());
  }

  /** Starts the bots once more: for a test that has stopped the service's own. */
  public Bots startBots() {
    return Bots.start(caseroom.botServices());
  }

  /** The service's audit log, with all that was recorded so far in it. */
  public org.caseroom.audit.AuditLog audit() {
    caseroom.audit().flush();
    return caseroom.audit();
  }

  /** The service. */
  public Caseroom caseroom() {
    return caseroom;
  }

  /** What the audit log holds of a kind, oldest first. */
  public List<ObjectNode> recorded(AuditEntry.Kind kind) {
    List<ObjectNode> facts = new ArrayList<>();
    caseroom
        .audit()
        .ofKind(kind, Long.MAX_VALUE, Integer.MAX_VALUE)
        .forEach(entry -> facts.add(0, entry.data()));
    return facts;
  }

  /** Its data folder. */
  public Path folder() {
    return folder;
  }

  /** Its clock, to be set. */
  public SettableClock clock() {
    return caseroom.settableClock();
  }

  /** Talks to it. */
  public Http http() {
    return http;
  }

  /** The Matrix id of a local user. */
  public UserId user(String localpart) {
    return UserId.local(localpart, settings.server().name());
  }

  /** Makes an account without an agency; its password is {@link #PASSWORD}. */
  public UserId createAccount(String localpart, Role... roles) {
    return createAccount(localpart, null, roles);
  }

  /** Makes an account with an agency, which is there already. */
  public UserId createAccount(String localpart, @Nullable String agency, Role... roles) {
    Set<Role> all = new LinkedHashSet<>(List.of(roles));
    return caseroom
        .identity()
        .accounts()
        .create(
            new Accounts.NewAccount(localpart, localpart, all, agency, null, Secret.of(PASSWORD)),
            null)
        .id();
  }

  /** Signs in by the Matrix API; once for each person, then the same token again. */
  public String signIn(String localpart) {
    return tokens.computeIfAbsent(
        localpart, name -> signInAgain(name, PASSWORD).path("access_token").asText());
  }

  /** Signs in by the Matrix API on a new device: the whole answer. */
  public JsonNode signInAgain(String localpart, String password) {
    var body = Json.object().put("type", "m.login.password").put("password", password);
    body.putObject("identifier").put("type", "m.id.user").put("user", localpart);
    return http.post("/_matrix/client/v3/login", null, body).ok();
  }

  /**
   * Makes a session without the Matrix API.
   *
   * @return the access token
   */
  public String issueToken(UserId user) {
    return caseroom.identity().sessions().issue(user, null, "Test").token().reveal();
  }

  @Override
  public void close() {
    caseroom.close();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(TestCaseroom::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
