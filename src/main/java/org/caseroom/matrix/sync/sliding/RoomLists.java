package org.caseroom.matrix.sync.sliding;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.identity.AccountData;
import org.caseroom.matrix.InvitePermission;
import org.caseroom.matrix.sync.sliding.SlidingRequest.Range;
import org.caseroom.matrix.sync.sliding.SlidingRequest.RoomList;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomLog;
import org.caseroom.rooms.RoomReader;
import org.caseroom.rooms.RoomView;

/** Which rooms a request is about: a user's rooms, most active first, sifted and cut. */
final class RoomLists {
  private final RoomLog log;
  private final RoomReader reader;
  private final AccountData accountData;
  private final InvitePermission permission;

  RoomLists(RoomLog log, RoomReader reader, AccountData accountData) {
    this.log = log;
    this.reader = reader;
    this.accountData = accountData;
    this.permission = new InvitePermission(accountData);
  }

  /**
   * A room of the user.
   *
   * @param active the position of its newest event, or that of the user's own membership where they
   *     are not in it
   */
  record Place(RoomId room, Membership membership, long active) {}

  /**
   * A list as the answer tells it.
   *
   * @param count how many rooms it has in all
   * @param windows the rooms in each range
   */
  record Cut(int count, Map<Range, List<RoomId>> windows) {}

  /** A room that is wanted, how much of it, and by which lists. */
  static final class Wanted {
    final Place place;
    final Set<String> lists = new LinkedHashSet<>();
    boolean subscribed;
    private RoomConfig config;

    Wanted(Place place, RoomConfig config) {
      this.place = place;
      this.config = config;
    }

    void also(RoomConfig other) {
      config = config.with(other);
    }

    RoomConfig config() {
      return config;
    }
  }

  /**
   * What a request is about.
   *
   * @param lists the lists by name
   * @param rooms the wanted rooms
   * @param closed rooms that the client has and that are to go without a trace: closed for lack of
   *     consent, or forgotten
   * @param direct the rooms that are direct chats
   */
  record Found(
      Map<String, Cut> lists, Map<RoomId, Wanted> rooms, Set<RoomId> closed, Set<String> direct) {}

  /**
   * Finds them.
   *
   * @param closings whether other rooms may be open to the user now than before
   */
  Found find(SlidingRequest request, Standing.Next next, boolean closings) {
    UserId user = request.caller().user();
    Set<RoomId> closed = new HashSet<>();
    List<Place> places = places(user, next, closings, closed);
    Set<String> direct = direct(user);
    Map<RoomId, Wanted> wanted = new LinkedHashMap<>();
    Map<String, Cut> lists = new LinkedHashMap<>();
    request
        .lists()
        .forEach((name, list) -> lists.put(name, cut(user, name, list, places, direct, wanted)));
    if (!request.subscriptions().isEmpty()) {
      Map<RoomId, Place> byRoom = new HashMap<>();
      places.forEach(place -> byRoom.put(place.room(), place));
      request
          .subscriptions()
          .forEach(
              (room, config) -> {
                Place place = byRoom.get(room);
                if (place != null) {
                  want(place, config, wanted).subscribed = true;
                }
              });
    }
    return new Found(lists, wanted, closed, direct);
  }

  private static Wanted want(Place place, RoomConfig config, Map<RoomId, Wanted> wanted) {
    Wanted one = wanted.computeIfAbsent(place.room(), room -> new Wanted(place, config));
    one.also(config);
    return one;
  }

  private Cut cut(
      UserId user,
      String name,
      RoomList list,
      List<Place> places,
      Set<String> direct,
      Map<RoomId, Wanted> wanted) {
    List<Place> sifted = places;
    if (!list.filter().equals(ListFilter.ALL)) {
      ListFilter.Sieve sieve =
          new ListFilter.Sieve(list.filter(), log.view(), accountData, user, direct);
      if (list.filter().asksType()) {
        sieve.types(reader.types(places.stream().map(Place::room).toList()));
      }
      sifted =
          places.stream().filter(place -> sieve.lets(place.room(), place.membership())).toList();
    }
    Map<Range, List<RoomId>> windows = new LinkedHashMap<>();
    for (Range range : list.ranges()) {
      List<RoomId> window = new ArrayList<>();
      for (int i = range.first(); i <= range.last() && i < sifted.size(); i++) {
        window.add(sifted.get(i).room());
        want(sifted.get(i), list.config(), wanted).lists.add(name);
      }
      windows.put(range, window);
    }
    return new Cut(sifted.size(), windows);
  }

  private Set<String> direct(UserId user) {
    Set<String> direct = new HashSet<>();
    accountData
        .get(user, null, "m.direct")
        .ifPresent(
            content -> {
              for (JsonNode rooms : content) {
                rooms.forEach(room -> direct.add(room.asText()));
              }
            });
    return direct;
  }

  // ---- A user's rooms ----

  private List<Place> places(
      UserId user, Standing.Next next, boolean closings, Set<RoomId> closed) {
    RoomView view = log.view();
    List<Place> places = new ArrayList<>();
    Set<RoomId> joined = view.rooms(user, Membership.JOIN);
    Set<RoomId> shut = shut(user, joined, next.before(), closings);
    next.closed(shut);
    for (RoomId room : joined) {
      if (!shut.contains(room)) {
        places.add(new Place(room, Membership.JOIN, log.newestPosition(room)));
      } else if (has(next.before(), room)) {
        closed.add(room);
      }
    }
    for (Membership outside : List.of(Membership.INVITE, Membership.KNOCK)) {
      for (RoomId room : view.rooms(user, outside)) {
        own(user, room)
            .filter(own -> !permission.hides(user, own.sender()))
            .ifPresent(own -> places.add(new Place(room, outside, own.position())));
      }
    }
    addAway(user, next, places, closed);
    places.sort(Comparator.comparingLong(Place::active).reversed());
    return places;
  }

  /** The joined rooms that are closed to the user: asked of each only when that may change. */
  private Set<RoomId> shut(UserId user, Set<RoomId> joined, Standing before, boolean closings) {
    if (!closings) {
      return before.closed();
    }
    Set<RoomId> shut = new HashSet<>();
    for (RoomId room : joined) {
      if (!reader.rights().mayRead(user, room)) {
        shut.add(room);
      }
    }
    return shut;
  }

  private static boolean has(Standing standing, RoomId room) {
    Sent sent = standing.rooms().get(room);
    return sent != null
        && sent.membership() != Membership.LEAVE
        && sent.membership() != Membership.BAN;
  }

  private Optional<Event> own(UserId user, RoomId room) {
    return log.view().state(room, "m.room.member", user.value());
  }

  /**
   * Adds rooms that the user was sent away from, and those that the client does not know yet that
   * the user left. Which were told stays with the connection, since each costs a look at the room.
   */
  private void addAway(UserId user, Standing.Next next, List<Place> places, Set<RoomId> closed) {
    Standing before = next.before();
    Set<RoomId> forgotten = reader.rights().forgotten(user);
    Set<RoomId> away = new HashSet<>();
    for (Membership gone : List.of(Membership.LEAVE, Membership.BAN)) {
      for (RoomId room : log.view().rooms(user, gone)) {
        if (forgotten.contains(room)) {
          if (has(before, room)) {
            closed.add(room);
          }
          continue;
        }
        boolean look =
            before.token() == null
                || before.away().contains(room)
                || before.rooms().containsKey(room)
                || log.newestPosition(room) > before.token().log();
        Event own = look ? own(user, room).orElse(null) : null;
        if (own != null && reader.rights().mayRead(user, room)) {
          boolean sentAway = before.away().contains(room) || sentAway(user, own);
          if (sentAway) {
            away.add(room);
          }
          Sent sent = before.rooms().get(room);
          if (sentAway || (sent != null && sent.membership() != gone)) {
            places.add(new Place(room, gone, own.position()));
          }
        }
      }
    }
    next.away(away);
  }

  /** Whether it was somebody else who ended a user's stay. */
  private boolean sentAway(UserId user, Event own) {
    return !own.sender().equals(user)
        && reader
            .replaced(own)
            .filter(before -> before.content().path("membership").asText().equals("join"))
            .isPresent();
  }
}
