package org.caseroom.identity;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.DeviceId;
import org.caseroom.base.Secret;
import org.caseroom.base.UserId;
import org.jspecify.annotations.Nullable;

/** SKELETON of the contract: the body is being written (it becomes a class). */
public interface Sessions {
  /**
   * A fresh sign-in.
   *
   * @param token the access token: shown once, kept only as a hash
   */
  record SignIn(UserId user, DeviceId device, Secret token) {}

  /**
   * A good token's owner.
   *
   * @param user whose it is
   * @param device on which device
   */
  record Session(UserId user, DeviceId device) {}

  /**
   * A device.
   *
   * @param lastSeenMs when it was last used, milliseconds since 1970 (to the nearest few minutes)
   */
  record Device(
      DeviceId id, @Nullable String displayName, @Nullable Long lastSeenMs, @Nullable String ip) {}

  /**
   * Signs in with a password; good and refused attempts go to the audit log.
   *
   * @param device the device to sign in again, null for a new one
   * @param lifetime how long the token is good, null for no end
   * @throws org.caseroom.base.Problem 403 {@code M_FORBIDDEN} for a wrong name or password (the
   *     same words for both), {@code M_USER_DEACTIVATED}, 429 {@code M_LIMIT_EXCEEDED}
   */
  SignIn signIn(
      String userOrLocalpart,
      Secret password,
      @Nullable DeviceId device,
      @Nullable String deviceName,
      @Nullable Duration lifetime,
      String remoteAddress);

  /** Makes a session without a password: for bots of the house and login tokens. */
  SignIn issue(UserId user, @Nullable DeviceId device, @Nullable String deviceName);

  /** Whose token this is; from memory when it was seen lately. */
  Optional<Session> authenticate(Secret token, String remoteAddress);

  /** Makes a one-time token for {@code m.login.token}, good for two minutes. */
  Secret loginToken(UserId user);

  /** Ends one session. */
  void signOut(UserId user, DeviceId device);

  /** Ends all sessions of a user. */
  void signOutEverywhere(UserId user);

  /** A user's devices. */
  List<Device> devices(UserId user);

  /** Renames a device. */
  void rename(UserId user, DeviceId device, @Nullable String name);
}
