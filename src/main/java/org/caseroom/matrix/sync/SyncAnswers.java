package org.caseroom.matrix.sync;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.caseroom.identity.AccountData;
import org.caseroom.identity.AccountData.Item;
import org.caseroom.identity.StreamPositions.Kind;
import org.caseroom.matrix.PushRuleset;
import org.caseroom.matrix.sync.Turn.Reach;
import org.caseroom.matrix.sync.Turn.Recent;
import org.jspecify.annotations.Nullable;

/** Builds answers, up to where memory has been told of things. */
final class SyncAnswers {
  private static final String PUSH_RULES = "m.push_rules";

  private final News news;
  private final RoomSections rooms;
  private final DeviceSections devices;
  private final AccountData accountData;
  private final PushRuleset pushRules;
  private final KnownMembers known;

  SyncAnswers(
      News news,
      RoomSections rooms,
      DeviceSections devices,
      AccountData accountData,
      PushRuleset pushRules,
      KnownMembers known) {
    this.news = news;
    this.rooms = rooms;
    this.devices = devices;
    this.accountData = accountData;
    this.pushRules = pushRules;
    this.known = known;
  }

  /** The answer as of now. */
  SyncAnswer build(SyncRequest request) {
    Turn turn = turn(request);
    JsonOut out = new JsonOut();
    out.beginObject();
    writeAccountData(turn, out);
    out.name("presence").beginObject().name("events").beginArray().endArray().endObject();
    RoomSections.Moves moves = rooms.write(turn, out);
    devices.write(turn, moves, out);
    SyncToken next = turn.next();
    out.name("next_batch").text(next.toString());
    out.endObject();
    return new SyncAnswer(next, out.bytes(), turn.news || turn.since == null);
  }

  private Turn turn(SyncRequest request) {
    Reach reach = news.reach();
    SyncToken since = known(request.since(), reach);
    UserId user = request.caller().user();
    if (since == null) {
      known.forget(request.caller());
    }
    Recent recent = news.recent(since, reach);
    return new Turn(
        request, since, reach, recent, changedAccountData(user, since, recent), ignored(user));
  }

  /**
   * A token from the future is one from before the database was restored from a backup: its client
   * starts afresh, which puts right whatever it has.
   */
  private static @Nullable SyncToken known(@Nullable SyncToken since, Reach reach) {
    boolean future =
        since != null && (since.log() > reach.log() || since.stream() > reach.stream());
    return future ? null : since;
  }

  private List<Item> changedAccountData(UserId user, @Nullable SyncToken since, Recent recent) {
    if (since == null) {
      return accountData.since(user, 0);
    }
    return recent.concerns(user, Kind.ACCOUNT_DATA)
        ? accountData.since(user, since.stream())
        : List.of();
  }

  private Set<String> ignored(UserId user) {
    Set<String> ignored = new HashSet<>();
    accountData
        .get(user, null, "m.ignored_user_list")
        .ifPresent(
            content -> content.path("ignored_users").fieldNames().forEachRemaining(ignored::add));
    return ignored;
  }

  private void writeAccountData(Turn turn, JsonOut out) {
    out.name("account_data").beginObject().name("events").beginArray();
    boolean rules = turn.since == null;
    for (Item item : turn.accountData) {
      if (item.type().equals(PUSH_RULES)) {
        rules = true;
      } else if (item.room() == null && turn.filter.accountData().matches(item.type(), null)) {
        out.tree(RoomExtras.event(item));
        turn.news = true;
      }
    }
    // Told whole: everyone has push rules, and what is stored are only the changes to them.
    if (rules && turn.filter.accountData().matches(PUSH_RULES, null)) {
      var event = Json.object().put("type", PUSH_RULES);
      event.putObject("content").set("global", pushRules.of(turn.user));
      out.tree(event);
      turn.news = true;
    }
    out.endArray().endObject();
  }
}
