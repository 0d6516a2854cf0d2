package org.caseroom.notices;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.LogReader;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.Receipt;
import org.caseroom.rooms.Receipts;
import org.caseroom.rooms.RoomView;
import org.caseroom.storage.Database;

/**
 * What is to be told: from the log into messages. Each step is one transaction, and what decides
 * about it is a row that only one node can move, so that nothing is told twice and nothing is lost
 * when the service stops in between.
 */
final class Gathering {
  private static final int PAGE = 500;
  private static final int AT_ONCE = 500;

  /**
   * What it works with.
   *
   * @param whole the whole log
   */
  record Parts(
      Database database, LogReader whole, RoomView view, Receipts receipts, InstantSource clock) {}

  private final Parts parts;
  private final NoticeSettings settings;
  private final Occasions occasions;
  private final Reach reach;

  Gathering(Parts parts, NoticeSettings settings, Occasions occasions, Reach reach) {
    this.parts = parts;
    this.settings = settings;
    this.occasions = occasions;
    this.reach = reach;
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
   * @param newest the position of the newest that this node's view of the rooms has
   */
  void look(long newest) {
    long from = position();
    while (from < newest) {
      long start = from;
      // What another node wrote since then is for later: the view knows nothing of it yet.
      List<Event> events =
          parts.whole().after(start, PAGE).stream()
              .filter(event -> event.position() <= newest)
              .toList();
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
    Set<UserId> among = new HashSet<>(reach.reachable());
    among.removeIf(user -> preferences.getOrDefault(user, Preference.USUAL).isSilent());
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
        due.toEpochMilli(),
        occasion.urgent());
  }

  private Instant nextDaily(Instant from) {
    LocalTime time = settings.daily();
    ZoneId here = reach.zone();
    ZonedDateTime local = from.atZone(here);
    ZonedDateTime today = local.toLocalDate().atTime(time).atZone(here);
    return (today.isBefore(local)
            ? local.toLocalDate().plusDays(1).atTime(time).atZone(here)
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

  private void gather(UserId user, List<NoticeDao.Item> all) {
    Channel channel = reach.channel(user);
    if (channel == Channel.NONE) {
      parts.database().writing(tx -> new NoticeDao(tx).take(all));
      return;
    }
    Instant now = parts.clock().instant();
    List<NoticeDao.Item> due = undisturbing(user, all, now);
    if (due.isEmpty()) {
      return;
    }
    long told = parts.database().read(tx -> new NoticeDao(tx).lastTold(user));
    Instant gap = Instant.ofEpochMilli(told).plus(Duration.ofMinutes(settings.gatherMinutes()));
    if (gap.isAfter(now)) {
      parts.database().writing(tx -> new NoticeDao(tx).putOff(due, gap.toEpochMilli()));
      return;
    }
    List<NoticeDao.Item> news = new ArrayList<>();
    List<NoticeDao.Item> later = new ArrayList<>();
    sort(due, news, later);
    if (told > 0 && lastRead(user) <= told) {
      // They know already that there is something to read.
      news.removeIf(item -> item.kind() == NoticeKind.MESSAGE);
    }
    parts
        .database()
        .writing(
            tx -> {
              NoticeDao dao = new NoticeDao(tx);
              if (dao.take(due)) {
                dao.add(later);
                if (!news.isEmpty()) {
                  dao.put(message(user, channel, news, now));
                }
              }
            });
  }

  /** What may be told now; in quiet hours what is not urgent waits. */
  private List<NoticeDao.Item> undisturbing(UserId user, List<NoticeDao.Item> all, Instant now) {
    Instant over = reach.undisturbed(user, now);
    if (!over.isAfter(now)) {
      return all;
    }
    List<NoticeDao.Item> rest = all.stream().filter(item -> !item.urgent()).toList();
    parts.database().writing(tx -> new NoticeDao(tx).putOff(rest, over.toEpochMilli()));
    return all.stream().filter(NoticeDao.Item::urgent).toList();
  }

  private static NoticeDao.Message message(
      UserId user, Channel channel, List<NoticeDao.Item> news, Instant now) {
    return new NoticeDao.Message(
        UUID.randomUUID().toString(),
        user,
        channel,
        news.stream().map(NoticeDao.Item::kind).collect(Collectors.toSet()),
        news.stream().anyMatch(NoticeDao.Item::urgent),
        now.toEpochMilli(),
        0);
  }

  /** What of it is still news, and which rooms have newer messages that are not read yet. */
  private void sort(
      List<NoticeDao.Item> due, List<NoticeDao.Item> news, List<NoticeDao.Item> later) {
    for (NoticeDao.Item item : due) {
      Optional<Occasions.Occasion> occasion =
          parts
              .whole()
              .event(item.event())
              .map(event -> new Occasions.Occasion(item.user(), item.kind(), event));
      if (occasion.filter(occasions::isStillNews).isPresent()) {
        news.add(item);
      } else if (item.kind() == NoticeKind.MESSAGE) {
        newer(item).ifPresent(later::add);
      }
    }
  }

  private Optional<NoticeDao.Item> newer(NoticeDao.Item read) {
    return parts.whole().of(read.room(), read.position(), PAGE).stream()
        .flatMap(event -> occasions.of(event, Set.of(read.user())).stream())
        .filter(each -> each.kind() == NoticeKind.MESSAGE && occasions.isStillNews(each))
        .findFirst()
        .map(each -> item(each, reach.preference(read.user())));
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
}
