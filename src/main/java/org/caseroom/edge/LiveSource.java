package org.caseroom.edge;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.caseroom.matrix.MatrixRequest;
import org.jspecify.annotations.Nullable;

/** Where the live gateway gets its frames from. */
@FunctionalInterface
public interface LiveSource {
  /**
   * A frame.
   *
   * @param json a sync-shaped JSON object, in UTF-8
   * @param next the place to go on from
   * @param news whether there is anything in it worth sending
   */
  record Frame(byte[] json, String next, boolean news) {}

  /**
   * The next frame for somebody: at once when something has happened since, otherwise when it does.
   *
   * @param since the place to go on from; null to start from now
   * @param patience how long to wait before a frame without news
   * @return fails with a {@link org.caseroom.base.Problem} when there is no going on from there
   */
  CompletionStage<Frame> next(
      MatrixRequest.Caller caller, @Nullable String since, Duration patience);
}
