package org.caseroom.rooms.search;

import java.text.Normalizer;
import java.util.Locale;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;

/** Texts made alike for comparing, as the index has its words. */
public final class Folding {
  private Folding() {}

  /** A text in lower case and without accents: "Zoë Ångström" is "zoe angstrom". */
  public static String fold(String text) {
    char[] lower = composed(text).toLowerCase(Locale.ROOT).toCharArray();
    // One character becomes four at most.
    char[] folded = new char[4 * lower.length];
    int length = ASCIIFoldingFilter.foldToASCII(lower, 0, folded, 0, lower.length);
    return new String(folded, 0, length);
  }

  /** A text with each letter and its accents as one character where there is one. */
  static String composed(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }
}
