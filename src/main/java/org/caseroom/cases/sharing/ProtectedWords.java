package org.caseroom.cases.sharing;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Finds in a letter what the birth family must not learn: the adoptive surname, the address, the
 * school, the town. Looks through case, accents, punctuation, spacing and characters that look
 * alike; knows a surname's initial behind a title or a name of the family, a school's initials, and
 * a street without its number.
 *
 * <p>It would rather hold a letter too many: a person looks at those that it holds.
 */
public final class ProtectedWords {
  /** Characters that look alike become one, in the letter and in the word alike. */
  private static final Map<Character, Character> ALIKE =
      Map.ofEntries(
          Map.entry('0', 'o'),
          Map.entry('1', 'i'),
          Map.entry('l', 'i'),
          Map.entry('3', 'e'),
          Map.entry('4', 'a'),
          Map.entry('5', 's'),
          Map.entry('7', 't'),
          Map.entry('8', 'b'),
          // Cyrillic and Greek letters that look like Latin ones.
          Map.entry('\u0430', 'a'),
          Map.entry('\u0435', 'e'),
          Map.entry('\u043e', 'o'),
          Map.entry('\u0440', 'p'),
          Map.entry('\u0441', 'c'),
          Map.entry('\u0443', 'y'),
          Map.entry('\u0445', 'x'),
          Map.entry('\u0456', 'i'),
          Map.entry('\u0455', 's'),
          Map.entry('\u03bf', 'o'),
          Map.entry('\u03b1', 'a'));

  /** Signs that stand for letters now and then; as often they are what they are. */
  private static final Map<Character, Character> SIGNS =
      Map.of('|', 'i', '!', 'i', '@', 'a', '$', 's');

  private static final Pattern POSTCODE =
      Pattern.compile("(?i)([a-z]{1,2}\\d[a-z\\d]?)\\s*(\\d[a-z]{2})");
  private static final Set<String> TITLES =
      Set.of("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "family");

  private final Map<String, List<Pattern>> patterns = new TreeMap<>();
  private final List<Pattern> initials = new ArrayList<>();

  /**
   * Makes the guard.
   *
   * @param words by kind: {@code surname}, {@code address}, {@code school}, {@code town}
   * @param names given names of the family, behind which a surname's initial gives it away
   */
  public ProtectedWords(Map<String, ? extends Iterable<String>> words, Set<String> names) {
    words.forEach(
        (kind, list) -> {
          List<Pattern> found = new ArrayList<>();
          for (String word : list) {
            addAll(found, kind, word.strip());
            if (kind.equals("surname")) {
              initials(initials, word, names);
            }
          }
          patterns.put(kind, found);
        });
  }

  private static void addAll(List<Pattern> found, String kind, String word) {
    add(found, word);
    switch (kind) {
      case "school" -> acronym(found, word);
      case "address" -> address(found, word);
      default -> {}
    }
  }

  private static void add(List<Pattern> found, String word) {
    String letters = normal(word).replaceAll("[^a-z0-9]", "");
    if (letters.length() >= 2) {
      found.add(
          Pattern.compile("(?<![a-z0-9])" + spaced(letters) + "(?:[^a-z0-9]?s)?(?![a-z0-9])"));
    }
  }

  /** The letters of a word, with anything but letters and digits between them. */
  private static String spaced(String letters) {
    StringBuilder pattern = new StringBuilder();
    for (int i = 0; i < letters.length(); i++) {
      pattern.append(i == 0 ? "" : "[^a-z0-9]{0,3}").append(letters.charAt(i));
    }
    return pattern.toString();
  }

  /** A capital behind a title or a name: in small letters it would be an article. */
  private static void initials(List<Pattern> found, String surname, Set<String> names) {
    String letters = plain(surname).replaceAll("[^A-Za-z]", "");
    if (letters.isEmpty()) {
      return;
    }
    Set<String> before = new TreeSet<>(TITLES);
    names.stream()
        .map(name -> plain(name).replaceAll("[^A-Za-z]", ""))
        .filter(name -> name.length() >= 2)
        .forEach(before::add);
    String initial = letters.substring(0, 1).toUpperCase(Locale.ROOT);
    found.add(
        Pattern.compile("\\b(?i:" + String.join("|", before) + ")\\.?\\s+" + initial + "\\b(?!')"));
  }

  private static void acronym(List<Pattern> found, String school) {
    StringBuilder letters = new StringBuilder();
    for (String word : normal(school.replaceAll("['\u2019]", "")).split("[^a-z0-9]+")) {
      letters.append(word.isEmpty() ? "" : word.substring(0, 1));
    }
    if (letters.length() >= 3) {
      add(found, letters.toString());
    }
    // Nobody writes "primary school" out: the name alone tells as much.
    String bare =
        school.replaceAll(
            "(?i)\\b(school|primary|infant|junior|high|academy|nursery|college|the|c of e|rc)\\b",
            " ");
    add(found, bare);
  }

  private static void address(List<Pattern> found, String line) {
    var postcode = POSTCODE.matcher(line);
    if (postcode.find()) {
      add(found, postcode.group());
      add(found, postcode.group(1));
    }
    String street =
        POSTCODE.matcher(line).replaceAll(" ").replaceAll("^\\s*(?:flat\\s+)?\\d+\\w?,?\\s+", "");
    for (String part : street.split(",")) {
      if (part.strip().length() >= 4) {
        add(found, part);
      }
    }
  }

  /** The kinds that a text names; none when it can go. */
  public Set<String> in(String text) {
    String normal = normal(text);
    String signs = signs(normal);
    Set<String> kinds = new TreeSet<>();
    patterns.forEach(
        (kind, list) -> {
          if (list.stream()
              .anyMatch(
                  pattern -> pattern.matcher(normal).find() || pattern.matcher(signs).find())) {
            kinds.add(kind);
          }
        });
    String plain = plain(text);
    if (initials.stream().anyMatch(pattern -> pattern.matcher(plain).find())) {
      kinds.add("surname");
    }
    return kinds;
  }

  /** Without accents and characters that cannot be seen. */
  private static String plain(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKD).replaceAll("[\\p{M}\\p{Cf}]", "");
  }

  private static String signs(String normal) {
    StringBuilder read = new StringBuilder(normal.length());
    for (int i = 0; i < normal.length(); i++) {
      char c = normal.charAt(i);
      read.append(SIGNS.getOrDefault(c, c).charValue());
    }
    return read.toString();
  }

  private static String normal(String text) {
    String plain = plain(text).toLowerCase(Locale.ROOT);
    StringBuilder normal = new StringBuilder(plain.length());
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      normal.append(ALIKE.getOrDefault(c, c).charValue());
    }
    return normal.toString();
  }
}
