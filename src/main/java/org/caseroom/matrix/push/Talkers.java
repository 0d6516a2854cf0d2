package org.caseroom.matrix.push;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.caseroom.base.OutboundAddresses;
import org.caseroom.matrix.push.Gateway.Answer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that wait for gateways' answers: so many in all, and half of them for one gateway,
 * which may be that of everybody's app; one that is slow does not keep the others' notifications.
 */
final class Talkers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Talkers.class);
  private static final int ALL = 64;
  private static final int FOR_ONE = 32;
  private static final long LAST_WORDS_SECONDS = 5;

  private final Gateway gateway;
  private final Consumer<Runnable> inbox;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          ALL,
          task -> {
            Thread thread = new Thread(task, "push-gateway");
            thread.setDaemon(true);
            return thread;
          });

  // Of the thread that empties the inbox.
  private final Map<String, Integer> busy = new HashMap<>();
  private int talking;

  /**
   * Nobody talks yet.
   *
   * @param inbox takes what is to be run on the thread that calls {@link #tell}
   */
  Talkers(PushSettings settings, Consumer<Runnable> inbox) {
    this.gateway =
        new Gateway(
            settings.closedNetwork() ? OutboundAddresses.any() : OutboundAddresses.publicOnly(),
            ALL,
            FOR_ONE);
    this.inbox = inbox;
  }

  /** Whether an answer is still waited for. */
  boolean areTalking() {
    return talking > 0;
  }

  /** Whether a pusher's gateway may be told something now, or later when others have answered. */
  boolean mayTell(Pusher pusher) {
    return talking < ALL && busy.getOrDefault(host(pusher), 0) < FOR_ONE;
  }

  private static String host(Pusher pusher) {
    return String.valueOf(URI.create(pusher.url()).getAuthority());
  }

  /**
   * Tells a pusher's gateway something.
   *
   * @param answered gets the answer, by way of the inbox
   * @return false when the service is stopping
   */
  boolean tell(Pusher pusher, ObjectNode payload, Consumer<Answer> answered) {
    String host = host(pusher);
    try {
      threads.execute(
          () -> {
            Answer answer = talk(pusher, payload);
            inbox.accept(
                () -> {
                  talking--;
                  busy.computeIfPresent(host, (h, many) -> many > 1 ? many - 1 : null);
                  answered.accept(answer);
                });
          });
    } catch (RejectedExecutionException stopping) {
      return false;
    }
    talking++;
    busy.merge(host, 1, Integer::sum);
    return true;
  }

  private Answer talk(Pusher pusher, ObjectNode payload) {
    try {
      return gateway.send(pusher.url(), payload);
    } catch (IOException | RuntimeException e) {
      LOG.info(
          "The push gateway of {} did not answer: {}", pusher.id().user().value(), e.toString());
      return Answer.NONE;
    }
  }

  /** Waits a moment for the answers that are on their way. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(LAST_WORDS_SECONDS, TimeUnit.SECONDS)) {
        LOG.info("Some push gateways did not answer before the stop: they are told again.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    gateway.close();
  }
}
