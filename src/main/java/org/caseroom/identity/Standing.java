package org.caseroom.identity;

/**
 * How an account stands with the house.
 *
 * @param active false once closed: no sign-in, the name stays in the record
 * @param suspended may read and leave, but not write (client-server API, "Account suspension")
 * @param locked may do nothing but sign out until it is unlocked ("Account locking")
 * @param erased closed, and asked that what they wrote is not shown to newcomers
 */
public record Standing(boolean active, boolean suspended, boolean locked, boolean erased) {
  /** Of an account that is open. */
  public static final Standing GOOD = new Standing(true, false, false, false);

  Standing withActive(boolean open) {
    return new Standing(open, suspended, locked, erased);
  }

  Standing withSuspended(boolean is) {
    return new Standing(active, is, locked, erased);
  }

  Standing withLocked(boolean is) {
    return new Standing(active, suspended, is, erased);
  }

  Standing closed(boolean erase) {
    return new Standing(false, suspended, locked, erased || erase);
  }
}
