package org.caseroom.cases.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.caseroom.base.Json;
import org.caseroom.cases.door.Numbers;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.rooms.Event;

/** The way of an application to a fund: sent, then agreed or refused. */
final class FundFlow {

  void applied(Step step) {
    Event event = step.event();
    Procedure.Fund fund = fund(step, event.text("fund").orElse(""));
    CaseFile file = step.file();
    ObjectNode content =
        Json.object()
            .put("fund", fund.id())
            .put("title", fund.title())
            .put("year", fund.year())
            .put("provider", event.text("provider").orElse(""))
            .put("amount", event.content().path("amount").asInt())
            .put("status", "sent")
            .put("sent_by", event.sender().value())
            .put("sent", event.originServerTs());
    content.set("items", event.content().path("items").deepCopy());
    Fields.put(content, "part", event.text("part").orElse(null));
    step.state(
        CaseEvents.FUND, "F" + Numbers.next(file.view(), file.space(), CaseEvents.FUND), content);
  }

  private static Procedure.Fund fund(Step step, String id) {
    return step.procedure().fund(id).orElseThrow();
  }

  void answered(Step step) {
    Event event = step.event();
    String number = event.text("application").orElse("");
    step.file()
        .state(CaseEvents.FUND, number)
        .ifPresent(
            application -> {
              ObjectNode content =
                  application
                      .content()
                      .deepCopy()
                      .put("status", event.text("outcome").orElse(""))
                      .put("answered", event.originServerTs());
              if (event.content().has("granted")) {
                content.put("granted", event.content().path("granted").asInt());
              }
              Fields.put(content, "reason", event.text("reason").orElse(null));
              step.state(CaseEvents.FUND, number, content);
            });
  }

  /** What was sent or answered, with a note when more is asked for than the fund pays. */
  static String words(Step step, String who) {
    return step.drafts().stream()
        .filter(draft -> draft.type().equals(CaseEvents.FUND))
        .findFirst()
        .map(draft -> words(step, draft.stateKey() + ": ", draft.content(), who))
        .orElse("");
  }

  private static String words(Step step, String number, ObjectNode application, String who) {
    String title = application.path("title").asText();
    return switch (application.path("status").asText()) {
      case "agreed" ->
          number + title + " has agreed to pay £" + application.path("granted").asInt() + ".";
      case "refused" ->
          number
              + title
              + " has refused the application. Reason: "
              + application.path("reason").asText();
      default ->
          number
              + who
              + " sent an application to: "
              + title
              + ". £"
              + application.path("amount").asInt()
              + " for "
              + items(step, application)
              + ", with "
              + application.path("provider").asText()
              + "."
              + overLimit(step, application);
    };
  }

  private static String items(Step step, ObjectNode application) {
    return Fields.texts(application.path("items")).stream()
        .map(
            item ->
                step.file()
                    .state(RoomKind.PROFESSIONALS, CaseEvents.PLAN, item)
                    .flatMap(found -> found.text("title"))
                    .orElse(item))
        .collect(Collectors.joining(", "));
  }

  /** A fund pays up to its limit for a child, and up to less for a part of it. */
  private static String overLimit(Step step, ObjectNode application) {
    Procedure.Fund fund = fund(step, application.path("fund").asText());
    List<Event> earlier = List.copyOf(step.file().state(CaseEvents.FUND));
    int amount = application.path("amount").asInt();
    String over =
        over(FundRules.asked(earlier, fund, null) + amount, fund.limit(), "a child", fund);
    String part = Fields.text(application, "part");
    for (Procedure.Fund.Part within : fund.within()) {
      if (within.id().equals(part)) {
        int asked = FundRules.asked(earlier, fund, part) + amount;
        over += over(asked, within.limit(), within.title().toLowerCase(Locale.ROOT), fund);
      }
    }
    return over;
  }

  private static String over(int asked, int limit, String what, Procedure.Fund fund) {
    return asked <= limit
        ? ""
        : " Please note: £"
            + asked
            + " is asked for in "
            + fund.year()
            + "; the fund pays up to £"
            + limit
            + " for "
            + what
            + ".";
  }
}
