package org.caseroom.matrix.appservice;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomAlias;
import org.caseroom.base.Secret;
import org.caseroom.base.ServerName;
import org.caseroom.base.UserId;
import org.jspecify.annotations.Nullable;

/** All registered application services, and what is whose. */
final class Registrations {
  private final Map<String, Registration> byId = new LinkedHashMap<>();
  private final Map<Secret, Registration> byToken = new HashMap<>();

  Registrations(List<Registration> registrations) {
    registrations.forEach(
        each -> {
          byId.put(each.id(), each);
          byToken.put(each.tokens().service(), each);
        });
  }

  /**
   * Reads registration files.
   *
   * @param places files, and folders whose {@code .yaml} files are read
   * @throws Problem 500 {@code ORG.CASEROOM_CONFIGURATION} for what cannot be used
   */
  static Registrations read(List<Path> places, ServerName server) {
    Map<String, Path> ids = new HashMap<>();
    Map<Secret, Path> tokens = new HashMap<>();
    Map<UserId, Path> senders = new HashMap<>();
    List<Registration> all = new ArrayList<>();
    for (Path file : files(places)) {
      Registration read = RegistrationFile.read(file, server);
      refuseSecond(file, ids.put(read.id(), file), "id");
      refuseSecond(file, tokens.put(read.tokens().service(), file), "as_token");
      refuseSecond(file, senders.put(read.sender(), file), "sender_localpart");
      all.add(read);
    }
    return new Registrations(all);
  }

  private static void refuseSecond(Path file, @Nullable Path other, String name) {
    if (other != null) {
      throw RegistrationFile.broken(
          file + ": '" + name + "' is the same as in " + other + ": each service has its own.");
    }
  }

  private static List<Path> files(List<Path> places) {
    List<Path> files = new ArrayList<>();
    for (Path place : places) {
      if (!Files.isDirectory(place)) {
        files.add(place);
        continue;
      }
      try (Stream<Path> inside = Files.list(place)) {
        inside
            .filter(path -> path.toString().endsWith(".yaml") || path.toString().endsWith(".yml"))
            .sorted()
            .forEach(files::add);
      } catch (IOException e) {
        throw RegistrationFile.broken(place + " cannot be read: check that it may be read.");
      }
    }
    return files;
  }

  List<Registration> all() {
    return List.copyOf(byId.values());
  }

  Optional<Registration> byId(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  Optional<Registration> byToken(Secret token) {
    return byToken.isEmpty() ? Optional.empty() : Optional.ofNullable(byToken.get(token));
  }

  /**
   * Refuses a user name that is not the asker's to take.
   *
   * @param asker the application service that asks, null for anybody else
   * @throws Problem 400 {@code M_EXCLUSIVE}
   */
  void checkNew(UserId user, @Nullable Registration asker) {
    if (asker != null && !asker.covers(user)) {
      throw exclusive("This application service may not make " + user + ": it is outside its own.");
    }
    if (claimed(asker, each -> each.claims(user))) {
      throw exclusive("The name " + user + " is kept for an application service: choose another.");
    }
  }

  /**
   * Refuses an alias that is not the asker's to make or remove.
   *
   * @param asker the application service that asks, null for anybody else
   * @throws Problem 400 {@code M_EXCLUSIVE}
   */
  void check(RoomAlias alias, @Nullable Registration asker) {
    if (asker != null && !asker.covers(alias)) {
      throw exclusive(
          "This application service may not manage " + alias + ": it is outside its own.");
    }
    if (claimed(asker, each -> each.claims(alias))) {
      throw exclusive(
          "The alias " + alias + " is kept for an application service: choose another.");
    }
  }

  private boolean claimed(@Nullable Registration asker, Predicate<Registration> claims) {
    return byId.values().stream().anyMatch(each -> !each.equals(asker) && claims.test(each));
  }

  private static Problem exclusive(String message) {
    return Problem.of(400, "M_EXCLUSIVE", message);
  }
}
