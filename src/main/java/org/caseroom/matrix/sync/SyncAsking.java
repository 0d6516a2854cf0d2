package org.caseroom.matrix.sync;

import org.caseroom.matrix.MatrixRequest.Caller;
import org.jspecify.annotations.Nullable;

/** A {@code GET /sync} that is answered or held. */
final class SyncAsking implements Asking<SyncAnswer> {
  private final SyncAnswers answers;
  private volatile SyncRequest request;

  SyncAsking(SyncAnswers answers, SyncRequest request) {
    this.answers = answers;
    this.request = request;
  }

  @Override
  public Caller caller() {
    return request.caller();
  }

  @Override
  public boolean waits() {
    return request.since() != null && !request.fullState();
  }

  @Override
  public @Nullable SyncToken stands() {
    return request.since();
  }

  @Override
  public @Nullable SyncAnswer look(boolean last) {
    SyncAnswer answer = answers.build(request);
    if (answer.news() || last) {
      return answer;
    }
    request = request.since(answer.next());
    return null;
  }
}
