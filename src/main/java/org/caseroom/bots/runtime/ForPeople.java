package org.caseroom.bots.runtime;

import org.caseroom.identity.QuietTimes;
import org.jspecify.annotations.Nullable;

/**
 * What bots know of how people want to be spoken to.
 *
 * @param quiet everybody's quiet hours
 * @param digestHour the hour of a working day, 0 to 23, at which managers hear what is late; null
 *     for no such message
 * @param url the address of the pages, without a slash at the end
 */
public record ForPeople(QuietTimes quiet, @Nullable Integer digestHour, String url) {
  /** The address of a page, for a link in a message. */
  public String page(String path) {
    return url + path;
  }
}
