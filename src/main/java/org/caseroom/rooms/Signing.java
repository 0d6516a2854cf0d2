package org.caseroom.rooms;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;

/**
 * Signs accepted events while the log's writer is at the next ones: a signature takes longer than
 * all of the rules at the door. The writer waits for the signatures before it stores their events.
 */
final class Signing implements AutoCloseable {
  private static final int MOST_THREADS = 4;

  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          Math.max(1, Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors() - 1)),
          task -> {
            Thread thread = new Thread(task, "log-signing");
            thread.setDaemon(true);
            return thread;
          });

  /** The text of an event: canonical JSON, with its signature. */
  static final class Text {
    private final FutureTask<String> task;

    private Text(FutureTask<String> task) {
      this.task = task;
    }

    /** The text. Who asks before anybody began to sign does it. */
    String get() {
      task.run();
      try {
        return task.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while an event was signed", e);
      } catch (ExecutionException e) {
        throw new IllegalStateException("an event could not be signed", e.getCause());
      }
    }
  }

  /** Begins to sign an event. */
  Text sign(EventSigner.Unsigned event) {
    FutureTask<String> task = new FutureTask<>(event::sign);
    threads.execute(task);
    return new Text(task);
  }

  /** Once the writer has ended: nobody waits for what may be left. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
