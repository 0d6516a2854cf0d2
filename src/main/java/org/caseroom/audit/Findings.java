package org.caseroom.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What a verification has found so far. */
final class Findings {
  static final String CHANGED = "Somebody changed the log behind the service's back.";
  static final String CUT = "Somebody took entries out of the log.";
  static final String EVENTS_CHANGED =
      "Somebody changed the rooms' events behind the service's back.";

  private static final int MOST = 100;

  private final List<AuditReport.Finding> all = new ArrayList<>();

  void add(long seq, String subject, String what, String meaning) {
    if (all.size() < MOST) {
      all.add(new AuditReport.Finding(seq, subject, what, meaning));
    }
  }

  /** What is wrong with an entry. */
  void entry(long seq, String what, String meaning) {
    add(seq, "entry " + seq, what, meaning);
  }

  /** What is wrong with an event, at the entry that names it. */
  void event(long seq, String id, String what, String meaning) {
    add(seq, "event " + id, "The event " + id + " " + what + ".", meaning);
  }

  List<AuditReport.Finding> inOrder() {
    List<AuditReport.Finding> sorted = new ArrayList<>(all);
    sorted.sort(Comparator.comparingLong(AuditReport.Finding::seq));
    return List.copyOf(sorted);
  }
}
