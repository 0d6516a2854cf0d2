package org.caseroom.matrix.appservice;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomAlias;
import org.caseroom.base.UserId;
import org.caseroom.identity.Accounts;
import org.caseroom.matrix.Aliases;

/**
 * Asks application services for users and rooms of theirs that are not there yet: they make them
 * before they answer (Application Service API, "Querying").
 */
final class Lookups {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final List<Duration> PAUSES =
      List.of(Duration.ofMillis(200), Duration.ofSeconds(1));
  private static final CompletionStage<Boolean> NOBODY = CompletableFuture.completedFuture(false);

  private final Registrations registrations;
  private final Map<String, ServiceClient> clients;
  private final Accounts accounts;
  private final Aliases aliases;
  private final Executor executor;

  Lookups(
      Registrations registrations,
      Map<String, ServiceClient> clients,
      Accounts accounts,
      Aliases aliases,
      Executor executor) {
    this.registrations = registrations;
    this.clients = clients;
    this.accounts = accounts;
    this.aliases = aliases;
    this.executor = executor;
  }

  /**
   * Asks for a user who is not there, where a service covers the name.
   *
   * @return completes when the user may be there; fails with 408 when a service does not answer
   */
  CompletionStage<Boolean> user(String name) {
    if (!UserId.isValid(name) || accounts.find(UserId.of(name)).isPresent()) {
      return NOBODY;
    }
    UserId user = UserId.of(name);
    List<ServiceClient> covering = clients(each -> each.covers(user));
    return ask("/users/" + ServiceClient.encode(name), covering.iterator());
  }

  /** As {@link #user} for a room alias; a text that is none is passed over. */
  CompletionStage<Boolean> alias(String name) {
    RoomAlias alias = read(name);
    if (alias == null) {
      return NOBODY;
    }
    List<ServiceClient> covering = clients(each -> each.covers(alias));
    if (covering.isEmpty() || aliases.exists(alias)) {
      return NOBODY;
    }
    return ask("/rooms/" + ServiceClient.encode(name), covering.iterator());
  }

  private static @org.jspecify.annotations.Nullable RoomAlias read(String name) {
    try {
      return name.startsWith("#") ? RoomAlias.of(name) : null;
    } catch (Problem notAnAlias) {
      return null;
    }
  }

  private List<ServiceClient> clients(java.util.function.Predicate<Registration> covers) {
    return registrations.all().stream()
        .filter(each -> each.url() != null && covers.test(each))
        .flatMap(each -> java.util.Optional.ofNullable(clients.get(each.id())).stream())
        .toList();
  }

  /** One after the other, until one has it. */
  private CompletionStage<Boolean> ask(String path, Iterator<ServiceClient> services) {
    if (!services.hasNext()) {
      return NOBODY;
    }
    return ask(services.next(), path, 0)
        .thenCompose(
            found -> found ? CompletableFuture.completedFuture(true) : ask(path, services));
  }

  private CompletionStage<Boolean> ask(ServiceClient service, String path, int failed) {
    return service
        .call(new ServiceClient.Call("GET", path, "", "", null), PATIENCE)
        .handle(
            (answer, error) -> {
              if (error == null && answer.isGood()) {
                return CompletableFuture.<Boolean>completedFuture(true);
              }
              if (error == null && answer.status() == 404) {
                return CompletableFuture.<Boolean>completedFuture(false);
              }
              return again(service, path, failed);
            })
        .thenCompose(next -> next);
  }

  private CompletableFuture<Boolean> again(ServiceClient service, String path, int failed) {
    if (failed == PAUSES.size()) {
      return CompletableFuture.failedFuture(
          Problem.of(
              408,
              "M_UNKNOWN",
              "The application service that keeps this name does not answer: try again later."));
    }
    Executor later =
        CompletableFuture.delayedExecutor(
            PAUSES.get(failed).toMillis(), TimeUnit.MILLISECONDS, executor);
    return CompletableFuture.supplyAsync(() -> ask(service, path, failed + 1), later)
        .thenCompose(next -> next);
  }
}
