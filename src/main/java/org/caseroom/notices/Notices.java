package org.caseroom.notices;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.caseroom.audit.AuditEntry;
import org.caseroom.audit.AuditLog;
import org.caseroom.base.EmailAddress;
import org.caseroom.base.Json;
import org.caseroom.base.PhoneNumber;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.CasePolicy;
import org.caseroom.identity.Addresses;
import org.caseroom.identity.Contacts;
import org.caseroom.identity.Identity;
import org.caseroom.identity.QuietTimes;
import org.caseroom.mail.Mailer;
import org.caseroom.rooms.Receipts;
import org.caseroom.rooms.RoomView;
import org.caseroom.rooms.Rooms;
import org.caseroom.storage.Database;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people outside of the service that there is something for them in it, from {@link #open} to
 * {@link #close}; and keeps how they want to be told.
 */
public final class Notices implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
  private static final long TICK_MS = 1000;
  private static final int LISTED = 200;

  /**
   * What it works with.
   *
   * @param receipts what people have read
   * @param address the address of this service
   * @param quietTimes when people do not want to be disturbed
   */
  public record Parts(
      Database database,
      AuditLog audit,
      Identity identity,
      Rooms rooms,
      CasePolicy policy,
      Receipts receipts,
      Mailer mailer,
      InstantSource clock,
      Supplier<String> address,
      QuietTimes quietTimes) {}

  /**
   * How somebody is told.
   *
   * @param on whether this service tells people at all
   * @param preference what they chose
   * @param uses the way that a notice would go now
   * @param wording the wording that it would have: {@code en}, {@code en-easyread}, {@code cy} or
   *     {@code cy-easyread}
   * @param emails their confirmed e-mail addresses; the first is used
   * @param phoneEnding the last digits of their confirmed phone number; null for none
   * @param sendsEmail whether e-mail can be sent from here, and so be confirmed
   * @param sendsText the same of text messages
   */
  public record State(
      boolean on,
      Preference preference,
      Channel uses,
      String wording,
      List<EmailAddress> emails,
      @Nullable String phoneEnding,
      boolean sendsEmail,
      boolean sendsText) {}

  /**
   * What became of notices, for an administrator.
   *
   * @param waiting how many wait to be sent, or sent again
   * @param sent how many were sent in the last 90 days
   * @param failed those that were given up, newest first
   */
  public record Account(long waiting, long sent, List<Failure> failed) {}

  /**
   * One that was given up.
   *
   * @param reason why, without anything of the message or the address
   */
  public record Failure(UserId user, Channel channel, Instant at, int tries, String reason) {}

  private final Parts parts;
  private final NoticeSettings settings;
  private final NoticeTexts texts;
  private final Ways ways;
  private final Reach reach;
  private final Gathering gathering;
  private final Outbox outbox;
  private final ScheduledExecutorService background;

  private Notices(Parts parts, NoticeSettings settings) {
    this.parts = parts;
    this.settings = settings;
    this.texts = NoticeTexts.load(settings.texts());
    this.ways = Ways.open(parts.mailer(), settings.govukNotify());
    RoomView view = parts.rooms().log().view();
    this.reach =
        new Reach(
            new Reach.Parts(
                parts.database(),
                view,
                parts.identity().addresses(),
                parts.identity().contacts(),
                parts.quietTimes(),
                parts.policy()),
            ways);
    this.gathering =
        new Gathering(
            new Gathering.Parts(
                parts.database(), parts.rooms().whole(), view, parts.receipts(), parts.clock()),
            settings,
            new Occasions(
                view,
                parts.rooms().reader(),
                parts.receipts(),
                parts.identity().accounts(),
                parts.policy()),
            reach);
    this.outbox =
        new Outbox(
            new Outbox.Parts(parts.database(), parts.audit(), parts.clock(), parts.address()),
            texts,
            reach,
            ways);
    this.background =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "notices");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Opens it; without {@code notices.enabled} nobody is told of anything.
   *
   * @throws Problem 500 {@code ORG.CASEROOM_CONFIGURATION} naming the text that is wrong, {@code
   *     ORG.CASEROOM_SETTINGS} for settings that do not fit
   */
  public static Notices open(Parts parts, NoticeSettings settings) {
    Notices notices = new Notices(parts, settings);
    parts
        .identity()
        .standings()
        .onClose(
            (tx, user) -> {
              new PreferenceDao(tx).delete(user);
              new NoticeDao(tx).forget(user);
            });
    if (settings.enabled()) {
      if (!notices.ways.sends(Channel.EMAIL) && !notices.ways.sends(Channel.TEXT)) {
        throw Problem.of(
            500,
            "ORG.CASEROOM_SETTINGS",
            "notices.enabled is true, but nothing can be sent: set mail.host, or notices.govukNotify"
                + " with its key and a template.");
      }
      notices.gathering.begin(parts.rooms().log().feed().position());
      notices.background.scheduleWithFixedDelay(
          notices::tick, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
    }
    return notices;
  }

  /** Lets it look at the clock now: call it when a settable clock was moved. */
  public void nudge() {
    if (settings.enabled()) {
      background.execute(this::tick);
    }
  }

  private void tick() {
    try {
      pass();
    } catch (RuntimeException e) {
      LOG.error("Notices stopped for a moment; they go on shortly", e);
    }
  }

  /** Looks at the log, and tells those whom it concerns, now instead of within the second. */
  public void pass() {
    if (settings.enabled()) {
      synchronized (outbox) {
        gathering.look(parts.rooms().log().feed().position());
        gathering.gather();
        outbox.send();
      }
    }
  }

  // ---- What people choose ----

  /** How somebody is told. */
  public State of(UserId user) {
    return new State(
        settings.enabled(),
        reach.preference(user),
        settings.enabled() ? reach.channel(user) : Channel.NONE,
        reach.style(user).file(),
        parts.identity().addresses().of(user).stream().map(Addresses.Owned::address).toList(),
        reach.phone(user).map(PhoneNumber::ending).orElse(null),
        ways.sends(Channel.EMAIL),
        ways.sends(Channel.TEXT));
  }

  /** Sets how somebody wants to be told. */
  public void set(UserId user, Preference preference) {
    parts
        .database()
        .writing(
            tx -> {
              new PreferenceDao(tx).put(user, preference);
              if (preference.isSilent()) {
                new NoticeDao(tx).forget(user);
              }
              parts
                  .audit()
                  .append(
                      tx,
                      List.of(
                          new AuditEntry(
                              AuditEntry.Kind.PERMISSION,
                              Json.object()
                                  .put("action", "notices-chosen")
                                  .put("user", user.value())
                                  .put("by", user.value()))));
            });
  }

  /**
   * Sends a code to an e-mail address that somebody wants to add; they confirm it with {@link
   * Contacts#confirm}.
   *
   * @throws Problem 409 when no e-mail is sent from here, 429 after many, 503 when it is not taken
   */
  public void addEmail(UserId user, EmailAddress address) {
    require(Channel.EMAIL);
    Secret code = parts.identity().contacts().begin(user, address);
    delivered(
        ways.send(
            UUID.randomUUID().toString(),
            address,
            texts.code(reach.style(user), true, code),
            false));
  }

  /** The same with a phone number. */
  public void addPhone(UserId user, PhoneNumber number) {
    require(Channel.TEXT);
    Secret code = parts.identity().contacts().begin(user, number);
    delivered(
        ways.send(
            UUID.randomUUID().toString(),
            number,
            texts.code(reach.style(user), false, code),
            false));
  }

  /** Adds the address that the code was sent to. */
  public void confirm(UserId user, Contacts.Kind kind, Secret code) {
    parts.identity().contacts().confirm(user, kind, code);
  }

  /** Takes an e-mail address off somebody's account. */
  public void removeEmail(UserId user, EmailAddress address) {
    parts.identity().addresses().remove(user, address);
  }

  /** Takes the phone number off somebody's account. */
  public void removePhone(UserId user) {
    parts.identity().contacts().removePhone(user);
  }

  private void require(Channel channel) {
    if (!ways.sends(channel)) {
      throw Problem.of(
          409,
          "ORG.CASEROOM_NOTICES",
          channel == Channel.TEXT
              ? "This service sends no text messages: an administrator can set it up."
              : "This service sends no e-mail: an administrator can set it up.");
    }
  }

  private static void delivered(Mailer.Outcome outcome) {
    if (!outcome.delivered()) {
      throw Problem.of(
          503,
          "ORG.CASEROOM_NOTICES",
          "The code could not be sent ("
              + outcome.reason()
              + "). Check the address, or try again later.");
    }
  }

  // ---- For administrators ----

  /** What became of notices. */
  public Account account() {
    Map<String, Long> counts = outbox.counts();
    List<Failure> failed =
        parts.database().read(tx -> new NoticeDao(tx).failed(LISTED)).stream()
            .map(
                each ->
                    new Failure(
                        each.user(),
                        each.channel(),
                        Instant.ofEpochMilli(each.madeAt()),
                        each.tries(),
                        String.valueOf(each.fault())))
            .toList();
    return new Account(counts.getOrDefault("WAITING", 0L), counts.getOrDefault("SENT", 0L), failed);
  }

  /**
   * Sends one message to an e-mail address or phone number and waits for the word on it, to see
   * that the settings are right.
   *
   * @param address where it goes
   * @param publicUrl the address of the service
   * @return by which way it went
   * @throws Problem 500 {@code ORG.CASEROOM_SETTINGS} when it was not taken
   */
  public static Channel tryOut(
      NoticeSettings settings, Mailer mailer, String address, String publicUrl) {
    Words words = NoticeTexts.load(settings.texts()).trial(publicUrl);
    String id = UUID.randomUUID().toString();
    try (Ways ways = Ways.open(mailer, settings.govukNotify())) {
      boolean email = address.contains("@");
      if (!email && !ways.sends(Channel.TEXT)) {
        throw refused(
            "text messages need notices.govukNotify.apiKey and notices.govukNotify.textTemplate");
      }
      Mailer.Outcome outcome =
          email
              ? ways.send(id, EmailAddress.of(address), words, false)
              : ways.send(id, PhoneNumber.of(address), words, false);
      if (!outcome.delivered()) {
        throw refused(outcome.reason());
      }
      return email ? Channel.EMAIL : Channel.TEXT;
    }
  }

  private static Problem refused(String reason) {
    return Problem.of(
        500,
        "ORG.CASEROOM_SETTINGS",
        "The message was not sent: "
            + reason
            + ". Check 'mail' and 'notices.govukNotify' in the settings.");
  }

  @Override
  public void close() {
    background.shutdown();
    try {
      if (!background.awaitTermination(10, TimeUnit.SECONDS)) {
        LOG.warn("A notice was being sent at the stop; it is looked after at the next start");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ways.close();
  }
}
