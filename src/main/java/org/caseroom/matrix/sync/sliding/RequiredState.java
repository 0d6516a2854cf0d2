package org.caseroom.matrix.sync.sliding;

import java.util.HashSet;
import java.util.Set;
import org.caseroom.base.UserId;
import org.caseroom.rooms.Event;

/**
 * Which state of a room a client wants.
 *
 * @param include the wanted types and keys
 * @param exclude what to leave out of these
 * @param lazyMembers whether to send the members whom the timeline calls for
 */
record RequiredState(Set<Element> include, Set<Element> exclude, boolean lazyMembers) {
  static final String ANY = "*";
  static final RequiredState NONE = new RequiredState(Set.of(), Set.of(), false);
  private static final String MEMBER = "m.room.member";

  /**
   * A type and a key.
   *
   * @param type {@link #ANY} for all
   * @param key {@link #ANY} for all; {@code $ME} is the user's own
   */
  record Element(String type, String key) {
    boolean everything() {
      return type.equals(ANY) && key.equals(ANY);
    }

    boolean matches(String ofType, String ofKey, UserId me) {
      return (type.equals(ANY) || type.equals(ofType))
          && (key.equals(ANY)
              || key.equals(ofKey)
              || (key.equals("$ME") && ofKey.equals(me.value())));
    }
  }

  boolean wants(Event event, UserId me) {
    String key = event.stateKey();
    return key != null
        && include.stream().anyMatch(element -> element.matches(event.type(), key, me))
        && exclude.stream().noneMatch(element -> element.matches(event.type(), key, me));
  }

  /** Whether it names members by a key of their own. */
  boolean wantsMember(Event event, UserId me) {
    return event.type().equals(MEMBER) && wants(event, me);
  }

  /** What either wants. */
  RequiredState with(RequiredState other) {
    if (equals(other)) {
      return this;
    }
    Set<Element> all = new HashSet<>(include);
    all.addAll(other.include);
    // What one leaves out, the other may want.
    Set<Element> out = new HashSet<>(exclude);
    out.retainAll(other.exclude);
    if (include.isEmpty()) {
      out.addAll(other.exclude);
    } else if (other.include.isEmpty()) {
      out.addAll(exclude);
    }
    return new RequiredState(Set.copyOf(all), Set.copyOf(out), lazyMembers || other.lazyMembers);
  }

  /** Whether everything that another wants is wanted here too. */
  boolean covers(RequiredState other) {
    boolean everything = include.stream().anyMatch(Element::everything);
    return (everything || include.containsAll(other.include)) && other.exclude.containsAll(exclude);
  }
}
