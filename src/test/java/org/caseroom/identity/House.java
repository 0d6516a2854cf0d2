package org.caseroom.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.caseroom.audit.AuditLog;
import org.caseroom.base.Secret;
import org.caseroom.base.ServerName;
import org.caseroom.base.UserId;
import org.caseroom.storage.Database;
import org.caseroom.storage.DatabaseSettings;
import org.caseroom.storage.Databases;

/** A database with identities in it and a clock that is set by hand, for tests. */
final class House implements AutoCloseable {
  static final ServerName SERVER = ServerName.of("caseroom.example");
  static final Secret PASSWORD = Secret.of("three kind words");

  private static final IdentitySettings SETTINGS = IdentitySettings.USUAL;

  private final Path folder;
  private final DatabaseSettings settings;
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-05T09:00:00Z"));
  Database database;
  AuditLog audit;
  Identity identity;

  House(Databases engine) {
    this(engine.fresh(), newFolder());
  }

  private static Path newFolder() {
    try {
      return Files.createTempDirectory("house");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Another node on the same database. */
  House another() {
    return new House(settings, folder);
  }

  private House(DatabaseSettings settings, Path folder) {
    this.folder = folder;
    this.settings = settings;
    this.database = Database.open(settings);
    this.audit = AuditLog.open(database, folder.resolve("audit.key"), SERVER, now::get);
    this.identity = Identity.open(database, audit, SERVER, now::get, SETTINGS);
  }

  static UserId user(String localpart) {
    return UserId.local(localpart, SERVER);
  }

  /** Adds an account that cannot sign in with a password. */
  UserId add(String localpart, Role role) {
    return identity
        .accounts()
        .create(new Accounts.NewAccount(localpart, localpart, Set.of(role), null, null, null), null)
        .id();
  }

  Sessions.SignIn issue(UserId user) {
    return identity.sessions().issue(user, null, null);
  }

  void later(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  Instant now() {
    return now.get();
  }

  /** The facts of the audit log's entries of a kind. */
  List<String> log(String kind) {
    return audit.read(0, 1000).stream()
        .filter(entry -> entry.kind().equals(kind))
        .map(entry -> entry.data().toString())
        .toList();
  }

  void restart() {
    close();
    database = Database.open(settings);
    audit = AuditLog.open(database, folder.resolve("audit.key"), SERVER, now::get);
    identity = Identity.open(database, audit, SERVER, now::get, SETTINGS);
  }

  @Override
  public void close() {
    identity.close();
    audit.close();
    database.close();
  }
}
