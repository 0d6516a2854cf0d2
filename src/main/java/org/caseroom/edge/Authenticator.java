package org.caseroom.edge;

import java.util.List;
import java.util.Map;
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
   * @param query the request's query, in which an application service says as whom it acts
   * @return empty for a token that is not, or no longer, good
   * @throws org.caseroom.base.Problem when the token is good for somebody else only
   */
  Optional<MatrixRequest.Caller> authenticate(
      Secret token, String remoteAddress, Map<String, List<String>> query);
}
