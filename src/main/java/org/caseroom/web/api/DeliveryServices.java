package org.caseroom.web.api;

import java.util.function.Supplier;
import org.caseroom.base.Secret;
import org.caseroom.identity.CalendarSecrets;
import org.caseroom.notices.Notices;

/**
 * What people get outside of the pages.
 *
 * @param notices how they are told that there is something for them
 * @param calendarSecrets the secrets in the addresses of their calendars
 * @param address the address of this service
 */
public record DeliveryServices(
    Notices notices, CalendarSecrets calendarSecrets, Supplier<String> address) {
  /** The address of a calendar. */
  public String calendar(Secret secret) {
    return address.get() + "/calendar/" + secret.reveal() + ".ics";
  }
}
