package org.caseroom.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.caseroom.mail.MailServer;
import org.caseroom.notices.NotifyServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line, as an operator types it. */
class MainTest {
  @TempDir Path folder;
  private Path config;

  @BeforeEach
  void anEmptyConfiguration() throws IOException {
    config = Files.writeString(folder.resolve("caseroom.yaml"), "");
  }

  /** What a command printed, and its exit code. */
  private record Ran(int code, String out, String err) {
    Ran done() {
      assertEquals(0, code, err);
      assertEquals("", err);
      return this;
    }

    /** Asserts that it failed with one line that says this. */
    Ran failed(int expected, String... says) {
      assertEquals(expected, code, out + err);
      assertEquals("", out);
      assertEquals(1, err.lines().count(), err);
      assertTrue(err.startsWith("caseroom: "), err);
      for (String part : says) {
        assertTrue(err.contains(part), err);
      }
      return this;
    }
  }

  private Ran run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--config", config.toString(), "--data", data().toString()));
    return bare(all.toArray(String[]::new));
  }

  private static Ran bare(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    return new Ran(code, out.toString(), err.toString());
  }

  private Path data() {
    return folder.resolve("data");
  }

  private void configure(String yaml) throws IOException {
    Files.writeString(config, yaml);
  }

  // ---- Commands ----

  @Test
  void agenciesHubsAndAccountsAreMade() {
    run(
            "agency",
            "create",
            "t4c",
            "--name",
            "Together4Children",
            "--kind",
            "regional-adoption-agency",
            "--area",
            "stoke-on-trent,staffordshire")
        .done();
    run("hub", "create", "t4c", "stoke", "--name", "Stoke hub", "--email", "s@example.org").done();
    String agencies = run("agency", "list").done().out();
    assertTrue(agencies.contains("t4c  regional-adoption-agency  Together4Children"), agencies);
    assertTrue(agencies.contains("stoke  Stoke hub"), agencies);

    String made =
        run(
                "account",
                "create",
                "sam",
                "--name",
                "Sam Worker",
                "--role",
                "duty-worker,team-manager",
                "--agency",
                "t4c",
                "--hub",
                "stoke")
            .done()
            .out();
    assertTrue(made.contains("Made @sam:caseroom.localhost"), made);
    assertTrue(made.contains("Password: "), made);
    String accounts = run("account", "list").done().out();
    assertTrue(accounts.contains("Sam Worker  duty-worker,team-manager  t4c"), accounts);
    assertTrue(run("account", "password", "sam").done().out().contains("Password: "));
    run("account", "create", "sam", "--role", "adopter").failed(1, "taken");
    run("account", "create", "kim", "--role", "wizard").failed(1, "duty-worker");
    run("account", "create", "kim", "--role", "adopter", "--agency", "nobody").failed(1, "agency");
    run("account", "password", "nobody").failed(1, "account list");
  }

  @Test
  void theRecordIsRebuilt() {
    assertTrue(run("rebuild").done().out().contains("Rebuilt from 0 events."));
  }

  @Test
  void theVersionIsTold() {
    assertTrue(bare("version").done().out().contains("Java " + Runtime.version().feature()));
    assertTrue(bare("--version").done().out().startsWith("caseroom "));
    assertTrue(bare("help").done().out().contains("account"));
  }

  // ---- Mistakes ----

  @Test
  void whatIsNotUnderstoodIsOneLine() {
    bare("sevre").failed(2, "sevre", "help");
    bare("account").failed(2, "command");
    bare("account", "create").failed(2);
    bare("--prot", "1").failed(2, "--prot");
    bare("serve", "--port", "many").failed(2, "--port", "many");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "server:\\n"
            + "  prot: 1 | line 2 | there is no setting 'server.prot' | host, name, port,"
            + " publicUrl",
        "sever: {} | line 1 | there is no setting 'sever' | server",
        "demo: true\\nserver:\\n  port: many | line 3 | 'server.port' | fit",
        "server: 8008 | line 1 | 'server' is a group | below it",
        "server:\\n  name: 'a b' | line 2 | 'server.name' | not a server name",
        "clock: sundial | line 1 | 'clock' | sundial",
        "demo: true\\ndemo: false | line 2 | YAML | uplicate",
        "clock: [ | line | YAML | read",
        "just words | line 1 | name: value | settings",
      })
  void aBrokenConfigurationNamesItsLine(String yaml, String line, String says, String more)
      throws IOException {
    configure(yaml.replace("\\n", "\n"));
    run("serve").failed(1, config.toString(), line, says, more);
  }

  @Test
  void noticesAreTriedOut() throws IOException {
    run("notify", "try", "07700 900111").failed(1, "notices.govukNotify.apiKey");
    run("notify", "try", "jo@example.org").failed(1, "mail");
    try (NotifyServer govNotify = NotifyServer.start()) {
      Files.writeString(
          config,
          "notices:\n  govukNotify:\n    apiKey: "
              + String.valueOf(govNotify.settings(true).apiKey().reveal())
              + "\n    textTemplate: "
              + NotifyServer.TEXT_TEMPLATE
              + "\n    emailTemplate: "
              + NotifyServer.EMAIL_TEMPLATE
              + "\n    url: "
              + govNotify.settings(true).url()
              + "\n");
      assertTrue(run("notify", "try", "07700 900111").done().out().contains("telephone"));
      assertTrue(run("notify", "try", "jo@example.org").done().out().contains("mailbox"));
      assertEquals(2, govNotify.taken().size());
      assertEquals("+447700900111", govNotify.taken().get(0).to());
      assertFalse(
          SettingsFile.read(config).toString().contains("3d844edf"), "the key is not shown");
    }
    Files.writeString(config, "notices:\n  govukNotify:\n    apiKey: half-a-key\n");
    run("notify", "try", "07700 900111").failed(1, "is not a key of GOV.UK Notify");
  }

  @Test
  void mailIsTriedOut() throws IOException {
    run("mail", "jo@example.org").failed(1, "mail.host is not set");
    try (MailServer server = MailServer.start()) {
      String there =
          "mail:\n  host: 127.0.0.1\n  from: caseroom@example.org\n  tls: none\n  port: ";
      configure(there + server.settings().port());
      run("mail", "jo@example.org").done();
      assertEquals("jo@example.org", server.next().to());
      run("mail", "jo").failed(1, "name@example.org");
      configure(there.replace("none", "starttls") + server.settings().port());
      run("mail", "jo@example.org").failed(1, "did not take the message", "mail.tls");
    }
  }

  @Test
  void mailWantsAnAddressThatItsLinksLeadTo() throws IOException {
    configure("mail:\n  host: mail.example.org\n  from: caseroom@example.org\n");
    run("serve", "--empty", "--host", "0.0.0.0", "--port", "0")
        .failed(1, "server.publicUrl", "links in messages");
    configure("mail:\n  host: mail.example.org\n");
    run("serve", "--empty", "--port", "0").failed(1, "mail.from", "caseroom@example.org");
  }

  @Test
  void aMissingConfigurationIsNamed() {
    bare("serve", "--config", "no/such.yaml").failed(1, "no/such.yaml", "no such");
  }

  @Test
  void aDataFolderThatCannotBeWrittenIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    bare("serve", "--config", config.toString(), "--data", file.resolve("below").toString())
        .failed(1, "--data", "cannot be written");
  }

  @Test
  void aPortInUseIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      run("serve", "--empty", "--port", Integer.toString(taken.getLocalPort()))
          .failed(1, Integer.toString(taken.getLocalPort()), "in use", "--port");
    }
  }

  @Test
  void aDatabaseInUseIsNamed() {
    try (TestCaseroom running = TestCaseroom.start(settings -> settings.withData(data()))) {
      run("account", "list").failed(1, "in use", "stop");
    }
  }

  @Test
  void aLostDatabaseKeyIsNamed() throws IOException {
    run("account", "list").done();
    Files.delete(data().resolve("keys/database.key"));
    run("account", "list").failed(1, "key");
  }

  @Test
  void keysAreTheirOwnersAlone() throws IOException {
    run("account", "list").done();
    assertTrue(Files.exists(data().resolve("caseroom.mv.db")));
    try (Stream<Path> keys = Files.list(data().resolve("keys"))) {
      for (Path key : keys.toList()) {
        assertEquals(
            "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
      }
    }
  }

  @Test
  void theShippedConfigurationIsTheDefault() {
    assertEquals(Settings.DEFAULT, SettingsFile.read(Path.of("config/caseroom.yaml")));
  }

  @Test
  void everyCommentedSettingOfTheShippedConfigurationIsKnown() throws IOException {
    String all =
        Files.readString(Path.of("config/caseroom.yaml"))
            .lines()
            .map(line -> line.replaceFirst("^( *)# ([a-zA-Z]+:( \\S.*)?)$", "$1$2"))
            .map(line -> line.matches(" *(publicUrl|certificate|key|url|password):") ? "" : line)
            .reduce("", (text, line) -> text + line + "\n");
    configure(all);
    Settings read = SettingsFile.read(config);
    assertEquals(Settings.DEFAULT.server(), read.server());
    assertEquals(Settings.DEFAULT.limits(), read.limits());
    assertEquals(List.of("127.0.0.1", "10.0.0.0/8"), read.trustedProxies());
  }
}
