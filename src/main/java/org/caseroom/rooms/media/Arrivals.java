package org.caseroom.rooms.media;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Those who wait for files that were announced. */
final class Arrivals {
  private final Map<String, List<CompletableFuture<Media>>> waiting = new ConcurrentHashMap<>();

  /** Completes when the file comes; to be forgotten by whoever tires of it. */
  CompletableFuture<Media> expect(String id) {
    CompletableFuture<Media> arrival = new CompletableFuture<>();
    waiting.compute(
        id,
        (key, all) -> {
          List<CompletableFuture<Media>> more = all == null ? new ArrayList<>(1) : all;
          more.add(arrival);
          return more;
        });
    return arrival;
  }

  void forget(String id, CompletableFuture<Media> arrival) {
    waiting.computeIfPresent(
        id,
        (key, all) -> {
          all.remove(arrival);
          return all.isEmpty() ? null : all;
        });
  }

  /** The file is there. */
  void tell(Media media) {
    List<CompletableFuture<Media>> all = waiting.remove(media.id());
    if (all != null) {
      all.forEach(arrival -> arrival.complete(media));
    }
  }
}
