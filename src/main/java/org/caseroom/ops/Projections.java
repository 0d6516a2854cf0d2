package org.caseroom.ops;

import java.util.List;
import org.caseroom.cases.CaseProjection;
import org.caseroom.cases.access.BreakGlassProjection;
import org.caseroom.cases.assessment.MeasureProjection;
import org.caseroom.cases.decisions.NoticeProjection;
import org.caseroom.cases.reports.ReportProjection;
import org.caseroom.matrix.Relations;
import org.caseroom.rooms.Projection;
import org.caseroom.rooms.Rebuild;
import org.caseroom.rooms.media.MediaUses;
import org.caseroom.storage.Database;

/** The tables that follow from the log, those of all packages. */
final class Projections {
  private final Relations relations;
  private final MediaUses mediaUses;

  Projections(Database database) {
    this.relations = new Relations(database);
    this.mediaUses = new MediaUses(database);
  }

  /** Which events relate to which. */
  Relations relations() {
    return relations;
  }

  /**
   * Fills what an upgrade has added: a version that brings new tables finds the log there and them
   * empty.
   */
  void catchUp(Database database) {
    if (isBehind(database)) {
      new Rebuild(database, all()).run();
    }
  }

  /** Whether there are tables that an upgrade has added and nothing has filled yet. */
  boolean isBehind(Database database) {
    return ReportProjection.isBehind(database) || MeasureProjection.isBehind(database);
  }

  /** All of them, in the order in which they are filled. */
  List<Projection> all() {
    return List.of(
        relations,
        mediaUses,
        new CaseProjection(),
        new BreakGlassProjection(),
        new ReportProjection(),
        new MeasureProjection(),
        new NoticeProjection());
  }
}
