package org.caseroom.identity;

import java.util.List;
import java.util.Optional;
import org.caseroom.base.UserId;
import org.jspecify.annotations.Nullable;

/** SKELETON of the contract: the body is being written (it becomes a class). */
public interface Agencies {
  /** Adds an agency, or changes one; written to the audit log. */
  Agency save(Agency agency, @Nullable UserId by);

  /** An agency, from memory. */
  Optional<Agency> find(String id);

  /** All agencies, by name. */
  List<Agency> all();
}
