package org.caseroom.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
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

  private static String overLimit(Step step, ObjectNode application) {
    Procedure.Fund fund = fund(step, application.path("fund").asText());
    int asked =
        FundRules.asked(List.copyOf(step.file().state(CaseEvents.FUND)), fund)
            + application.path("amount").asInt();
    return asked <= fund.limit()
        ? ""
        : " Please note: £"
            + asked
            + " is asked for in "
            + fund.year()
            + "; the fund pays up to £"
            + fund.limit()
            + " for a child.";
  }

  static List<CaseView.FundApplication> views(Desk desk, CaseFile file) {
    return file.state(CaseEvents.FUND).stream()
        .map(event -> view(desk, event))
        .sorted(Comparator.comparing(CaseView.FundApplication::sent))
        .toList();
  }

  private static CaseView.FundApplication view(Desk desk, Event event) {
    JsonNode content = event.content();
    return new CaseView.FundApplication(
        String.valueOf(event.stateKey()),
        content.path("fund").asText(),
        content.path("title").asText(),
        Fields.texts(content.path("items")),
        content.path("provider").asText(),
        content.path("amount").asInt(),
        content.path("year").asText(),
        content.path("status").asText(),
        desk.name(UserId.of(content.path("sent_by").asText())),
        Instant.ofEpochMilli(content.path("sent").asLong()),
        content.has("granted") ? content.path("granted").asInt() : null,
        Fields.text(content, "reason"),
        content.has("answered") ? Instant.ofEpochMilli(content.path("answered").asLong()) : null);
  }
}
