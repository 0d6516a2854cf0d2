package org.caseroom.bots.runtime;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.caseroom.base.RoomId;
import org.caseroom.identity.Account;
import org.caseroom.rooms.Membership;

/** Finds the person whom somebody names in a command. */
public final class People {
  private People() {}

  /**
   * Who is meant: by user id, by the part of it before the colon, by name, or by a first name that
   * only one of them has. Nobody is guessed.
   *
   * @param among who can be meant
   * @param word such as {@code @sam:example.org}, {@code @sam}, {@code sam} or {@code Sam Okafor}
   */
  public static Optional<Account> named(Stream<Account> among, String word) {
    List<Account> all = among.filter(Account::active).toList();
    String name = (word.startsWith("@") ? word.substring(1) : word).strip();
    return only(all, account -> account.id().value().equals(word.strip()))
        .or(() -> only(all, account -> account.id().localpart().equalsIgnoreCase(name)))
        .or(() -> only(all, account -> account.displayName().equalsIgnoreCase(name)))
        .or(() -> only(all, account -> firstName(account).equals(name.toLowerCase(Locale.ROOT))));
  }

  /** The same among the people who are in a room, bots aside. */
  public static Optional<Account> in(Desk desk, RoomId room, String word) {
    return named(
        desk.view().members(room, Membership.JOIN).stream()
            .flatMap(user -> desk.accounts().find(user).stream())
            .filter(account -> !account.isBot()),
        word);
  }

  private static String firstName(Account account) {
    return account.displayName().split("\\s+", 2)[0].toLowerCase(Locale.ROOT);
  }

  private static Optional<Account> only(List<Account> all, Predicate<Account> fits) {
    List<Account> found = all.stream().filter(fits).limit(2).toList();
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }
}
