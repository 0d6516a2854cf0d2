package org.caseroom.rooms.search;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TopDocs;
import org.caseroom.base.Secret;
import org.caseroom.rooms.Event;
import org.jspecify.annotations.Nullable;

/**
 * The index on the disk: one document for each event with words in it, and one for each edit, which
 * says what it edits. Nothing but words, room, sender and place in the log is kept.
 */
final class IndexStore implements AutoCloseable {
  static final String ROOM = "room";
  static final String SENDER = "sender";
  static final String POSITION = "position";
  private static final String EDIT = "edit";
  private static final String EDITED = "edited";

  private static final String FORMAT = "2";
  private static final double BUFFER_MIB = 16;
  private static final int MOST_EDITS = 100_000;

  private static final Sort RECENT = new Sort(new SortField(POSITION, SortField.Type.LONG, true));
  private static final Sort RANK =
      new Sort(SortField.FIELD_SCORE, new SortField(POSITION, SortField.Type.LONG));

  private final EncryptedDirectory directory;
  private final IndexWriter writer;
  private final SearcherManager searchers;

  /**
   * A place in a result.
   *
   * @param position of the event in the log
   * @param score how well it matches; 0 when the order does not ask for it
   */
  record Match(long position, float score) {}

  /**
   * How far the index has come.
   *
   * @param position in the log
   * @param event the id of the event there, so that another log is found out; empty at 0
   */
  record Mark(long position, String event) {
    static final Mark START = new Mark(0, "");
  }

  IndexStore(Path folder, Secret key, Analysis analysis) throws IOException {
    directory = new EncryptedDirectory(folder, key);
    try {
      ConcurrentMergeScheduler merges = new ConcurrentMergeScheduler();
      merges.setMaxMergesAndThreads(3, 1);
      writer =
          new IndexWriter(
              directory,
              new IndexWriterConfig(analysis)
                  .setRAMBufferSizeMB(BUFFER_MIB)
                  // The newest come first on the disk, so that a search for them can stop early.
                  .setIndexSort(RECENT)
                  .setMergeScheduler(merges)
                  .setCommitOnClose(false));
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
    try {
      searchers = new SearcherManager(writer, true, false, null);
    } catch (IOException | RuntimeException e) {
      writer.close();
      directory.close();
      throw e;
    }
  }

  /** Removes an index. */
  static void remove(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Where it was committed last; nothing when it is of another format. */
  Optional<Mark> committed() {
    Map<String, String> data = new HashMap<>();
    Iterable<Map.Entry<String, String>> live = writer.getLiveCommitData();
    if (live == null) {
      return Optional.of(Mark.START);
    }
    live.forEach(entry -> data.put(entry.getKey(), entry.getValue()));
    if (!FORMAT.equals(data.get("format"))) {
      return data.isEmpty() ? Optional.of(Mark.START) : Optional.empty();
    }
    return Optional.of(
        new Mark(Long.parseLong(data.getOrDefault(POSITION, "0")), data.getOrDefault("event", "")));
  }

  void commit(Mark mark) throws IOException {
    writer.setLiveCommitData(
        Map.of("format", FORMAT, POSITION, Long.toString(mark.position()), "event", mark.event())
            .entrySet());
    writer.commit();
  }

  void add(Event event, SearchText.Part part) throws IOException {
    writer.addDocument(document(event, part));
  }

  /** Puts a new text in the place of an event's; null takes the event out. */
  void replace(Event event, SearchText.@Nullable Part part) throws IOException {
    Query same = LongPoint.newExactQuery(POSITION, event.position());
    writer.deleteDocuments(same);
    if (part != null) {
      writer.addDocument(document(event, part));
    }
  }

  private static Document document(Event event, SearchText.Part part) {
    Document document = new Document();
    document.add(new LongPoint(POSITION, event.position()));
    document.add(new NumericDocValuesField(POSITION, event.position()));
    document.add(new StringField(ROOM, event.room().value(), Field.Store.NO));
    document.add(new StringField(SENDER, event.sender().value(), Field.Store.NO));
    document.add(new Field(part.key().path(), part.text(), TEXT));
    return document;
  }

  private static final FieldType TEXT = TextField.TYPE_NOT_STORED;

  /** Notes that one event edits another. */
  void addEdit(long edit, long edited) throws IOException {
    Document document = new Document();
    document.add(new LongPoint(EDIT, edit));
    document.add(new NumericDocValuesField(EDIT, edit));
    document.add(new LongPoint(EDITED, edited));
    document.add(new NumericDocValuesField(EDITED, edited));
    writer.addDocument(document);
  }

  void removeEdit(long edit) throws IOException {
    writer.deleteDocuments(LongPoint.newExactQuery(EDIT, edit));
  }

  /** What an event edits. */
  Optional<Long> editedBy(long edit) throws IOException {
    return values(LongPoint.newExactQuery(EDIT, edit), EDITED).stream().findFirst();
  }

  /** The edits of an event, newest first. */
  List<Long> editsOf(long edited) throws IOException {
    return values(LongPoint.newExactQuery(EDITED, edited), EDIT);
  }

  private List<Long> values(Query query, String field) throws IOException {
    refresh();
    Sort sort = new Sort(new SortField(field, SortField.Type.LONG, true));
    IndexSearcher searcher = searchers.acquire();
    try {
      List<Long> values = new ArrayList<>();
      for (ScoreDoc found : searcher.search(query, MOST_EDITS, sort).scoreDocs) {
        values.add((Long) ((FieldDoc) found).fields[0]);
      }
      return values;
    } finally {
      searchers.release(searcher);
    }
  }

  /** Shows later searches all that was written before. */
  void refresh() throws IOException {
    searchers.maybeRefreshBlocking();
  }

  /**
   * Searches.
   *
   * @param byRank the best first, and of equals the older; otherwise the newest first
   * @param after where to go on, null for the start
   */
  List<Match> search(Query query, boolean byRank, @Nullable Match after, int count)
      throws IOException {
    IndexSearcher searcher = searchers.acquire();
    try {
      int last = Math.max(0, searcher.getIndexReader().maxDoc() - 1);
      FieldDoc place = after == null ? null : place(after, byRank, last);
      TopDocs found = searcher.searchAfter(place, query, count, byRank ? RANK : RECENT);
      List<Match> matches = new ArrayList<>(found.scoreDocs.length);
      for (ScoreDoc each : found.scoreDocs) {
        Object[] fields = ((FieldDoc) each).fields;
        matches.add(
            byRank
                ? new Match((Long) fields[1], (Float) fields[0])
                : new Match((Long) fields[0], 0));
      }
      return matches;
    } finally {
      searchers.release(searcher);
    }
  }

  /** Behind whatever has the same rank and position. */
  private static FieldDoc place(Match match, boolean byRank, int lastDocument) {
    return byRank
        ? new FieldDoc(lastDocument, match.score(), new Object[] {match.score(), match.position()})
        : new FieldDoc(lastDocument, Float.NaN, new Object[] {match.position()});
  }

  /** Closes it as it was committed last. */
  @Override
  public void close() throws IOException {
    try (directory;
        writer;
        searchers) {
      writer.rollback();
    }
  }
}
