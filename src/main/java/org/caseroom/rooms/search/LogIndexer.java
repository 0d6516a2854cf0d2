package org.caseroom.rooms.search;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.EventId;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.LogReader;

/** What each event of the log does to the index. */
final class LogIndexer {
  private final IndexStore store;
  private final LogReader log;

  LogIndexer(IndexStore store, LogReader log) {
    this.store = store;
    this.log = log;
  }

  void take(Event event) throws IOException {
    if (event.type().equals("m.room.redaction")) {
      Optional<Event> target = event.redacts().flatMap(log::event);
      if (target.isPresent()) {
        redacted(target.get());
      }
      return;
    }
    if (event.redactedBy().isPresent()) {
      return;
    }
    Optional<EventId> edits = SearchText.edits(event);
    if (edits.isPresent()) {
      Optional<Event> target = log.event(edits.get());
      if (target.isPresent() && SearchText.mayEdit(event, target.get())) {
        store.addEdit(event.position(), target.get().position());
        showNewest(target.get(), event);
      }
      return;
    }
    Optional<SearchText.Part> part = SearchText.of(event);
    if (part.isPresent()) {
      store.add(event, part.get());
    }
  }

  private void redacted(Event target) throws IOException {
    store.replace(target, null);
    // An emptied edit does not say any more what it edited: the index does.
    Optional<Long> edited = store.editedBy(target.position());
    if (edited.isEmpty()) {
      return;
    }
    store.removeEdit(target.position());
    Optional<Event> original = log.at(List.of(edited.get())).stream().findFirst();
    if (original.isPresent()) {
      List<Long> left = store.editsOf(edited.get());
      showNewest(
          original.get(),
          left.isEmpty()
              ? original.get()
              : log.at(left.subList(0, 1)).stream().findFirst().orElse(original.get()));
    }
  }

  /** The text of an event is that of its newest version: an edit, or itself. */
  private void showNewest(Event original, Event version) throws IOException {
    Optional<SearchText.Part> part =
        original.redactedBy().isPresent()
            ? Optional.empty()
            : SearchText.of(
                original,
                version.equals(original)
                    ? original.content()
                    : version.content().path("m.new_content"));
    store.replace(original, part.orElse(null));
  }
}
