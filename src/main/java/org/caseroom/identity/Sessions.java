package org.caseroom.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.caseroom.audit.AuditLog;
import org.caseroom.base.DeviceId;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.base.UserId;
import org.caseroom.storage.Database;
import org.caseroom.storage.Tx;
import org.jspecify.annotations.Nullable;

/** Sign-ins: who holds which tokens on which device. */
public final class Sessions {
  private static final String SIGNAL = "session";
  private static final Duration LOGIN_TOKEN_LIFETIME = Duration.ofMinutes(2);
  private static final long SEEN_EVERY_MS = Duration.ofMinutes(5).toMillis();

  /** Who comes with a token that is over is told so for this long, and not that it never was. */
  private static final Duration KEPT_AFTER_END = Duration.ofDays(365);

  private final Database database;
  private final Records records;
  private final InstantSource clock;
  private final Accounts accounts;
  private final Credentials credentials;
  private final Hooks hooks;
  private final Tokens tokens = new Tokens();
  private final LiveTokens live;
  private final TokenIssuer issuer;
  private final Devices devices;
  private final List<Consumer<Session>> followers = new CopyOnWriteArrayList<>();

  /** Told, inside the transaction, of devices that go, so that what hangs on them goes too. */
  interface DeviceHook {
    void deleted(Tx tx, UserId user, DeviceId device);
  }

  /** Told, inside the transaction, that a user's devices or their names are others now. */
  interface ListHook {
    void changed(Tx tx, UserId user);
  }

  /**
   * Who is told of devices.
   *
   * @param deleted of those that go
   * @param changed of users whose devices changed
   */
  record Hooks(List<DeviceHook> deleted, ListHook changed) {}

  /**
   * A fresh sign-in.
   *
   * @param token the access token: shown once, kept only as a hash
   * @param lifetime how long the access token is good, null for no end
   * @param refreshToken gets the next access token, for a client that knows how; shown once
   */
  public record SignIn(
      UserId user,
      DeviceId device,
      Secret token,
      @Nullable Duration lifetime,
      @Nullable Secret refreshToken) {}

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
   * @param lastSeenMs when it was last used, milliseconds since 1970
   */
  public record Device(
      DeviceId id, @Nullable String displayName, @Nullable Long lastSeenMs, @Nullable String ip) {}

  /**
   * What a client says about itself when it signs in.
   *
   * @param device the device to sign in again, null for a new one
   * @param deviceName the name of a new device
   * @param lifetime how long the token is good, null for as long as the operator decides
   * @param refreshes whether it can refresh its access token
   * @param remoteAddress where it is, null for a bot of the house
   */
  public record Client(
      @Nullable DeviceId device,
      @Nullable String deviceName,
      @Nullable Duration lifetime,
      boolean refreshes,
      @Nullable String remoteAddress) {
    /** A bot of the house. */
    static Client bot(@Nullable DeviceId device, @Nullable String deviceName) {
      return new Client(device, deviceName, null, false, null);
    }
  }

  Sessions(
      Database database,
      AuditLog audit,
      InstantSource clock,
      Accounts accounts,
      Credentials credentials,
      Hooks hooks,
      IdentitySettings settings) {
    this.database = database;
    this.records = new Records(audit);
    this.clock = clock;
    this.accounts = accounts;
    this.credentials = credentials;
    this.hooks = hooks;
    this.live = new LiveTokens(database);
    this.issuer = new TokenIssuer(clock, settings, live);
    this.devices = new Devices(database, clock, live, hooks.changed());
    database.signals().subscribe(SIGNAL, this::endedElsewhere);
  }

  /**
   * Signs in with a password; good and refused attempts go to the audit log.
   *
   * @param userOrLocalpart a user id, or its localpart
   * @throws Problem 403 {@code M_FORBIDDEN} for a wrong name or password (the same words for both),
   *     {@code M_USER_DEACTIVATED}, 401 {@code M_USER_LOCKED}, 429 {@code M_LIMIT_EXCEEDED}
   */
  public SignIn signIn(String userOrLocalpart, Secret password, Client client) {
    String address = client.remoteAddress() == null ? "" : client.remoteAddress();
    Account account = credentials.check(userOrLocalpart, password, address);
    return start(account.id(), client, "password");
  }

  /**
   * As {@link #signIn(String, Secret, Client)}, for pages: they refresh nothing.
   *
   * @param device the device to sign in again, null for a new one
   * @param deviceName the name of a new device
   * @param lifetime how long the token is good, null for as long as the operator decides
   * @param remoteAddress where the caller is
   */
  public SignIn signIn(
      String userOrLocalpart,
      Secret password,
      @Nullable DeviceId device,
      @Nullable String deviceName,
      @Nullable Duration lifetime,
      String remoteAddress) {
    return signIn(
        userOrLocalpart, password, new Client(device, deviceName, lifetime, false, remoteAddress));
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
    return start(user, Client.bot(device, deviceName), "issued");
  }

  /** The first session of somebody who has just registered. */
  public SignIn issue(UserId user, Client client) {
    return start(user, client, "registered");
  }

  private SignIn start(UserId user, Client client, String how) {
    Standing standing = accounts.require(user).standing();
    if (!standing.active()) {
      throw Credentials.deactivated();
    }
    if (standing.locked()) {
      throw locked();
    }
    TokenIssuer.Issue issue = issuer.first(user, client);
    DeviceId device = issue.signIn().device();
    long now = clock.millis();
    database.writing(
        tx -> {
          SessionDao dao = new SessionDao(tx);
          if (dao.saveDevice(
              user, device, Devices.named(client.deviceName()), now, client.remoteAddress())) {
            hooks.changed().changed(tx, user);
          }
          dao.deleteTokens(user, device);
          tellNodes(tx, user, device);
          issue.store(dao, now);
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
                live.remember(issue.row(), now, address);
              });
        });
    return issue.signIn();
  }

  /**
   * Gets the next access token (client-server API, "Refreshing access tokens"). The refresh token
   * stays good until one of the new tokens is used, so that an answer may get lost.
   *
   * @throws Problem 401 {@code M_UNKNOWN_TOKEN} for a token that is not, or no longer, good
   */
  public SignIn refresh(Secret refreshToken) {
    String hash = Tokens.hash(refreshToken);
    return database.write(
        tx -> {
          SessionDao.Refresh used =
              new SessionDao(tx).lockRefresh(hash).orElseThrow(() -> unknown(true));
          if (accounts.require(used.user()).standing().locked()) {
            throw locked();
          }
          return issuer.next(tx, used);
        });
  }

  private static Problem unknown(boolean soft) {
    return Problem.of(
            401, "M_UNKNOWN_TOKEN", "This access token is not, or no longer, good: sign in again.")
        .with("soft_logout", BooleanNode.valueOf(soft));
  }

  /** What somebody is told whose account is locked: they keep their tokens, and wait. */
  public static Problem locked() {
    return Problem.of(
            401, "M_USER_LOCKED", "This account is locked: an administrator can unlock it.")
        .with("soft_logout", BooleanNode.TRUE);
  }

  /**
   * Whose token this is; from memory, unless it was made elsewhere since the start. Somebody whose
   * account is locked is nobody.
   */
  public Optional<Session> authenticate(Secret token, String remoteAddress) {
    String hash = Tokens.hash(token);
    LiveTokens.Live known = live.find(hash);
    if (known == null
        || known.isOver(clock.millis())
        || accounts.find(known.session.user()).filter(who -> who.standing().locked()).isPresent()) {
      return Optional.empty();
    }
    return live.use(hash, known, clock.millis(), remoteAddress)
        ? Optional.of(known.session)
        : Optional.empty();
  }

  /**
   * As {@link #authenticate}, with the reason why not. Somebody whose account is locked is let
   * pass, since they may still sign out: the caller has to look.
   *
   * @throws Problem 401 {@code M_UNKNOWN_TOKEN}, which says whether signing in to the same device
   *     again helps ({@code soft_logout})
   */
  public Session require(Secret token, String remoteAddress) {
    String hash = Tokens.hash(token);
    LiveTokens.Live known = live.find(hash);
    if (known == null) {
      throw unknown(false);
    }
    if (known.isOver(clock.millis())) {
      throw unknown(true);
    }
    if (!live.use(hash, known, clock.millis(), remoteAddress)) {
      throw unknown(true);
    }
    return known.session;
  }

  /** Notes with which program somebody uses a device; kept in memory only. */
  public void usedWith(Session session, String agent) {
    devices.usedWith(session, agent);
  }

  /** The program that a device was last used with since the start; empty when that is not known. */
  public String agent(Session session) {
    return devices.agent(session);
  }

  /**
   * The sign-ins whose good tokens came from a network address lately.
   *
   * @param within how long ago at most
   */
  public Set<Session> sessionsAt(String remoteAddress, Duration within) {
    return live.sessionsAt(remoteAddress, clock.millis() - within.toMillis());
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
  public void delete(UserId user, Collection<DeviceId> which) {
    if (!which.isEmpty()) {
      database.writing(tx -> delete(tx, user, which));
    }
  }

  void delete(Tx tx, UserId user, Collection<DeviceId> which) {
    SessionDao dao = new SessionDao(tx);
    List<DeviceId> gone = new ArrayList<>();
    // First of all that follows: who is signed out is told that, and not that their devices
    // changed.
    tx.afterCommit(() -> gone.forEach(device -> forget(user, device)));
    for (DeviceId device : which) {
      dao.deleteTokens(user, device);
      if (dao.deleteDevice(user, device) > 0) {
        gone.add(device);
        tellNodes(tx, user, device);
        hooks.deleted().forEach(hook -> hook.deleted(tx, user, device));
      }
    }
    if (!gone.isEmpty()) {
      hooks.changed().changed(tx, user);
    }
    for (DeviceId device : gone) {
      records.signIn(
          tx, "signed-out", Json.object().put("user", user.value()).put("device", device.value()));
    }
  }

  /** Lets other nodes let go of a device's session too. */
  private void tellNodes(Tx tx, UserId user, DeviceId device) {
    database
        .signals()
        .send(tx, SIGNAL, Json.write(Json.array().add(user.value()).add(device.value())));
  }

  private void endedElsewhere(String text) {
    JsonNode whose = Json.parse(text);
    forget(new UserId(whose.get(0).textValue()), new DeviceId(whose.get(1).textValue()));
  }

  private void forget(UserId user, DeviceId device) {
    live.forget(user, device);
    Session gone = new Session(user, device);
    devices.forget(gone);
    followers.forEach(follower -> follower.accept(gone));
  }

  /** Tells of sessions that have ended, so that what is held for them is let go at once. */
  public void onEnd(Consumer<Session> follower) {
    followers.add(follower);
  }

  /** A user's devices, oldest first, with what memory knows of when they were last used. */
  public List<Device> devices(UserId user) {
    return devices.of(user);
  }

  /**
   * Makes a device without a session, for a user of an application service.
   *
   * @return false when the user has it already
   */
  public boolean addDevice(UserId user, DeviceId device, @Nullable String name) {
    return devices.add(user, device, name);
  }

  /**
   * Renames a device.
   *
   * @throws Problem 404 when the user has no such device
   */
  public void rename(UserId user, DeviceId device, @Nullable String name) {
    devices.rename(user, device, name);
  }

  /** Writes when devices were last seen, and clears away what expired, where there is any. */
  void tend() {
    long now = clock.millis();
    List<SessionDao.Seen> seen = live.takeSeen(SEEN_EVERY_MS);
    live.forgetOver(now);
    if (!seen.isEmpty()) {
      // A device that another node deleted is noticed here at the latest.
      database
          .write(
              tx -> {
                SessionDao dao = new SessionDao(tx);
                dao.deleteExpired(now, now - KEPT_AFTER_END.toMillis());
                return dao.seen(seen);
              })
          .forEach(gone -> forget(gone.user(), gone.device()));
    }
  }
}
