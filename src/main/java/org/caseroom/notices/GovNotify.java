package org.caseroom.notices;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.caseroom.base.EmailAddress;
import org.caseroom.base.PhoneNumber;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.mail.Mailer;
import org.jspecify.annotations.Nullable;
import uk.gov.service.notify.NotificationClient;
import uk.gov.service.notify.NotificationClientException;

/**
 * GOV.UK Notify: e-mail and text messages by its official client. What is sent carries a reference,
 * by which Notify is asked, after a crash, whether it has it already.
 */
final class GovNotify implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;

  private final NotificationClient client;
  private final NoticeSettings.GovukNotify settings;

  /** The client itself waits for ever. */
  private final ExecutorService calls =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "govuk-notify");
            thread.setDaemon(true);
            return thread;
          });

  /** What the client logs may repeat an address; what matters is logged here, without. */
  private final Logger clientLog = Logger.getLogger(NotificationClient.class.toString());

  private GovNotify(NoticeSettings.GovukNotify settings, Secret key) {
    clientLog.setLevel(Level.OFF);
    // Java's old HTTP client sends a request a second time, unasked, when its answer is lost.
    System.setProperty("sun.net.http.retryPost", "false");
    this.settings = settings;
    this.client = new NotificationClient(key.reveal(), settings.url());
  }

  /**
   * Opens it; null where there is no key.
   *
   * @throws Problem 500 {@code ORG.CASEROOM_SETTINGS} for what is not a key of Notify
   */
  static @Nullable GovNotify open(NoticeSettings.GovukNotify settings) {
    Secret key = settings.apiKey();
    if (key == null) {
      return null;
    }
    // Its name, and the ids of the service and of the key, both UUIDs.
    if (!key.reveal().matches(".+-[0-9a-f-]{36}-[0-9a-f-]{36}")) {
      throw Problem.of(
          500,
          "ORG.CASEROOM_SETTINGS",
          "notices.govukNotify.apiKey is not a key of GOV.UK Notify: copy the whole of it, its name and"
              + " the two ids after it.");
    }
    return new GovNotify(settings, key);
  }

  boolean sendsEmail() {
    return settings.emailTemplate() != null;
  }

  boolean sendsText() {
    return settings.textTemplate() != null;
  }

  /**
   * Hands over an e-mail.
   *
   * @param again whether it was tried before, and may be there already
   */
  Mailer.Outcome email(String id, EmailAddress to, Words words, boolean again) {
    Map<String, String> fields = new HashMap<>();
    fields.put("subject", words.subject());
    fields.put("message", words.text());
    return call(
        () -> {
          if (!again || !has(id, "email")) {
            client.sendEmail(settings.emailTemplate(), to.reveal(), fields, id);
          }
          return true;
        });
  }

  /** The same with a text message. */
  Mailer.Outcome text(String id, PhoneNumber to, String text, boolean again) {
    return call(
        () -> {
          if (!again || !has(id, "sms")) {
            client.sendSms(settings.textTemplate(), to.reveal(), Map.of("message", text), id);
          }
          return true;
        });
  }

  private boolean has(String id, String type) throws NotificationClientException {
    return !client.getNotifications(null, type, id, null).getNotifications().isEmpty();
  }

  private Mailer.Outcome call(Callable<Boolean> work) {
    Future<Boolean> answer = calls.submit(work);
    try {
      answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return new Mailer.Outcome(true, false, "");
    } catch (ExecutionException e) {
      return failed(e.getCause());
    } catch (TimeoutException e) {
      answer.cancel(true);
      return new Mailer.Outcome(false, false, "GOV.UK Notify did not answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Mailer.Outcome(false, false, "the service is stopping");
    }
  }

  /** Its own words may repeat the address, so only the number is told. */
  private static Mailer.Outcome failed(@Nullable Throwable e) {
    int status = e instanceof NotificationClientException told ? told.getHttpResult() : 0;
    return status >= 400
        ? new Mailer.Outcome(false, status == 400, "GOV.UK Notify answered " + status)
        : new Mailer.Outcome(false, false, "GOV.UK Notify could not be reached");
  }

  @Override
  public void close() {
    calls.shutdownNow();
  }
}
