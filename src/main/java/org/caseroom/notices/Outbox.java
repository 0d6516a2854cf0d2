package org.caseroom.notices;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.caseroom.audit.AuditEntry;
import org.caseroom.audit.AuditLog;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.bots.runtime.Messages;
import org.caseroom.cases.file.ReadingNeeds;
import org.caseroom.identity.Contacts;
import org.caseroom.mail.Mailer;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.LogReader;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.Receipt;
import org.caseroom.rooms.Receipts;
import org.caseroom.rooms.RoomView;
import org.caseroom.storage.Database;
import org.caseroom.storage.Tx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be told, from the log into messages and out of the house. Each step is one
 * transaction, and what decides about it is a row that only one node can move, so that nothing is
 * told twice and nothing is lost when the service stops in between.
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
  private static final ZoneId HERE = ZoneId.of("Europe/London");
  private static final int PAGE = 500;
  private static final int AT_ONCE = 500;

  /** How long a node has for one try before another may take the turn. */
  private static final Duration TURN = Duration.ofMinutes(2);

  private static final Duration KEPT = Duration.ofDays(90);

  /**
   * What it works with.
   *
   * @param whole the whole log
   * @param address the address of the service
   */
  record Parts(
      Database database,
      AuditLog audit,
      LogReader whole,
      RoomView view,
      Receipts receipts,
      Contacts contacts,
      InstantSource clock,
      Supplier<String> address) {}

  private final Parts parts;
  private final NoticeSettings settings;
  private final NoticeTexts texts;
  private final Occasions occasions;
  private final Reach reach;
  private final QuietHours quietHours;
  private long cleanedAt;

  Outbox(
      Parts parts,
      NoticeSettings settings,
      NoticeTexts texts,
      Occasions occasions,
      Reach reach,
      QuietHours quietHours) {
    this.parts = parts;
    this.settings = settings;
    this.texts = texts;
    this.occasions = occasions;
    this.reach = reach;
    this.quietHours = quietHours;
  }

  /** Begins with what comes from now on, when it never ran before. */
  void begin(long position) {
    Database database = parts.database();
    if (database.read(tx -> new NoticeDao(tx).position()).isEmpty()) {
      database.writing(tx -> new NoticeDao(tx).begin(position));
    }
  }

  // ---- From the log ----

  /**
   * Notes whom the log's newest events concern.
   *
   * @param newest the position of the newest
   */
  void look(long newest) {
    long from = position();
    while (from < newest) {
      long start = from;
      List<Event> events = parts.whole().after(start, PAGE);
      if (events.isEmpty()) {
        return;
      }
      long to = events.get(events.size() - 1).position();
      List<NoticeDao.Item> items = items(events);
      boolean mine =
          parts
              .database()
              .write(
                  tx -> {
                    NoticeDao dao = new NoticeDao(tx);
                    if (!dao.advance(start, to)) {
                      return false;
                    }
                    dao.add(items);
                    return true;
                  });
      from = mine ? to : position();
    }
  }

  private long position() {
    return parts.database().read(tx -> new NoticeDao(tx).position()).orElse(0L);
  }

  private List<NoticeDao.Item> items(List<Event> events) {
    Map<UserId, Preference> preferences = parts.database().read(tx -> new PreferenceDao(tx).all());
    Set<UserId> among = new HashSet<>(parts.contacts().reachable());
    among.removeIf(user -> isSilent(preferences.getOrDefault(user, Preference.USUAL)));
    Map<String, NoticeDao.Item> items = new LinkedHashMap<>();
    if (!among.isEmpty()) {
      for (Event event : events) {
        for (Occasions.Occasion occasion : occasions.of(event, among)) {
          Preference preference = preferences.getOrDefault(occasion.user(), Preference.USUAL);
          NoticeDao.Item item = item(occasion, preference);
          items.putIfAbsent(item.id(), item);
        }
      }
    }
    return List.copyOf(items.values());
  }

  private static boolean isSilent(Preference preference) {
    return preference.channel() == Channel.NONE || preference.often() == Preference.Often.NEVER;
  }

  /** Of unread messages one a room is enough: the first. */
  private NoticeDao.Item item(Occasions.Occasion occasion, Preference preference) {
    Event event = occasion.event();
    boolean message = occasion.kind() == NoticeKind.MESSAGE;
    int minutes = message ? settings.unreadMinutes() : settings.gatherMinutes();
    Instant due = event.time().plus(Duration.ofMinutes(minutes));
    if (preference.often() == Preference.Often.DAILY) {
      due = nextDaily(due);
    }
    String what = message ? event.room().value() : event.id().value();
    return new NoticeDao.Item(
        occasion.user().value() + " " + occasion.kind().name() + " " + what,
        occasion.user(),
        occasion.kind(),
        event.room(),
        event.id(),
        event.position(),
        due.toEpochMilli());
  }

  private Instant nextDaily(Instant from) {
    LocalTime time = settings.daily();
    ZonedDateTime local = from.atZone(HERE);
    ZonedDateTime today = local.toLocalDate().atTime(time).atZone(HERE);
    return (today.isBefore(local)
            ? local.toLocalDate().plusDays(1).atTime(time).atZone(HERE)
            : today)
        .toInstant();
  }

  // ---- Into messages ----

  /** Makes one message to each person of what is due for them. */
  void gather() {
    long now = parts.clock().millis();
    Map<UserId, List<NoticeDao.Item>> byUser = new LinkedHashMap<>();
    for (NoticeDao.Item item : parts.database().read(tx -> new NoticeDao(tx).due(now, AT_ONCE))) {
      byUser.computeIfAbsent(item.user(), any -> new ArrayList<>()).add(item);
    }
    byUser.forEach(this::gather);
  }

  private void gather(UserId user, List<NoticeDao.Item> due) {
    Instant now = parts.clock().instant();
    Preference preference =
        parts.database().read(tx -> new PreferenceDao(tx).of(user)).orElse(Preference.USUAL);
    long told = parts.database().read(tx -> new NoticeDao(tx).lastTold(user));
    Channel channel = reach.channel(user, preference, Needs.of(parts.view(), user));
    Instant from = quietHours.notBefore(user, now);
    Instant gap = Instant.ofEpochMilli(told).plus(Duration.ofMinutes(settings.gatherMinutes()));
    Instant open = from.isAfter(gap) ? from : gap;
    if (channel != Channel.NONE && open.isAfter(now)) {
      parts.database().writing(tx -> new NoticeDao(tx).putOff(due, open.toEpochMilli()));
      return;
    }
    Set<NoticeKind> kinds = EnumSet.noneOf(NoticeKind.class);
    List<NoticeDao.Item> later = new ArrayList<>();
    if (channel != Channel.NONE) {
      sort(user, due, preference, kinds, later);
    }
    if (kinds.contains(NoticeKind.MESSAGE) && told > 0 && lastRead(user) <= told) {
      // They know already that there is something to read.
      kinds.remove(NoticeKind.MESSAGE);
    }
    parts
        .database()
        .writing(
            tx -> {
              NoticeDao dao = new NoticeDao(tx);
              if (dao.take(due) == due.size()) {
                dao.add(later);
                if (!kinds.isEmpty()) {
                  dao.put(
                      new NoticeDao.Message(
                          UUID.randomUUID().toString(),
                          user,
                          channel,
                          kinds,
                          now.toEpochMilli(),
                          0));
                }
              }
            });
  }

  /** What of it is still news, and which rooms have newer messages that are not read yet. */
  private void sort(
      UserId user,
      List<NoticeDao.Item> due,
      Preference preference,
      Set<NoticeKind> kinds,
      List<NoticeDao.Item> later) {
    for (NoticeDao.Item item : due) {
      Optional<Occasions.Occasion> occasion =
          parts
              .whole()
              .event(item.event())
              .map(event -> new Occasions.Occasion(user, item.kind(), event));
      if (occasion.filter(occasions::isStillNews).isPresent()) {
        kinds.add(item.kind());
      } else if (item.kind() == NoticeKind.MESSAGE) {
        newer(item, preference).ifPresent(later::add);
      }
    }
  }

  private Optional<NoticeDao.Item> newer(NoticeDao.Item read, Preference preference) {
    return parts.whole().of(read.room(), read.position(), PAGE).stream()
        .flatMap(event -> occasions.of(event, Set.of(read.user())).stream())
        .filter(each -> each.kind() == NoticeKind.MESSAGE && occasions.isStillNews(each))
        .findFirst()
        .map(each -> item(each, preference));
  }

  /** When somebody last read anything, milliseconds since 1970; 0 for never. */
  private long lastRead(UserId user) {
    long newest = 0;
    for (RoomId room : parts.view().rooms(user, Membership.JOIN)) {
      for (Receipt receipt : parts.receipts().of(user, room)) {
        newest = Math.max(newest, receipt.at());
      }
    }
    return newest;
  }

  // ---- Out of the house ----

  /** Sends what waits. */
  void send() {
    long now = parts.clock().millis();
    for (NoticeDao.Message message :
        parts.database().read(tx -> new NoticeDao(tx).waiting(now, AT_ONCE))) {
      boolean mine =
          parts
              .database()
              .write(tx -> new NoticeDao(tx).claim(message, now, now + TURN.toMillis()));
      if (mine) {
        settle(message, hand(message));
      }
    }
    clean(now);
  }

  private Mailer.Outcome hand(NoticeDao.Message message) {
    UserId user = message.user();
    boolean again = message.tries() > 0;
    Messages.Style style = style(user);
    String address = parts.address().get();
    if (message.channel() == Channel.TEXT) {
      Words words = texts.sms(style, message.kinds(), address);
      return reach
          .phone(user)
          .map(to -> reach.send(message.id(), to, words, again))
          .orElseGet(Outbox::nowhere);
    }
    Words words = texts.email(style, message.kinds(), address);
    return reach
        .email(user)
        .map(to -> reach.send(message.id(), to, words, again))
        .orElseGet(Outbox::nowhere);
  }

  private static Mailer.Outcome nowhere() {
    return new Mailer.Outcome(false, true, "there is no confirmed address any more");
  }

  /** The wording that somebody chose, or needs. */
  Messages.Style style(UserId user) {
    Preference preference =
        parts.database().read(tx -> new PreferenceDao(tx).of(user)).orElse(Preference.USUAL);
    ReadingNeeds needs = ReadingNeeds.of(parts.view(), user);
    String language = preference.language();
    Boolean easyRead = preference.easyRead();
    return Messages.Style.of(
        easyRead == null ? needs.easyRead() : easyRead,
        language == null ? needs.welsh() : language.equals("cy"));
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
