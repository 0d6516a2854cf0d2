package org.caseroom.mail;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.caseroom.base.Problem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes messages and delivers them in the background, from {@link #open} to {@link #close}. */
public final class Mailer implements AutoCloseable {
  /** How long to wait before each further try. */
  public static final List<Duration> USUAL_PAUSES =
      List.of(
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          Duration.ofMinutes(10),
          Duration.ofMinutes(30));

  private static final Logger LOG = LoggerFactory.getLogger(Mailer.class);
  private static final int MOST_WAITING = 1_000;
  private static final long PATIENCE_SECONDS = 5;

  private final @Nullable SmtpClient server;
  private final List<Duration> pauses;
  private final Semaphore room = new Semaphore(MOST_WAITING);
  private final ScheduledThreadPoolExecutor background;

  /**
   * How a delivery went.
   *
   * @param delivered whether the mail server took it
   * @param hopeless whether there is no point in trying again
   * @param reason why not, without anything of the message
   */
  public record Outcome(boolean delivered, boolean hopeless, String reason) {}

  private Mailer(@Nullable SmtpClient server, List<Duration> pauses) {
    this.server = server;
    this.pauses = List.copyOf(pauses);
    this.background =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "mail");
              thread.setDaemon(true);
              return thread;
            });
    background.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /**
   * Opens it; no connection is made before there is something to send.
   *
   * @param pauses how long to wait before each further try
   * @param clock what time a message says it was sent at
   * @throws Problem 500 {@code ORG.CASEROOM_SETTINGS} when a mail server is named without the
   *     address to send from
   */
  public static Mailer open(MailSettings settings, List<Duration> pauses, InstantSource clock) {
    return new Mailer(settings.given() ? new SmtpClient(settings, clock) : null, pauses);
  }

  /**
   * Hands one message to the mail server and waits for its word.
   *
   * @param clock what time the message says it was sent at
   * @throws Problem 500 {@code ORG.CASEROOM_SETTINGS} when no mail server is named, or it does not
   *     take the message
   */
  public static void sendNow(MailSettings settings, Mail mail, InstantSource clock) {
    if (!settings.given()) {
      throw refused("mail.host is not set, so no mail is sent.");
    }
    Outcome outcome = new SmtpClient(settings, clock).deliver(mail);
    if (!outcome.delivered()) {
      throw refused(
          "The mail server "
              + settings.host()
              + ":"
              + settings.port()
              + " did not take the message ("
              + outcome.reason()
              + "): check mail.host, mail.port, mail.tls, mail.user and mail.password.");
    }
  }

  private static Problem refused(String message) {
    return Problem.of(500, "ORG.CASEROOM_SETTINGS", message);
  }

  /** Whether mail is sent at all: what needs mail is refused otherwise. */
  public boolean isOn() {
    return server != null;
  }

  /**
   * Sends a message soon. Returns at once; whether it arrives is not known.
   *
   * @throws Problem 503 {@code M_UNKNOWN} when too many messages wait already, or mail is off
   */
  public void send(Mail mail) {
    if (server == null || !room.tryAcquire()) {
      throw Problem.of(
          503, "M_UNKNOWN", "This server cannot send mail at the moment: try again later.");
    }
    background.execute(() -> deliver(server, mail, 0));
  }

  /**
   * Hands one message to the mail server, once, and waits for its word: for who keeps what is to be
   * sent, and tries again.
   */
  public Outcome tryOnce(Mail mail) {
    return server == null ? new Outcome(false, true, "mail is off") : server.deliver(mail);
  }

  private void deliver(SmtpClient to, Mail mail, int tries) {
    Outcome outcome = to.deliver(mail);
    if (outcome.delivered()) {
      room.release();
    } else if (outcome.hopeless() || tries >= pauses.size()) {
      LOG.warn("A message could not be delivered, and is given up: {}", outcome.reason());
      room.release();
    } else {
      LOG.info("A message could not be delivered yet: {}", outcome.reason());
      background.schedule(
          () -> deliver(to, mail, tries + 1), pauses.get(tries).toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Ends: what is being sent is sent, what waits for a further try is let go. */
  @Override
  public void close() {
    background.shutdown();
    try {
      if (!background.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("Some messages were not sent before the stop");
        background.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
