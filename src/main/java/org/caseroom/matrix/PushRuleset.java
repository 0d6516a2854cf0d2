package org.caseroom.matrix;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.caseroom.base.UserId;

/** Everybody's push rules, as {@code matrix.push} keeps them. */
@FunctionalInterface
public interface PushRuleset {
  /** A user's rules by kind, the {@code global} object of {@code m.push_rules}: read only. */
  ObjectNode of(UserId user);
}
