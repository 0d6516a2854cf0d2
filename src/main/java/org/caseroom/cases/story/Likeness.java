package org.caseroom.cases.story;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.synonym.SolrSynonymParser;
import org.apache.lucene.analysis.synonym.SynonymGraphFilter;
import org.apache.lucene.analysis.synonym.SynonymMap;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/**
 * How like a question is to what is told already. Words become terms by Lucene's English analysis:
 * stems, a synonym list for casework, stop words. A question is measured against each passage (two
 * neighbouring sentences with the heading): the share of its terms that the passage holds, each
 * weighted by how rare it is in all that is told (BM25's idf, where a term counts once). A term
 * that nothing told holds weighs most, so that a question about something else falls below the bar.
 *
 * <p>Rejected: an index of Lucene's with its BM25 scores. They rank passages, and what is needed is
 * a yes or no, which wants a measure between 0 and 1; nothing of a story is kept on disk either.
 */
final class Likeness {
  private static final int MOST_SENTENCES = 400;
  private static final Pattern SENTENCES = Pattern.compile("(?<=[.!?;])\\s+|\\n+");

  private final Analyzer stems;
  private final Analyzer terms;

  /** Reads the lists beside this class. */
  Likeness() {
    this.stems = new Stems();
    SynonymMap synonyms = synonyms(stems);
    CharArraySet stop = new CharArraySet(256, true);
    resource("stopwords.txt").forEach(line -> stop.addAll(all(stems, line)));
    this.terms = new Terms(synonyms, stop);
  }

  /** A passage: what is in it of terms, and which of them stand in its heading. */
  record Passage(Set<String> terms, Set<String> heading) {}

  /**
   * Something told, ready to be measured against.
   *
   * @param passages its parts
   * @param all the terms of all of it
   */
  record Told(List<Passage> passages, Set<String> all) {}

  /**
   * How much of a question something tells.
   *
   * @param share of the question's weight, 0 to 1
   * @param terms how many of its terms are told
   * @param asked how many terms it has
   * @param named how many of the told terms stand in the heading
   */
  record Match(double share, int terms, int asked, int named) {
    static final Match NONE = new Match(0, 0, 0, 0);

    boolean betterThan(Match other) {
      return share > other.share || (share == other.share && named > other.named);
    }
  }

  /** Takes a text apart. */
  Told told(String heading, String text) {
    Set<String> head = terms(heading);
    List<Passage> passages = new ArrayList<>();
    Set<String> all = new LinkedHashSet<>(head);
    Set<String> before = Set.of();
    for (String sentence : SENTENCES.split(text, MOST_SENTENCES)) {
      Set<String> own = terms(sentence);
      Set<String> both = new LinkedHashSet<>(head);
      both.addAll(before);
      both.addAll(own);
      passages.add(new Passage(both, head));
      all.addAll(own);
      before = own;
    }
    return new Told(List.copyOf(passages), all);
  }

  /** The terms of a text that carry meaning. */
  Set<String> terms(String text) {
    return all(terms, text);
  }

  /**
   * Measures a question against one of the things told.
   *
   * @param question its terms
   * @param told what it is measured against
   * @param everything all that is told, for how rare a term is
   */
  static Match match(Set<String> question, Told told, List<Told> everything) {
    Match best = Match.NONE;
    for (Passage passage : told.passages()) {
      double whole = 0;
      double held = 0;
      int count = 0;
      int named = 0;
      for (String term : question) {
        double weight = weight(term, everything);
        whole += weight;
        if (passage.terms().contains(term)) {
          held += weight;
          count++;
          named += passage.heading().contains(term) ? 1 : 0;
        }
      }
      Match match = new Match(whole == 0 ? 0 : held / whole, count, question.size(), named);
      if (match.betterThan(best)) {
        best = match;
      }
    }
    return best;
  }

  private static double weight(String term, List<Told> everything) {
    long holding = everything.stream().filter(told -> told.all().contains(term)).count();
    int size = Math.max(everything.size(), 1);
    return Math.log(1 + (size - holding + 0.5) / (holding + 0.5)) + 0.5;
  }

  /** The lines of a list beside this class, without remarks. */
  static List<String> resource(String name) {
    InputStream in = Likeness.class.getResourceAsStream(name);
    if (in == null) {
      throw new IllegalStateException(name + " is not in the jar");
    }
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> all(Analyzer analyzer, String text) {
    Set<String> found = new LinkedHashSet<>();
    try (TokenStream stream = analyzer.tokenStream("", text)) {
      CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
      stream.reset();
      while (stream.incrementToken()) {
        found.add(term.toString());
      }
      stream.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static SynonymMap synonyms(Analyzer stems) {
    SolrSynonymParser parser = new SolrSynonymParser(true, false, stems);
    try {
      parser.parse(new StringReader(String.join("\n", resource("synonyms.txt"))));
      return parser.build();
    } catch (IOException | ParseException e) {
      throw new IllegalStateException("synonyms.txt cannot be read", e);
    }
  }

  /** Words in lower case, without accents and endings. */
  private static final class Stems extends Analyzer {
    @Override
    protected TokenStreamComponents createComponents(String field) {
      Tokenizer words = new StandardTokenizer();
      return new TokenStreamComponents(words, stemmed(words));
    }

    static TokenStream stemmed(Tokenizer words) {
      TokenStream folded = new ASCIIFoldingFilter(new LowerCaseFilter(words));
      return new PorterStemFilter(new EnglishPossessiveFilter(folded));
    }
  }

  /** The same, with one word for those that mean one thing, and without those that mean none. */
  private static final class Terms extends Analyzer {
    private final SynonymMap synonyms;
    private final CharArraySet stop;

    Terms(SynonymMap synonyms, CharArraySet stop) {
      this.synonyms = synonyms;
      this.stop = stop;
    }

    @Override
    protected TokenStreamComponents createComponents(String field) {
      Tokenizer words = new StandardTokenizer();
      TokenStream one = new SynonymGraphFilter(Stems.stemmed(words), synonyms, true);
      return new TokenStreamComponents(words, new StopFilter(one, stop));
    }
  }
}
