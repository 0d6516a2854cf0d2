package org.caseroom.matrix.appservice;

import java.util.regex.Pattern;

/**
 * A set of user ids, aliases or room ids that an application service is interested in.
 *
 * @param exclusive whether nobody else may create what is in it
 * @param regex matches the beginning of an id, as the reference server does it
 */
record Namespace(boolean exclusive, Pattern regex) {
  boolean holds(String id) {
    return regex.matcher(id).lookingAt();
  }
}
