package org.caseroom.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.caseroom.audit.AuditEntry;
import org.caseroom.audit.AuditLog;
import org.caseroom.base.UserId;
import org.caseroom.storage.Tx;
import org.jspecify.annotations.Nullable;

/** What identity writes to the audit log, in one form. */
final class Records {
  private final AuditLog audit;

  Records(AuditLog audit) {
    this.audit = audit;
  }

  /** A change of rights. */
  void permission(Tx tx, String action, @Nullable UserId by, ObjectNode facts) {
    facts.put("action", action).put("by", by == null ? "operator" : by.value());
    audit.append(tx, List.of(new AuditEntry(AuditEntry.Kind.PERMISSION, facts)));
  }

  /** A sign-in or sign-out, in a transaction. */
  void signIn(Tx tx, String action, ObjectNode facts) {
    audit.append(tx, List.of(entry(action, facts)));
  }

  /** A sign-in that was refused. */
  void refused(ObjectNode facts) {
    audit.record(entry("refused", facts));
  }

  private static AuditEntry entry(String action, ObjectNode facts) {
    return new AuditEntry(AuditEntry.Kind.SIGN_IN, facts.put("action", action));
  }
}
