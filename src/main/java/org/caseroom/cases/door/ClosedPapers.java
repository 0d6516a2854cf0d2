package org.caseroom.cases.door;

import java.util.Optional;
import java.util.Set;
import org.caseroom.base.UserId;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.file.SharingEvents;
import org.caseroom.cases.procedure.Permissions;
import org.caseroom.identity.Account;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Event;

/**
 * Papers that not everybody who reads their room reads: words that no letter may hold, letters that
 * are not released, pages that a parent let one person read.
 */
final class ClosedPapers {
  private final Permissions permissions;

  ClosedPapers(Permissions permissions) {
    this.permissions = permissions;
  }

  boolean opens(Account reader, Event event, CaseFile file) {
    return switch (event.type()) {
      case SharingEvents.PROTECTED ->
          event.sender().equals(reader.id()) || isCasework(reader, file);
      case SharingEvents.LETTER, SharingEvents.LETTER_STATE, SharingEvents.LETTER_RELEASE ->
          letter(reader, event, file);
      case SharingEvents.SIBLING -> isCasework(reader, file);
      case SharingEvents.HOLD, SharingEvents.HOLD_STATE, SharingEvents.HOLD_ANSWER ->
          event.sender().equals(reader.id())
              || event.text("author").filter(reader.id().value()::equals).isPresent()
              || isCasework(reader, file);
      default -> page(reader, event, file);
    };
  }

  private boolean isCasework(Account reader, CaseFile file) {
    Set<Role> casework = permissions.group("casework").orElse(Set.of());
    return file.agency().equals(reader.agency())
        && reader.roles().stream().anyMatch(casework::contains);
  }

  /** Who handles letters reads all; the family their own, and those to them once released. */
  private boolean letter(Account reader, Event event, CaseFile file) {
    String number = event.text("letter").orElse(String.valueOf(event.stateKey()));
    if (event.sender().equals(reader.id())
        || isCasework(reader, file)
        || (reader.is(Role.POST_BOX_WORKER) && file.agency().equals(reader.agency()))) {
      return true;
    }
    Optional<Event> letter = file.state(RoomKind.LETTERBOX, SharingEvents.LETTER, number);
    if (letter.flatMap(found -> found.text("direction")).filter("out"::equals).isPresent()) {
      return reader.is(Role.ADOPTER);
    }
    // What was released is the last version: those before it may hold what was taken out.
    return isReleased(file, number)
        && (!event.type().equals(SharingEvents.LETTER) || letter.filter(event::equals).isPresent());
  }

  private static boolean isReleased(CaseFile file, String number) {
    return file.state(RoomKind.LETTERBOX, SharingEvents.LETTER_STATE, number)
        .flatMap(state -> state.text("status"))
        .filter("released"::equals)
        .isPresent();
  }

  /** A copy for one reader: theirs as long as the parents agree. */
  private boolean page(Account reader, Event event, CaseFile file) {
    String number = event.text(SharingEvents.SHARE).orElse("");
    return isCasework(reader, file)
        || file.state(SharingEvents.SHARED_PAGE, number)
            .filter(page -> isReader(page, reader.id()))
            .isPresent();
  }

  /** Whether a page is shared with somebody now. */
  static boolean isReader(Event page, UserId reader) {
    return page.text("status").filter("approved"::equals).isPresent()
        && page.text("reader").filter(reader.value()::equals).isPresent();
  }
}
