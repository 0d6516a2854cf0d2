package org.caseroom.bots.runtime;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A message that a bot can say: its name in the bot's message files and the placeholders that the
 * bot fills in. Declared beside what says it, so that the files can be checked when the service
 * starts: every message stands in every file.
 *
 * @param name the key in the files
 * @param required placeholders that every text must use
 * @param optional placeholders that a text may use
 */
public record MessageKey(String name, Set<String> required, Set<String> optional) {

  /** A message and the placeholders that every text of it must use. */
  public static MessageKey of(String name, String... required) {
    return new MessageKey(name, Set.of(required), Set.of());
  }

  /** The same message with placeholders that a text may leave out. */
  public MessageKey optionally(String... placeholders) {
    Set<String> more = new TreeSet<>(optional);
    more.addAll(List.of(placeholders));
    return new MessageKey(name, required, more);
  }

  /** All placeholders, sorted. */
  public Set<String> placeholders() {
    Set<String> all = new TreeSet<>(required);
    all.addAll(optional);
    return all;
  }

  /** As somebody adds it to a file: {@code hello (with {name}; {day} if you like)}. */
  String wanted() {
    String must = braces(required);
    String may = braces(optional);
    if (must.isEmpty() && may.isEmpty()) {
      return name;
    }
    String with = must.isEmpty() ? "" : "with " + must;
    String perhaps = may.isEmpty() ? "" : may + " if you like";
    return name + " (" + with + (with.isEmpty() || may.isEmpty() ? "" : "; ") + perhaps + ")";
  }

  private static String braces(Set<String> placeholders) {
    return placeholders.stream()
        .sorted()
        .map(each -> "{" + each + "}")
        .collect(Collectors.joining(", "));
  }
}
