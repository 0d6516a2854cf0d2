package org.caseroom.rooms.search;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomReader;
import org.jspecify.annotations.Nullable;

/**
 * Searching for a person: what the index finds and {@link RoomReader} lets them see, in the rooms
 * that they are in or have been in. What they may not see is not counted either.
 */
public final class Search {
  /** How many finds one search looks at: a count beyond that is not exact. */
  private static final int MOST = 500;

  private static final int PIECE = 100;

  private final SearchIndex index;
  private final RoomReader reader;

  /** Makes the search over an index. */
  public Search(SearchIndex index, RoomReader reader) {
    this.index = index;
    this.reader = reader;
  }

  /** What comes first. */
  public enum Order {
    RANK,
    RECENT
  }

  /**
   * Where a page of results ended.
   *
   * @param position of its last event in the log
   * @param score the event's rank; 0 in the order of time
   */
  public record Place(long position, float score) {}

  /**
   * What is asked.
   *
   * @param typed the words as they were typed
   * @param keys where to look
   * @param rooms the rooms to look in: those that the person was never in are left out
   * @param sender the one sender to look for, null for all
   * @param filter which events count
   * @param order what comes first
   * @param after where the page before ended, null for the first one
   * @param limit the most results
   */
  public record Question(
      String typed,
      Set<SearchKey> keys,
      Set<RoomId> rooms,
      @Nullable UserId sender,
      Predicate<Event> filter,
      Order order,
      @Nullable Place after,
      int limit) {}

  /**
   * A result.
   *
   * @param event what was found
   * @param rank how well it matches, more is better
   */
  public record Hit(Event event, float rank) {
    /** Where a page ends that ends with it. */
    public Place place() {
      return new Place(event.position(), rank);
    }
  }

  /**
   * The answer.
   *
   * @param hits in the order asked
   * @param count how many there are in all, as far as was looked
   * @param highlights the words that were found, as they are written, in lower case
   */
  public record Found(List<Hit> hits, int count, Set<String> highlights) {
    static final Found NOTHING = new Found(List.of(), 0, Set.of());
  }

  /** The rooms that a person may search: all that they are in or have been in. */
  public Set<RoomId> rooms(UserId searcher) {
    return reader.rights().everIn(searcher);
  }

  /** Searches. */
  public Found find(UserId searcher, Question question) {
    Set<RoomId> rooms = new HashSet<>(question.rooms());
    rooms.retainAll(rooms(searcher));
    Terms terms = new Terms(index.analysis(), question.typed());
    Query words = terms.query(question.keys());
    if (words == null || rooms.isEmpty()) {
      return Found.NOTHING;
    }
    Query query = within(words, rooms, question.sender());
    Look look = new Look(searcher, question, query);
    List<Hit> first = look.from(null, Integer.MAX_VALUE);
    Place after = question.after();
    List<Hit> hits =
        after == null
            ? first
            : look.from(new IndexStore.Match(after.position(), after.score()), question.limit());
    hits = hits.subList(0, Math.min(hits.size(), question.limit()));
    Set<String> highlights = new LinkedHashSet<>();
    Set<String> forms = terms.forms();
    for (Hit hit : hits) {
      Optional<SearchText.Part> part = SearchText.of(hit.event());
      part.ifPresent(text -> highlights.addAll(index.analysis().matching(text.text(), forms)));
    }
    return new Found(List.copyOf(hits), first.size(), highlights);
  }

  private static Query within(Query words, Set<RoomId> rooms, @Nullable UserId sender) {
    BooleanQuery.Builder all = new BooleanQuery.Builder().add(words, Occur.MUST);
    List<BytesRef> ids = rooms.stream().map(room -> new BytesRef(room.value())).toList();
    all.add(new TermInSetQuery(IndexStore.ROOM, ids), Occur.FILTER);
    if (sender != null) {
      all.add(new TermQuery(new Term(IndexStore.SENDER, sender.value())), Occur.FILTER);
    }
    return all.build();
  }

  /** One search on its way through the index. */
  private final class Look {
    private final UserId searcher;
    private final Question question;
    private final Query query;

    Look(UserId searcher, Question question, Query query) {
      this.searcher = searcher;
      this.question = question;
      this.query = query;
    }

    /** What may be shown behind a place, until there is enough or enough was looked at. */
    List<Hit> from(IndexStore.@Nullable Match after, int enough) {
      List<IndexStore.Match> matches =
          index.search(query, question.order() == Order.RANK, after, MOST);
      List<Hit> hits = new ArrayList<>();
      for (int i = 0; i < matches.size() && hits.size() < enough; i += PIECE) {
        hits.addAll(shown(matches.subList(i, Math.min(matches.size(), i + PIECE))));
      }
      return hits;
    }

    private List<Hit> shown(List<IndexStore.Match> matches) {
      List<Long> positions = matches.stream().map(IndexStore.Match::position).toList();
      Map<Long, Event> seen = new HashMap<>();
      for (Event event : reader.events(searcher, positions)) {
        if (event.redactedBy().isEmpty() && question.filter().test(event)) {
          seen.put(event.position(), event);
        }
      }
      List<Hit> hits = new ArrayList<>();
      for (IndexStore.Match match : matches) {
        Event event = seen.get(match.position());
        if (event != null) {
          hits.add(new Hit(event, match.score()));
        }
      }
      return hits;
    }
  }
}
