package org.caseroom.cases.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Words of a text, and what of them carries meaning: for routes and for the story guard. */
public final class Words {
  /** Words that say nothing about a subject, and those that only ask. */
  private static final Set<String> EMPTY =
      Set.of(
          ("a about above after again all also am an and any anybody anyone anything are as ask"
                  + " asked asking at be because been before being but by can child children could"
                  + " couple day days describe did do does doing done else ever explain families"
                  + " family few for from further get give gets go going good got had has have having"
                  + " he her here hers hi hello him his how i if in information into is it its just"
                  + " know known let like look made make many may maybe me mean might more most much"
                  + " must my need needed needs no not now of off on one only or other our out over"
                  + " own parent parents please re really remind said same say see send shall share"
                  + " she should so some somebody someone something soon still such sure talk tell"
                  + " than thank thanks that the their them then there these they thing things think"
                  + " this those through time to today told tomorrow too understand up us very want"
                  + " was way we week well were what when where whether which while who whole why will"
                  + " with would write yes yesterday yet you your yours")
              .split(" "));

  private Words() {}

  /** The words of a text, in lower case, without signs. */
  public static List<String> of(String text) {
    List<String> words = new ArrayList<>();
    for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }

  /** The stems of the words that carry meaning, less some that do not here. */
  public static Set<String> stems(String text, Set<String> without) {
    Set<String> stems = new TreeSet<>();
    for (String word : of(text)) {
      if (word.length() > 2 && !EMPTY.contains(word) && !without.contains(word)) {
        stems.add(stem(word));
      }
    }
    return stems;
  }

  /** A rough stem: enough that feeding, feeds and feed are one, and history and histories. */
  public static String stem(String word) {
    for (String ending :
        List.of("ings", "ing", "ies", "ied", "edly", "ed", "es", "ly", "s", "y", "e")) {
      if (word.length() - ending.length() >= 3 && word.endsWith(ending)) {
        return undouble(word.substring(0, word.length() - ending.length()));
      }
    }
    return word;
  }

  /** "sitt" of "sitting" is "sit". */
  private static String undouble(String stem) {
    int last = stem.length() - 1;
    return last > 2 && stem.charAt(last) == stem.charAt(last - 1) && stem.charAt(last) != 's'
        ? stem.substring(0, last)
        : stem;
  }
}
