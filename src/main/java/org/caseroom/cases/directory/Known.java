package org.caseroom.cases.directory;

import java.util.Optional;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.rooms.RoomView;

/** What the directory knows, as a view shows it: for the rules at the door. */
final class Known {
  private final Shelf shelf;
  private final Ledger.House house;

  Known(Shelf shelf, Ledger.House house) {
    this.shelf = shelf;
    this.house = house;
  }

  /** The ledger in a view. */
  Ledger ledger(RoomView view) {
    return Ledger.in(view, house);
  }

  /** The ledger of a case, whose days are those of its procedure. */
  Ledger ledger(CaseFile file, Procedure procedure) {
    return Ledger.in(
        file.view(),
        new Ledger.House(house.accounts(), house.agencies(), house.service(), procedure.zone()));
  }

  /** Whether a text names a card, by id or title, or a link, by address or title. */
  boolean isSource(RoomView view, String text) {
    Ledger ledger = ledger(view);
    Links links = new Links(shelf, ledger);
    return shelf.cards().named(text).isPresent()
        || new Cards(shelf, ledger, links)
            .all(false, null).stream()
                .anyMatch(
                    card ->
                        card.id().equals(text.strip())
                            || Shelf.plain(card.title()).equals(Shelf.plain(text)))
        || links.all().stream()
            .anyMatch(
                link ->
                    link.address().equals(text.strip())
                        || Shelf.plain(link.title()).equals(Shelf.plain(text)));
  }

  /** A service by id. */
  Optional<SupportServices.ServiceView> service(RoomView view, String id) {
    Ledger ledger = ledger(view);
    return new SupportServices(shelf, ledger, new Links(shelf, ledger)).find(id);
  }

  Shelf shelf() {
    return shelf;
  }
}
