package org.caseroom.ops;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.caseroom.audit.AuditSettings;
import org.caseroom.base.Secret;
import org.caseroom.base.ServerName;
import org.caseroom.edge.EdgeSettings;
import org.caseroom.edge.RateLimitSettings;
import org.caseroom.identity.IdentitySettings;
import org.caseroom.identity.QuietHours;
import org.caseroom.mail.MailSettings;
import org.caseroom.matrix.media.MediaSettings;
import org.caseroom.matrix.preview.PreviewSettings;
import org.caseroom.matrix.push.PushSettings;
import org.caseroom.notices.NoticeSettings;
import org.caseroom.storage.DatabaseSettings;
import org.jspecify.annotations.Nullable;

/**
 * The configuration, as {@code config/caseroom.yaml} holds it.
 *
 * @param server who and where the service is
 * @param tls the certificate, when the service itself speaks HTTPS
 * @param data the folder for the database, media and keys
 * @param database which database
 * @param limits how much a client may ask for
 * @param rateLimits how often a client may ask
 * @param matrix what the Matrix API offers
 * @param trustedProxies addresses and networks whose {@code X-Forwarded-For} is believed
 * @param mail how mail is sent, if at all
 * @param notices whether and how people are told outside of the service
 * @param media which clients get files
 * @param previews whether web pages that people mention are previewed
 * @param accounts who may make an account, and how long a sign-in is good
 * @param push what push gateways are told
 * @param reminders when people are left in peace, and when managers hear what is late
 * @param clock {@code system}, or {@code settable} for rehearsals: the time can then be set by an
 *     administrator
 * @param demo whether the first start loads the demo
 * @param procedures the folder with the procedures
 * @param bots the folder with the bots
 * @param audit what the audit log shows of itself
 */
public record Settings(
    Server server,
    Tls tls,
    Path data,
    Store database,
    Limits limits,
    RateLimitSettings rateLimits,
    MatrixOptions matrix,
    List<String> trustedProxies,
    MailSettings mail,
    NoticeSettings notices,
    MediaSettings media,
    PreviewSettings previews,
    Accounts accounts,
    PushSettings push,
    Reminders reminders,
    Clock clock,
    boolean demo,
    Path procedures,
    Path bots,
    AuditSettings audit) {

  /** The settings of a service without a configuration file. */
  public static final Settings DEFAULT =
      new Settings(
          new Server(ServerName.of("caseroom.localhost"), "127.0.0.1", 8008, null),
          new Tls(null, null),
          Path.of("data"),
          new Store(null, "sa", null, 10),
          new Limits(50, 20_000, 500, 16),
          RateLimitSettings.DEFAULT,
          MatrixOptions.DEFAULT,
          List.of(),
          MailSettings.OFF,
          NoticeSettings.OFF,
          MediaSettings.DEFAULT,
          PreviewSettings.OFF,
          new Accounts(false, List.of(), false, null, 10, 0, 30),
          PushSettings.DEFAULT,
          new Reminders(QuietHours.setting("20:00-07:00"), 8),
          Clock.SYSTEM,
          true,
          Path.of("config/procedures"),
          Path.of("bots"),
          AuditSettings.DEFAULT);

  /**
   * Who and where the service is.
   *
   * @param name the Matrix server name: the part of user ids after the colon; never changes
   * @param host the address to listen on
   * @param port the port to listen on, 0 for a free one
   * @param publicUrl the address that clients use; null for the one that is listened on
   */
  public record Server(ServerName name, String host, int port, @Nullable String publicUrl) {}

  /**
   * A certificate.
   *
   * @param certificate the chain (PEM), null for plain HTTP
   * @param key its private key (PEM, PKCS#8)
   */
  public record Tls(@Nullable Path certificate, @Nullable Path key) {}

  /**
   * A database.
   *
   * @param url the JDBC URL; null for an encrypted H2 file in the data folder
   * @param user the database user
   * @param password its password
   * @param connections the most connections held at once
   */
  public record Store(
      @Nullable String url, String user, @Nullable Secret password, int connections) {}

  /**
   * How much a client may ask for.
   *
   * @param fileMib the largest file, MiB
   * @param connections the most connections at once
   * @param connectionsPerAddress the most from one address
   * @param workers how many requests are worked on at once
   */
  public record Limits(int fileMib, int connections, int connectionsPerAddress, int workers) {}

  /**
   * Who may make an account, and how long a sign-in is good.
   *
   * @param registration whether anybody may register
   * @param registrationTokens when there are any, who registers has to know one
   * @param guests whether people may come in without an account
   * @param sharedSecret what tools know that make accounts from afar, as the reference server's
   *     {@code register_new_matrix_user}; null for none
   * @param passwordCharacters the fewest characters of a password
   * @param signInHours how long a sign-in is good for a client that cannot refresh it, 0 for no end
   * @param refreshMinutes how long an access token is good for a client that refreshes it
   */
  public record Accounts(
      boolean registration,
      List<Secret> registrationTokens,
      boolean guests,
      @Nullable Secret sharedSecret,
      int passwordCharacters,
      int signInHours,
      int refreshMinutes) {}

  /**
   * Reminders.
   *
   * @param quietHours when people are left in peace who have not said so themselves; null for never
   * @param digestHour the hour of a working day, 0 to 23, at which managers hear what is late; null
   *     for no such message
   */
  public record Reminders(@Nullable QuietHours quietHours, @Nullable Integer digestHour) {
    /** An hour is from 0 to 23. */
    public Reminders {
      if (digestHour != null && (digestHour < 0 || digestHour > 23)) {
        throw new IllegalArgumentException("digestHour is an hour from 0 to 23, or empty");
      }
    }
  }

  /** Where the time comes from. */
  public enum Clock {
    SYSTEM,
    SETTABLE
  }

  /**
   * The same with one setting changed.
   *
   * @param name its name in the file, such as {@code server.port}
   * @param value what the file could hold there; a group as its record
   */
  public Settings with(String name, @Nullable Object value) {
    return SettingsFile.change(this, name, value);
  }

  /** The same, listening elsewhere. */
  public Settings listeningOn(String host, int port) {
    return with("server.host", host).with("server.port", port);
  }

  /** The same with its data elsewhere. */
  public Settings withData(Path folder) {
    return with("data", folder);
  }

  /** The same on another database. */
  public Settings withDatabase(Store store) {
    return with("database", store);
  }

  /** The same by another clock. */
  public Settings withClock(Clock newClock) {
    return with("clock", newClock);
  }

  /** The same with or without the demo. */
  public Settings withDemo(boolean load) {
    return with("demo", load);
  }

  /** The database, for {@code storage}. */
  DatabaseSettings databaseSettings(Keys keys) {
    String url = database.url();
    if (url == null) {
      return DatabaseSettings.h2File(data.resolve("caseroom"), keys.database());
    }
    Secret password = database.password();
    return new DatabaseSettings(
        url,
        database.user(),
        password == null ? Secret.of("") : password,
        null,
        database.connections());
  }

  /** The rules about accounts, for {@code identity}. */
  IdentitySettings identitySettings() {
    return new IdentitySettings(
        accounts.registration(),
        accounts.registrationTokens(),
        accounts.guests(),
        accounts.sharedSecret(),
        accounts.passwordCharacters(),
        accounts.signInHours() == 0 ? null : Duration.ofHours(accounts.signInHours()),
        Duration.ofMinutes(accounts.refreshMinutes()));
  }

  /** The front door, for {@code edge}. */
  EdgeSettings edgeSettings() {
    EdgeSettings.Limits usual = EdgeSettings.Limits.usual();
    return new EdgeSettings(
        server.host(),
        server.port(),
        tls.certificate(),
        tls.key(),
        trustedProxies,
        new EdgeSettings.Limits(
            usual.jsonBytes(),
            (long) limits.fileMib() << 20,
            limits.connections(),
            limits.connectionsPerAddress(),
            limits.workers(),
            usual.queue(),
            usual.headerTime(),
            usual.bodyTime(),
            usual.fileTime(),
            usual.stallTime(),
            usual.idleTime()),
        rateLimits);
  }

  /** Whether the address that clients use is known: it is given, or only this machine is served. */
  boolean isReachable() {
    String host = server.host();
    return server.publicUrl() != null
        || host.startsWith("127.")
        || host.equals("::1")
        || host.equals("localhost");
  }

  /** The address that clients use. */
  String publicUrl(int port) {
    String given = server.publicUrl();
    if (given != null) {
      return given.endsWith("/") ? given.substring(0, given.length() - 1) : given;
    }
    String scheme = tls.certificate() == null ? "http" : "https";
    String host = server.host().equals("0.0.0.0") ? "127.0.0.1" : server.host();
    return scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
