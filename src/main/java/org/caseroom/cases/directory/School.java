package org.caseroom.cases.directory;

import java.util.List;
import java.util.Optional;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Agencies;
import org.caseroom.identity.Agency;
import org.caseroom.rooms.Event;

/** What a case knows of the child's school, and of the virtual school of its area. */
final class School {
  private School() {}

  /** The area of the child's school: as recorded, or as the referral told it. */
  static Optional<String> area(CaseFile file) {
    return file.state(SchoolEvents.SCHOOL_RECORD, "")
        .flatMap(record -> record.text("area"))
        .or(() -> file.head().text("school_area"))
        .filter(area -> !area.isBlank())
        .map(Agency::area);
  }

  /** The virtual school of that area. */
  static Optional<Agency> virtualSchool(CaseFile file, Agencies agencies) {
    return area(file).flatMap(area -> VirtualSchools.of(agencies, area));
  }

  /** Those of the team, still in it, who work for an agency. */
  static List<Account> ofAgency(CaseFile file, Accounts accounts, String agency) {
    return file.state(CaseEvents.MEMBER).stream()
        .filter(School::stays)
        .flatMap(member -> accounts.find(CaseEvents.person(key(member))).stream())
        .filter(account -> agency.equals(account.agency()))
        .toList();
  }

  private static boolean stays(Event member) {
    return member.stateKey() != null && !member.content().path("left").asBoolean();
  }

  private static String key(Event member) {
    return String.valueOf(member.stateKey());
  }
}
