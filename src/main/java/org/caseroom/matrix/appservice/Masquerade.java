package org.caseroom.matrix.appservice;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.caseroom.base.DeviceId;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.base.UserId;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Sessions;
import org.caseroom.matrix.MatrixRequest;
import org.caseroom.matrix.MatrixRequest.Caller;
import org.jspecify.annotations.Nullable;

/**
 * Tells as whom an application service acts (Application Service API, "Identity assertion"): its
 * sender, or the user that {@code user_id} in the query names, on the device that {@code device_id}
 * names.
 */
final class Masquerade {
  /** Also under the name that it had before it was specified. */
  private static final List<String> DEVICE = List.of("device_id", "org.matrix.msc3202.device_id");

  private final Registrations registrations;
  private final ServiceUsers users;
  private final Accounts accounts;
  private final Sessions sessions;
  private final Set<Sessions.Session> devices = ConcurrentHashMap.newKeySet();

  Masquerade(
      Registrations registrations, ServiceUsers users, Accounts accounts, Sessions sessions) {
    this.registrations = registrations;
    this.users = users;
    this.accounts = accounts;
    this.sessions = sessions;
    sessions.onEnd(devices::remove);
  }

  /**
   * Who acts, by the token of an application service.
   *
   * @return empty when the token is nobody's
   * @throws Problem 403 {@code M_FORBIDDEN} for a user that the service may not act as, 400 {@code
   *     M_UNKNOWN_DEVICE} for a device that the user does not have
   */
  Optional<Caller> caller(Secret token, Map<String, List<String>> query) {
    return registrations.byToken(token).map(service -> caller(service, query));
  }

  private Caller caller(Registration service, Map<String, List<String>> query) {
    String named = first(query, "user_id");
    UserId user = named == null || named.isEmpty() ? service.sender() : user(service, named);
    DeviceId device = device(user, query);
    boolean limited = service.rateLimited() && !user.equals(service.sender());
    return new Caller(
        user,
        device == null ? standIn(service) : device,
        new MatrixRequest.Service(service.id(), limited, device != null));
  }

  private UserId user(Registration service, String named) {
    if (!UserId.isValid(named) || !service.covers(UserId.of(named))) {
      throw Problem.forbidden(
          "This application service may not act as this user: it is outside its namespaces.");
    }
    UserId user = UserId.of(named);
    Account account = accounts.find(user).orElse(null);
    if (account == null || !users.owns(service, user)) {
      throw Problem.forbidden("Application service has not registered this user: register it.");
    }
    if (!account.active()) {
      throw Problem.of(403, "M_USER_DEACTIVATED", "The account " + user + " has been closed.");
    }
    return user;
  }

  private @Nullable DeviceId device(UserId user, Map<String, List<String>> query) {
    for (String name : DEVICE) {
      String named = first(query, name);
      if (named != null) {
        DeviceId device = DeviceId.of(named);
        if (!isKnown(user, device)) {
          throw Problem.of(
              400, "M_UNKNOWN_DEVICE", user + " has no device with this id: make it first.");
        }
        return device;
      }
    }
    return null;
  }

  private boolean isKnown(UserId user, DeviceId device) {
    Sessions.Session key = new Sessions.Session(user, device);
    if (devices.contains(key)) {
      return true;
    }
    boolean known = sessions.devices(user).stream().anyMatch(each -> each.id().equals(device));
    if (known) {
      devices.add(key);
    }
    return known;
  }

  /** Stands for "no device": keeps transaction ids of different services apart. */
  private static DeviceId standIn(Registration service) {
    return DeviceId.of("appservice-" + Integer.toHexString(service.id().hashCode()));
  }

  private static @Nullable String first(Map<String, List<String>> query, String name) {
    List<String> values = query.get(name);
    return values == null ? null : values.get(0);
  }
}
