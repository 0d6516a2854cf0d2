package org.caseroom.matrix.sync.sliding;

import org.caseroom.matrix.MatrixRequest.Caller;
import org.caseroom.matrix.sync.Asking;
import org.caseroom.matrix.sync.SyncToken;
import org.jspecify.annotations.Nullable;

/** A sliding sync that is answered or held. It looks once in any case: it may ask for more. */
final class SlidingAsking implements Asking<byte[]> {
  private final SlidingAnswers answers;
  private final SlidingRequest request;
  private final Standing standing;
  private volatile @Nullable SyncToken stands;

  SlidingAsking(SlidingAnswers answers, SlidingRequest request, Standing standing) {
    this.answers = answers;
    this.request = request;
    this.standing = standing;
  }

  @Override
  public Caller caller() {
    return request.caller();
  }

  @Override
  public boolean waits() {
    return standing.token() != null;
  }

  @Override
  public @Nullable SyncToken stands() {
    return stands;
  }

  @Override
  public byte @Nullable [] look(boolean last) {
    SlidingAnswers.Answer answer = answers.build(request, standing, last);
    stands = answer.upTo();
    return answer.json();
  }
}
