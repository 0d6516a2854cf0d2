package org.caseroom.cases.pack;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.rooms.Event;

/** A case to read: one page that needs nothing else, with its rooms and the words said in them. */
final class PackPage {
  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en-GB"><head><meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>{title}</title>
      <style>body{font:1em/1.5 system-ui,sans-serif;max-width:50em;margin:2em auto;padding:0 1em}
      dt{color:#555;margin-top:.8em}dd{margin:0;white-space:pre-wrap}</style></head>
      <body><main><h1>{title}</h1>
      """;

  private final DateTimeFormatter time;
  private final Function<UserId, String> names;

  PackPage(ZoneId zone, Function<UserId, String> names) {
    this.time = DateTimeFormatter.ofPattern("EEE d MMM uuuu, HH:mm", Locale.UK).withZone(zone);
    this.names = names;
  }

  /**
   * Writes the page.
   *
   * @param rooms the rooms with their kinds
   * @param events all events, in log order
   */
  String of(CaseFile file, Map<RoomId, RoomKind> rooms, List<Event> events) {
    StringBuilder page = new StringBuilder();
    page.append(HEAD.replace("{title}", escaped(file.child() + ", " + file.reference())));
    page.append("<h2>Our story</h2>\n<dl>\n");
    file.state(CaseEvents.STORY).stream()
        .sorted(Comparator.comparingInt(event -> event.content().path("place").asInt()))
        .forEach(
            event ->
                entry(
                    page,
                    "§" + event.content().path("place").asInt() + " " + text(event, "title"),
                    text(event, "text")));
    page.append("</dl>\n");
    Map<RoomKind, RoomId> byKind = new LinkedHashMap<>();
    rooms.forEach((room, kind) -> byKind.put(kind, room));
    byKind.forEach(
        (kind, room) -> {
          page.append("<h2>").append(escaped(kind.title())).append("</h2>\n<dl>\n");
          events.stream()
              .filter(event -> event.room().equals(room) && !text(event, "body").isBlank())
              .forEach(
                  event ->
                      entry(
                          page,
                          time.format(event.time()) + ", " + names.apply(event.sender()),
                          text(event, "body")));
          page.append("</dl>\n");
        });
    return page.append("</main></body></html>\n").toString();
  }

  private static String text(Event event, String field) {
    return event.text(field).orElse("");
  }

  private static void entry(StringBuilder page, String head, String text) {
    page.append("<dt>").append(escaped(head)).append("</dt><dd>").append(escaped(text));
    page.append("</dd>\n");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
