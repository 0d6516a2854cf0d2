package org.caseroom.notices;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.caseroom.audit.AuditEntry;
import org.caseroom.audit.AuditLog;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.caseroom.bots.runtime.Messages;
import org.caseroom.mail.Mailer;
import org.caseroom.storage.Database;
import org.caseroom.storage.Tx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages to people, out of the house. Whoever moves the count of tries of one sends it, so
 * that no two nodes do.
 */
final class Outbox {
  /** How long to wait before each further try. */
  static final List<Duration> PAUSES =
      List.of(
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Duration.ofHours(2),
          Duration.ofHours(6));

  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final int AT_ONCE = 500;

  /** How long a node has for one try before another may take the turn. */
  private static final Duration TURN = Duration.ofMinutes(2);

  private static final Duration KEPT = Duration.ofDays(90);

  /**
   * What it works with.
   *
   * @param address the address of the service
   */
  record Parts(Database database, AuditLog audit, InstantSource clock, Supplier<String> address) {}

  private final Parts parts;
  private final NoticeTexts texts;
  private final Reach reach;
  private final Ways ways;
  private long cleanedAt;

  Outbox(Parts parts, NoticeTexts texts, Reach reach, Ways ways) {
    this.parts = parts;
    this.texts = texts;
    this.reach = reach;
    this.ways = ways;
  }

  /** Sends what waits. */
  void send() {
    Instant now = parts.clock().instant();
    for (NoticeDao.Message message :
        parts.database().read(tx -> new NoticeDao(tx).waiting(now.toEpochMilli(), AT_ONCE))) {
      // A further try, or what waited for a start, may fall into quiet hours.
      Instant from = message.urgent() ? now : reach.undisturbed(message.user(), now);
      if (from.isAfter(now)) {
        parts.database().writing(tx -> new NoticeDao(tx).putOff(message, from.toEpochMilli()));
      } else if (claim(message, now)) {
        settle(message, hand(message));
      }
    }
    clean(now.toEpochMilli());
  }

  private boolean claim(NoticeDao.Message message, Instant now) {
    return parts
        .database()
        .write(
            tx ->
                new NoticeDao(tx)
                    .claim(message, now.toEpochMilli(), now.plus(TURN).toEpochMilli()));
  }

  private Mailer.Outcome hand(NoticeDao.Message message) {
    UserId user = message.user();
    boolean again = message.tries() > 0;
    Messages.Style style = reach.style(user);
    String address = parts.address().get();
    if (message.channel() == Channel.TEXT) {
      Words words = texts.sms(style, message.kinds(), address);
      return reach
          .phone(user)
          .map(to -> ways.send(message.id(), to, words, again))
          .orElseGet(Outbox::nowhere);
    }
    Words words = texts.email(style, message.kinds(), address);
    return reach
        .email(user)
        .map(to -> ways.send(message.id(), to, words, again))
        .orElseGet(Outbox::nowhere);
  }

  private static Mailer.Outcome nowhere() {
    return new Mailer.Outcome(false, true, "there is no confirmed address any more");
  }

  private void settle(NoticeDao.Message message, Mailer.Outcome outcome) {
    int tries = message.tries() + 1;
    if (outcome.delivered()) {
      parts.database().writing(tx -> new NoticeDao(tx).sent(message.id()));
    } else if (outcome.hopeless() || tries > PAUSES.size()) {
      parts.database().writing(tx -> giveUp(tx, message, outcome.reason(), tries));
      LOG.warn(
          "A notice to {} by {} could not be sent, and is given up after {} tries: {}. GET"
              + " /api/notices lists those.",
          message.user(),
          message.channel().word(),
          tries,
          outcome.reason());
    } else {
      long at = parts.clock().instant().plus(PAUSES.get(tries - 1)).toEpochMilli();
      parts.database().writing(tx -> new NoticeDao(tx).again(message.id(), at, outcome.reason()));
    }
  }

  private void giveUp(Tx tx, NoticeDao.Message message, String reason, int tries) {
    new NoticeDao(tx).giveUp(message.id(), reason);
    parts
        .audit()
        .append(
            tx,
            List.of(
                new AuditEntry(
                    AuditEntry.Kind.SERVICE,
                    Json.object()
                        .put("action", "notice-given-up")
                        .put("user", message.user().value())
                        .put("channel", message.channel().word())
                        .put("tries", tries)
                        .put("reason", reason))));
  }

  private void clean(long now) {
    if (now - cleanedAt > Duration.ofHours(1).toMillis()) {
      cleanedAt = now;
      parts.database().writing(tx -> new NoticeDao(tx).deleteOlderThan(now - KEPT.toMillis()));
    }
  }

  /** How many messages wait, were sent and were given up. */
  Map<String, Long> counts() {
    Map<String, Long> counts = new HashMap<>();
    parts
        .database()
        .read(tx -> new NoticeDao(tx).counts())
        .forEach(each -> counts.put(each.state(), each.count()));
    return counts;
  }
}
