package org.caseroom.bots.runtime;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A message that a bot can say: its name in the bot's message files and the placeholders that the
 * bot fills in. Declared in code, so that the files can be checked when the service starts.
 *
 * @param name the key in the files
 * @param required placeholders that every text must use
 * @param optional placeholders that a text may use
 * @param forFamily whether families read it: then the easy-read file must have it as well
 */
public record MessageKey(
    String name, Set<String> required, Set<String> optional, boolean forFamily) {

  /** A message that staff read. */
  public static MessageKey staff(String name, String... required) {
    return new MessageKey(name, Set.of(required), Set.of(), false);
  }

  /** A message that families read too. */
  public static MessageKey family(String name, String... required) {
    return new MessageKey(name, Set.of(required), Set.of(), true);
  }

  /** The same message with placeholders that a text may leave out. */
  public MessageKey optionally(String... placeholders) {
    Set<String> more = new TreeSet<>(optional);
    more.addAll(List.of(placeholders));
    return new MessageKey(name, required, more, forFamily);
  }

  /** All placeholders, sorted. */
  public Set<String> placeholders() {
    Set<String> all = new TreeSet<>(required);
    all.addAll(optional);
    return all;
  }
}
