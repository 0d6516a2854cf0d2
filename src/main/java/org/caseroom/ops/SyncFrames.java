package org.caseroom.ops;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.caseroom.edge.LiveSource;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Sessions;
import org.caseroom.matrix.MatrixRequest;
import org.caseroom.matrix.sync.SyncAnswer;
import org.caseroom.matrix.sync.SyncEngine;
import org.caseroom.matrix.sync.SyncFilter;
import org.caseroom.matrix.sync.SyncRequest;
import org.caseroom.matrix.sync.SyncToken;
import org.jspecify.annotations.Nullable;

/** Makes live frames of syncs: a live page sees what a Matrix client sees, when it sees it. */
final class SyncFrames implements LiveSource {
  private final SyncEngine syncs;
  private final Accounts accounts;

  SyncFrames(SyncEngine syncs, Accounts accounts) {
    this.syncs = syncs;
    this.accounts = accounts;
  }

  @Override
  public CompletionStage<Frame> next(
      MatrixRequest.Caller caller, @Nullable String since, Duration patience) {
    if (accounts.require(caller.user()).standing().locked()) {
      throw Sessions.locked();
    }
    SyncToken from = since == null || since.isEmpty() ? syncs.now() : SyncToken.parse(since);
    CompletableFuture<SyncAnswer> answer =
        syncs.next(SyncRequest.after(caller, from, SyncFilter.ALL, patience));
    CompletableFuture<Frame> frame =
        answer.thenApply(it -> new Frame(it.json(), it.next().toString(), it.news()));
    // Whoever has gone cancels the frame: then nothing is held for them either.
    frame.whenComplete(
        (it, error) -> {
          if (frame.isCancelled()) {
            answer.cancel(false);
          }
        });
    return frame;
  }
}
