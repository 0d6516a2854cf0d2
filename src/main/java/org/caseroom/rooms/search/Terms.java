package org.caseroom.rooms.search;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.QueryBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What somebody typed, as a query: every word has to be there, in any order; words in quotation
 * marks one behind the other; none that has a minus before it.
 */
final class Terms {
  private static final Pattern PIECE = Pattern.compile("(-?)\"([^\"]*)\"|(\\S+)");
  private static final int MOST_PIECES = 64;

  private final Analysis analysis;
  private final List<String> wanted = new ArrayList<>();
  private final List<String> unwanted = new ArrayList<>();

  Terms(Analysis analysis, String typed) {
    this.analysis = analysis;
    Matcher pieces = PIECE.matcher(Folding.composed(typed));
    while (pieces.find() && wanted.size() + unwanted.size() < MOST_PIECES) {
      String phrase = pieces.group(2);
      if (phrase != null) {
        ("-".equals(pieces.group(1)) ? unwanted : wanted).add(phrase);
      } else {
        String word = pieces.group(3);
        boolean minus = word.startsWith("-") && word.length() > 1;
        (minus ? unwanted : wanted).add(minus ? word.substring(1) : word);
      }
    }
  }

  /** The query, null when nothing is left of it to look for. */
  @Nullable Query query(Collection<SearchKey> keys) {
    QueryBuilder builder = new QueryBuilder(analysis);
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    int clauses = 0;
    for (String piece : wanted) {
      Query query = anywhere(builder, keys, piece);
      if (query != null) {
        all.add(query, Occur.MUST);
        clauses++;
      }
    }
    for (String piece : unwanted) {
      Query query = anywhere(builder, keys, piece);
      if (query != null) {
        all.add(query, Occur.MUST_NOT);
      }
    }
    return clauses == 0 ? null : all.build();
  }

  private static @Nullable Query anywhere(
      QueryBuilder builder, Collection<SearchKey> keys, String piece) {
    List<Query> each = new ArrayList<>();
    for (SearchKey key : keys) {
      // What one piece falls apart into belongs together: "e-mail", or a word in Chinese.
      Query query = builder.createPhraseQuery(key.path(), piece);
      if (query != null) {
        each.add(query);
      }
    }
    return switch (each.size()) {
      case 0 -> null;
      case 1 -> each.get(0);
      default -> new DisjunctionMaxQuery(each, 0);
    };
  }

  /** The forms of the words that are wanted. */
  Set<String> forms() {
    Set<String> forms = new HashSet<>();
    wanted.forEach(piece -> forms.addAll(analysis.forms(piece)));
    return forms;
  }
}
