package org.caseroom.cases.assessment;

import java.util.LinkedHashMap;
import java.util.Map;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.identity.Account;
import org.caseroom.storage.Database;

/** What cases count, read from one table: one case by a key, all of them in one pass. */
public final class Measures {
  private final Desk desk;
  private final Database database;

  Measures(Desk desk, Database database) {
    this.desk = desk;
    this.database = database;
  }

  /**
   * What a case counts.
   *
   * @throws Problem 404 for who may not open the case, 403 for who does not read the professionals
   *     room, and for other agencies: the counts tell of health and school, whatever topics the
   *     family's consent leaves out for them
   */
  public CaseMeasures of(UserId by, String reference) {
    CaseFile file = desk.open(by, reference);
    CaseRecords.professional(desk, by, file);
    boolean own =
        desk.accounts().find(by).map(Account::agency).filter(file.agency()::equals).isPresent();
    if (!own) {
      throw Problem.forbidden(
          "What a case counts is for the people of the agency that is responsible for it.");
    }
    return CaseMeasures.of(database.read(tx -> new MeasureDao(tx).of(file.space().value())));
  }

  /**
   * What all cases count, by their space. For reports that decide themselves who sees what, and
   * whose small numbers they hide.
   */
  public Map<RoomId, CaseMeasures> all() {
    Map<RoomId, CaseMeasures> cases = new LinkedHashMap<>();
    database
        .read(tx -> new MeasureDao(tx).all())
        .forEach((space, rows) -> cases.put(RoomId.of(space), CaseMeasures.of(rows)));
    return cases;
  }
}
