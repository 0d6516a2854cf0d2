package org.caseroom.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.caseroom.audit.AuditLog;
import org.caseroom.base.DeviceId;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.base.UserId;
import org.caseroom.storage.Database;
import org.caseroom.storage.Tx;
import org.jspecify.annotations.Nullable;

/**
 * Sign-ins: who holds which token on which device. Kept in memory, so that a request costs one hash
 * and one look-up; a token that memory does not know is looked for in the database once.
 */
public final class Sessions {
  private static final Duration LOGIN_TOKEN_LIFETIME = Duration.ofMinutes(2);
  private static final long SEEN_EVERY_MS = Duration.ofMinutes(5).toMillis();
  private static final int MAX_DEVICE_NAME = 100;

  private final Database database;
  private final Records records;
  private final InstantSource clock;
  private final Accounts accounts;
  private final Credentials credentials;
  private final List<DeviceHook> hooks;
  private final Tokens tokens = new Tokens();
  private final Map<String, Live> live = new ConcurrentHashMap<>();
  private final List<Consumer<Session>> followers = new CopyOnWriteArrayList<>();

  /** Told, inside the transaction, of devices that go, so that what hangs on them goes too. */
  interface DeviceHook {
    void deleted(Tx tx, UserId user, DeviceId device);
  }

  /**
   * A fresh sign-in.
   *
   * @param token the access token: shown once, kept only as a hash
   */
  public record SignIn(UserId user, DeviceId device, Secret token) {}

  /**
   * A good token's owner.
   *
   * @param user whose it is
   * @param device on which device
   */
  public record Session(UserId user, DeviceId device) {}

  /**
   * A device.
   *
   * @param lastSeenMs when it was last used, milliseconds since 1970 (to the nearest few minutes)
   */
  public record Device(
      DeviceId id, @Nullable String displayName, @Nullable Long lastSeenMs, @Nullable String ip) {}

  /**
   * What a client says about itself when it signs in.
   *
   * @param device the device to sign in again, null for a new one
   * @param deviceName the name of a new device
   * @param lifetime how long the token is good, null for no end
   * @param remoteAddress where it is, null for a bot of the house
   */
  public record Client(
      @Nullable DeviceId device,
      @Nullable String deviceName,
      @Nullable Duration lifetime,
      @Nullable String remoteAddress) {}

  /** A session in memory. */
  private static final class Live {
    final Session session;
    final @Nullable Long expiresMs;
    volatile long seenMs;
    volatile long writtenMs;
    volatile String address;

    Live(Session session, @Nullable Long expiresMs, long seenMs, String address) {
      this.session = session;
      this.expiresMs = expiresMs;
      this.seenMs = seenMs;
      this.writtenMs = seenMs;
      this.address = address;
    }
  }

  Sessions(
      Database database,
      AuditLog audit,
      InstantSource clock,
      Accounts accounts,
      Credentials credentials,
      List<DeviceHook> hooks) {
    this.database = database;
    this.records = new Records(audit);
    this.clock = clock;
    this.accounts = accounts;
    this.credentials = credentials;
    this.hooks = List.copyOf(hooks);
    database.read(tx -> new SessionDao(tx).sessions()).forEach(this::remember);
  }

  private Live remember(SessionDao.Row row) {
    Live session = new Live(new Session(row.user(), row.device()), row.expiresMs(), 0, "");
    Live other = live.putIfAbsent(row.tokenHash(), session);
    return other == null ? session : other;
  }

  /**
   * Signs in with a password; good and refused attempts go to the audit log.
   *
   * @param userOrLocalpart a user id, or its localpart
   * @param device the device to sign in again, null for a new one
   * @param deviceName the name of a new device
   * @param lifetime how long the token is good, null for no end
   * @param remoteAddress where the caller is
   * @throws Problem 403 {@code M_FORBIDDEN} for a wrong name or password (the same words for both),
   *     {@code M_USER_DEACTIVATED}, 429 {@code M_LIMIT_EXCEEDED}
   */
  public SignIn signIn(
      String userOrLocalpart,
      Secret password,
      @Nullable DeviceId device,
      @Nullable String deviceName,
      @Nullable Duration lifetime,
      String remoteAddress) {
    Account account = credentials.check(userOrLocalpart, password, remoteAddress);
    return start(account.id(), new Client(device, deviceName, lifetime, remoteAddress), "password");
  }

  /**
   * Signs in with a token of {@link #loginToken}, which is used up by it.
   *
   * @throws Problem 403 {@code M_FORBIDDEN} for one that is unknown, used or too old
   */
  public SignIn signIn(Secret loginToken, Client client) {
    String hash = Tokens.hash(loginToken);
    Optional<UserId> user =
        database.write(tx -> new SessionDao(tx).takeLoginToken(hash, clock.millis()));
    if (user.isEmpty()) {
      ObjectNode facts = Json.object().put("reason", "login-token");
      if (client.remoteAddress() != null) {
        facts.put("address", client.remoteAddress());
      }
      records.refused(facts);
      throw Problem.forbidden(
          "This sign-in link was used already or is too old: ask for a new one.");
    }
    return start(user.get(), client, "login-token");
  }

  /** Makes a session without a password: for bots of the house and login tokens. */
  public SignIn issue(UserId user, @Nullable DeviceId device, @Nullable String deviceName) {
    return start(user, new Client(device, deviceName, null, null), "issued");
  }

  private SignIn start(UserId user, Client client, String how) {
    if (!accounts.require(user).active()) {
      throw Credentials.deactivated();
    }
    DeviceId device = client.device() == null ? DeviceId.of(tokens.deviceId()) : client.device();
    Secret token = tokens.make("crt_");
    long now = clock.millis();
    Long expires = client.lifetime() == null ? null : now + client.lifetime().toMillis();
    SessionDao.Row row = new SessionDao.Row(Tokens.hash(token), user, device, expires);
    database.writing(
        tx -> {
          SessionDao dao = new SessionDao(tx);
          dao.saveDevice(user, device, named(client.deviceName()), now, client.remoteAddress());
          dao.deleteSession(user, device);
          dao.insertSession(row, now);
          ObjectNode facts =
              Json.object().put("user", user.value()).put("device", device.value()).put("how", how);
          if (client.remoteAddress() != null) {
            facts.put("address", client.remoteAddress());
          }
          records.signIn(tx, "signed-in", facts);
          tx.afterCommit(
              () -> {
                forget(user, device);
                String address = client.remoteAddress() == null ? "" : client.remoteAddress();
                live.put(
                    row.tokenHash(), new Live(new Session(user, device), expires, now, address));
              });
        });
    return new SignIn(user, device, token);
  }

  private static @Nullable String named(@Nullable String name) {
    if (name == null) {
      return null;
    }
    String clean = name.replaceAll("\\p{Cntrl}", " ").strip();
    return clean.length() <= MAX_DEVICE_NAME ? clean : clean.substring(0, MAX_DEVICE_NAME);
  }

  /** Whose token this is; from memory, unless it was made elsewhere since the start. */
  public Optional<Session> authenticate(Secret token, String remoteAddress) {
    String hash = Tokens.hash(token);
    Live session = live.get(hash);
    if (session == null) {
      session =
          database.read(tx -> new SessionDao(tx).session(hash)).map(this::remember).orElse(null);
      if (session == null) {
        return Optional.empty();
      }
    }
    long now = clock.millis();
    if (session.expiresMs != null && session.expiresMs <= now) {
      live.remove(hash);
      return Optional.empty();
    }
    session.seenMs = now;
    session.address = remoteAddress;
    return Optional.of(session.session);
  }

  /**
   * The sign-ins whose good tokens came from a network address lately.
   *
   * @param within how long ago at most
   */
  public Set<Session> sessionsAt(String remoteAddress, Duration within) {
    long since = clock.millis() - within.toMillis();
    return live.values().stream()
        .filter(session -> session.seenMs >= since && session.address.equals(remoteAddress))
        .map(session -> session.session)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Makes a one-time token for {@code m.login.token}, good for two minutes.
   *
   * @throws Problem 404 for an unknown user
   */
  public Secret loginToken(UserId user) {
    accounts.require(user);
    Secret token = tokens.make("crl_");
    long expires = clock.millis() + LOGIN_TOKEN_LIFETIME.toMillis();
    database.writing(tx -> new SessionDao(tx).insertLoginToken(Tokens.hash(token), user, expires));
    return token;
  }

  /** Ends one session; its device goes with it. */
  public void signOut(UserId user, DeviceId device) {
    delete(user, List.of(device));
  }

  /** Ends all sessions of a user; their devices go with them. */
  public void signOutEverywhere(UserId user) {
    delete(user, devices(user).stream().map(Device::id).toList());
  }

  /** Ends all sessions of a user but one, as after a change of password. */
  public void signOutOthers(UserId user, DeviceId keep) {
    delete(
        user,
        devices(user).stream().map(Device::id).filter(device -> !device.equals(keep)).toList());
  }

  /** Deletes devices, which ends their sessions; unknown ones are passed over. */
  public void delete(UserId user, Collection<DeviceId> devices) {
    if (!devices.isEmpty()) {
      database.writing(tx -> delete(tx, user, devices));
    }
  }

  void delete(Tx tx, UserId user, Collection<DeviceId> devices) {
    SessionDao dao = new SessionDao(tx);
    List<DeviceId> gone = new ArrayList<>();
    for (DeviceId device : devices) {
      dao.deleteSession(user, device);
      if (dao.deleteDevice(user, device) > 0) {
        gone.add(device);
        hooks.forEach(hook -> hook.deleted(tx, user, device));
      }
    }
    for (DeviceId device : gone) {
      records.signIn(
          tx, "signed-out", Json.object().put("user", user.value()).put("device", device.value()));
    }
    tx.afterCommit(() -> gone.forEach(device -> forget(user, device)));
  }

  private void forget(UserId user, DeviceId device) {
    Session gone = new Session(user, device);
    live.values().removeIf(session -> session.session.equals(gone));
    followers.forEach(follower -> follower.accept(gone));
  }

  /** Tells of sessions that have ended, so that what is held for them is let go at once. */
  public void onEnd(Consumer<Session> follower) {
    followers.add(follower);
  }

  /** A user's devices, oldest first. */
  public List<Device> devices(UserId user) {
    return database.read(tx -> new SessionDao(tx).devices(user));
  }

  /**
   * Makes a device without a session, for a user of an application service.
   *
   * @return false when the user has it already
   */
  public boolean addDevice(UserId user, DeviceId device, @Nullable String name) {
    return database.write(
        tx -> new SessionDao(tx).saveDevice(user, device, named(name), clock.millis(), null));
  }

  /**
   * Renames a device.
   *
   * @throws Problem 404 when the user has no such device
   */
  public void rename(UserId user, DeviceId device, @Nullable String name) {
    int renamed = database.write(tx -> new SessionDao(tx).rename(user, device, named(name)));
    if (renamed == 0) {
      throw Problem.notFound("You have no device with this id.");
    }
  }

  /** Writes when devices were last seen, and clears away what expired, where there is any. */
  void tend() {
    long now = clock.millis();
    List<SessionDao.Seen> seen = new ArrayList<>();
    for (Live session : live.values()) {
      if (session.seenMs - session.writtenMs >= SEEN_EVERY_MS) {
        session.writtenMs = session.seenMs;
        Session whose = session.session;
        seen.add(
            new SessionDao.Seen(whose.user(), whose.device(), session.seenMs, session.address));
      }
    }
    live.values().removeIf(session -> session.expiresMs != null && session.expiresMs <= now);
    if (!seen.isEmpty()) {
      // A device that another node deleted is noticed here at the latest.
      database
          .write(
              tx -> {
                SessionDao dao = new SessionDao(tx);
                dao.deleteExpired(now);
                return dao.seen(seen);
              })
          .forEach(gone -> forget(gone.user(), gone.device()));
    }
  }
}
