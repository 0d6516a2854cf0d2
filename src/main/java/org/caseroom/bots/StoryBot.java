package org.caseroom.bots;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.rooms.Event;

/**
 * Shows the headings of the family's story. Not the text: each section has readers of its own, and
 * a room has more. For the same reason it shows only headings that it may read itself, which is
 * what the family meant for the whole team.
 */
final class StoryBot implements Bot {
  private static final MessageKey HEADINGS = MessageKey.family("headings", "child", "lines");
  private static final MessageKey HEADING =
      MessageKey.family("heading", "place", "title").optionally("version", "day");
  private static final MessageKey NONE = MessageKey.family("none");
  private static final MessageKey NOT_A_CASE = MessageKey.family("not-a-case");

  private final CaseRules rules;

  StoryBot(CaseRules rules) {
    this.rules = rules;
  }

  @Override
  public String name() {
    return "story";
  }

  @Override
  public List<MessageKey> messages() {
    return List.of(HEADINGS, HEADING, NONE, NOT_A_CASE);
  }

  @Override
  public void onCommand(Desk desk, Event event, Command command) {
    Messages.Style style = desk.styleFor(event.room());
    Optional<CaseFile> file = CaseFile.of(desk.view(), event.room());
    if (file.isEmpty()) {
      desk.reply(event, Cause.of(event, "said"), desk.text(NOT_A_CASE, style, Map.of()));
      return;
    }
    String lines =
        file.get().state(CaseEvents.STORY).stream()
            .filter(section -> desk.services().reader().maySee(desk.me(), section))
            .sorted(Comparator.comparingInt(each -> each.content().path("place").asInt()))
            .map(section -> heading(desk, style, file.get(), section))
            .collect(Collectors.joining("\n"));
    desk.reply(
        event,
        Cause.of(event, "said"),
        lines.isEmpty()
            ? desk.text(NONE, style, Map.of())
            : desk.text(HEADINGS, style, Map.of("child", file.get().child(), "lines", lines)));
  }

  private String heading(Desk desk, Messages.Style style, CaseFile file, Event section) {
    return desk.text(
        HEADING,
        style,
        Map.of(
            "place", section.content().path("place").asText(),
            "title", section.text("title").orElse(""),
            "version", section.content().path("version").asText(),
            "day", Words.day(section.time().atZone(rules.procedure(file).zone()).toLocalDate())));
  }
}
