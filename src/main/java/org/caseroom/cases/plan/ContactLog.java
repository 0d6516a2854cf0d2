package org.caseroom.cases.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;

/** When the agency was last in touch with the family, and in which ways it tried in vain. */
final class ContactLog {
  private static final int KEPT = 20;

  private final Accounts accounts;
  private final UserId service;

  ContactLog(Accounts accounts, UserId service) {
    this.accounts = accounts;
    this.service = service;
  }

  void contacted(Step step) {
    Event event = step.event();
    boolean family =
        Fields.users(event.content().path("with")).stream()
            .anyMatch(user -> accounts.find(user).filter(Account::isFamily).isPresent());
    if (!family || event.content().path("planned").asBoolean()) {
      return;
    }
    ObjectNode log = log(step.file());
    if (event.content().path("reached").asBoolean()) {
      log.putArray("attempts");
    } else {
      ArrayNode attempts = log.withArray("attempts");
      if (attempts.size() >= KEPT) {
        attempts.remove(0);
      }
      attempts
          .addObject()
          .put("mode", event.text("mode").orElse(""))
          .put("at", event.originServerTs())
          .put("by", event.sender().value())
          .put("event", event.id().value());
    }
    log.put("last", event.originServerTs()).put("mode", event.text("mode").orElse(""));
    step.state(PlanEvents.CONTACT_LOG, "", log);
  }

  void visited(Step step) {
    Event event = step.event();
    ObjectNode log = log(step.file());
    log.putArray("attempts");
    log.put("last", event.originServerTs()).put("mode", event.text("mode").orElse(""));
    step.state(PlanEvents.CONTACT_LOG, "", log);
  }

  /** A family that writes is a family that engages. */
  List<Draft> talked(Account who, CaseFile file) {
    if (!who.isFamily() || Closing.attempts(file).isEmpty()) {
      return List.of();
    }
    ObjectNode log = log(file);
    log.putArray("attempts");
    return List.of(Draft.state(file.space(), service, PlanEvents.CONTACT_LOG, "", log));
  }

  private static ObjectNode log(CaseFile file) {
    Optional<Event> before = file.state(PlanEvents.CONTACT_LOG, "");
    return before.map(event -> event.content().deepCopy()).orElseGet(Json::object);
  }

  static boolean isContact(String type) {
    return type.equals(CaseEvents.CONTACT);
  }
}
