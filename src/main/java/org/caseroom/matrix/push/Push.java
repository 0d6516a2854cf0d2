package org.caseroom.matrix.push;

import java.util.List;
import org.caseroom.identity.Identity;
import org.caseroom.matrix.Endpoint;
import org.caseroom.rooms.Receipts;
import org.caseroom.rooms.Rooms;
import org.caseroom.storage.Database;

/** Push notifications, put together. */
public final class Push {
  private final PushRules rules;
  private final UnreadCounts unread;
  private final PushApi api;

  /** Makes it over these services. */
  public Push(Database database, Rooms rooms, Receipts receipts, Identity identity) {
    this.rules = new PushRules(identity.accountData());
    this.unread =
        new UnreadCounts(rooms.reader(), rooms.log().view(), receipts, new Rulesets(rules));
    this.api = new PushApi(database, rules, identity.sessions());
  }

  /** Everybody's push rules. */
  public PushRules rules() {
    return rules;
  }

  /** What everybody has not read. */
  public UnreadCounts unread() {
    return unread;
  }

  /** The endpoints. */
  public List<Endpoint> endpoints() {
    return api.endpoints();
  }
}
