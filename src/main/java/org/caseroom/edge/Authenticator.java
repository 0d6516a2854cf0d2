package org.caseroom.edge;

import java.util.Optional;
import org.caseroom.base.Secret;
import org.caseroom.matrix.MatrixRequest;

/** Tells whose access token this is. Called on workers, for each request: should be quick. */
@FunctionalInterface
public interface Authenticator {
  /**
   * Whose token it is.
   *
   * @param remoteAddress where it comes from
   * @return empty for a token that is not, or no longer, good
   */
  Optional<MatrixRequest.Caller> authenticate(Secret token, String remoteAddress);
}
