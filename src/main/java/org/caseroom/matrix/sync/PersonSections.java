package org.caseroom.matrix.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.caseroom.identity.AccountData;
import org.caseroom.identity.AccountData.Item;
import org.caseroom.matrix.IgnoredUsers;
import org.caseroom.matrix.PresenceSource;
import org.caseroom.matrix.PushRuleset;

/** What belongs to people and to no room: the user's account data, and others' presence. */
final class PersonSections {
  private static final String PUSH_RULES = "m.push_rules";

  private final AccountData accountData;
  private final IgnoredUsers ignoredUsers;
  private final PushRuleset pushRules;
  private final PresenceSource presence;

  PersonSections(AccountData accountData, PushRuleset pushRules, PresenceSource presence) {
    this.accountData = accountData;
    this.ignoredUsers = new IgnoredUsers(accountData);
    this.pushRules = pushRules;
    this.presence = presence;
  }

  AccountData accountData() {
    return accountData;
  }

  /** Whose messages a user does not want to see: never their own. */
  Set<String> ignored(UserId user) {
    return ignoredUsers.of(user);
  }

  void writeAccountData(Turn turn, JsonOut out) {
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
    if (rules && turn.filter.accountData().matches(PUSH_RULES, null)) {
      out.tree(pushRules(turn.user));
      turn.news = true;
    }
    out.endArray().endObject();
  }

  /** Told whole: everyone has push rules, and what is stored are only the changes to them. */
  ObjectNode pushRules(UserId user) {
    ObjectNode event = Json.object().put("type", PUSH_RULES);
    event.putObject("content").set("global", pushRules.of(user));
    return event;
  }

  /**
   * Writes others' presence.
   *
   * @param met people who share a room with the user only since
   */
  void writePresence(Turn turn, Set<UserId> met, JsonOut out) {
    out.name("presence").beginObject().name("events").beginArray();
    long after = turn.since == null ? 0 : turn.since.presence();
    if (after < turn.presence || !met.isEmpty()) {
      for (ObjectNode event : presence.events(turn.user, after, turn.presence, met)) {
        String sender = event.path("sender").asText();
        if (turn.filter.presence().matches("m.presence", sender)
            && !turn.ignored.contains(sender)) {
          out.tree(event);
          turn.news = true;
        }
      }
    }
    out.endArray().endObject();
  }
}
