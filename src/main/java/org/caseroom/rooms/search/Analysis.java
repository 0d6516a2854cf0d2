package org.caseroom.rooms.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.miscellaneous.KeywordRepeatFilter;
import org.apache.lucene.analysis.miscellaneous.RemoveDuplicatesTokenFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;

/**
 * Words as they are indexed: split by Unicode's rules, in lower case, without accents; beside each
 * its English stem where that differs, at the same place.
 */
final class Analysis extends Analyzer {
  @Override
  protected TokenStreamComponents createComponents(String field) {
    Tokenizer words = new StandardTokenizer();
    TokenStream folded = new ASCIIFoldingFilter(new LowerCaseFilter(words));
    TokenStream stems = new PorterStemFilter(new KeywordRepeatFilter(folded));
    return new TokenStreamComponents(words, new RemoveDuplicatesTokenFilter(stems));
  }

  /** The forms under which a text's words are indexed. */
  Set<String> forms(String text) {
    Set<String> forms = new HashSet<>();
    each(text, (form, start, end) -> forms.add(form));
    return forms;
  }

  /** The words of a text that have one of these forms: as they are written, in lower case. */
  Set<String> matching(String text, Set<String> forms) {
    Set<String> words = new LinkedHashSet<>();
    each(
        text,
        (form, start, end) -> {
          if (forms.contains(form)) {
            words.add(text.substring(start, end).toLowerCase(Locale.ROOT));
          }
        });
    return words;
  }

  private interface Word {
    void take(String form, int start, int end);
  }

  private void each(String text, Word word) {
    try (TokenStream stream = tokenStream("", text)) {
      CharTermAttribute form = stream.addAttribute(CharTermAttribute.class);
      OffsetAttribute offset = stream.addAttribute(OffsetAttribute.class);
      stream.reset();
      while (stream.incrementToken()) {
        word.take(form.toString(), offset.startOffset(), offset.endOffset());
      }
      stream.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
