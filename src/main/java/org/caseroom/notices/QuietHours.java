package org.caseroom.notices;

import java.time.Instant;
import org.caseroom.base.UserId;

/** When somebody does not want to be disturbed. */
@FunctionalInterface
public interface QuietHours {
  /** The first moment, from now on, at which somebody may be told of something. */
  Instant notBefore(UserId user, Instant now);
}
