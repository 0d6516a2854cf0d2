package org.caseroom.bots.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.ReadingNeeds;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomView;

/**
 * In which wordings people read a message: easy read when one of them needs it; Welsh as well when
 * one of them asked for it, under the English; Welsh alone when all of them did.
 */
final class Wordings {
  private Wordings() {}

  /** The wordings of a room: one, or English and Welsh. */
  static List<Messages.Style> of(RoomView view, Accounts accounts, RoomId room) {
    Optional<CaseFile> file = CaseFile.of(view, room);
    List<ReadingNeeds> needs =
        file.isPresent()
            ? file.get().state(CaseEvents.NEEDS).stream()
                .filter(each -> isThere(view, each, room))
                .map(ReadingNeeds::of)
                .toList()
            : people(view, accounts, room).stream()
                .map(person -> ReadingNeeds.of(view, person))
                .toList();
    boolean easyRead = needs.stream().anyMatch(ReadingNeeds::easyRead);
    long welsh = needs.stream().filter(ReadingNeeds::welsh).count();
    return welsh == 0
        ? List.of(Messages.Style.of(easyRead, false))
        : welsh == people(view, accounts, room).size()
            ? List.of(Messages.Style.of(easyRead, true))
            : List.of(Messages.Style.of(easyRead, false), Messages.Style.of(easyRead, true));
  }

  /** The wording of one person. */
  static Messages.Style of(RoomView view, UserId person) {
    ReadingNeeds needs = ReadingNeeds.of(view, person);
    return Messages.Style.of(needs.easyRead(), needs.welsh());
  }

  /** A text in each wording, one under the other. */
  static String worded(List<Messages.Style> styles, Text text, String between) {
    return styles.stream().map(text::in).distinct().collect(Collectors.joining(between));
  }

  private static boolean isThere(RoomView view, Event needs, RoomId room) {
    String key = needs.stateKey();
    if (key == null) {
      return false;
    }
    // Who is invited reads what was said before, too.
    Membership membership = view.membership(room, CaseEvents.person(key));
    return membership == Membership.JOIN || membership == Membership.INVITE;
  }

  private static List<UserId> people(RoomView view, Accounts accounts, RoomId room) {
    List<UserId> people = new ArrayList<>();
    Stream.of(Membership.JOIN, Membership.INVITE)
        .flatMap(membership -> view.members(room, membership).stream())
        .filter(user -> !accounts.find(user).map(Account::isBot).orElse(false))
        .forEach(people::add);
    return people;
  }
}
