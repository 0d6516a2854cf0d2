package org.caseroom.cases.calendar;

import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;
import org.caseroom.audit.AuditLog;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.reports.CaseList;
import org.caseroom.identity.Account;

/** People's calendars. */
public final class Calendars {
  private final Desk desk;
  private final Entries entries;
  private final AuditLog audit;

  /**
   * A calendar as it is sent.
   *
   * @param text iCalendar
   * @param tag changes when the text does
   */
  public record Feed(String text, String tag) {}

  /** Makes the service. */
  public Calendars(Desk desk, CaseList cases, AuditLog audit) {
    this.desk = desk;
    this.entries = new Entries(desk, cases);
    this.audit = audit;
  }

  /**
   * Somebody's calendar; that it was read is noted in the audit log.
   *
   * @param address the address of the service, for links
   * @return empty for an account that is closed
   */
  public Optional<Feed> of(UserId user, String address) {
    if (desk.accounts().find(user).filter(Account::active).isEmpty()) {
      return Optional.empty();
    }
    audit.access(user.value(), "calendar", "calendar");
    String text = CalendarText.of(entries.of(user), user.server().value(), address);
    return Optional.of(new Feed(text, DigestUtils.sha256Hex(text)));
  }
}
