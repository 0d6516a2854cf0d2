package org.caseroom.web.api;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.caseroom.cases.story.StoryBook;

/** The family's book as one page that needs nothing else: to print, to keep, to hand on. */
final class StoryHtml {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm", Locale.UK)
          .withZone(ZoneId.of("Europe/London"));
  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en-GB"><head><meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>{title}</title>
      <style>body{font:1.1em/1.5 system-ui,sans-serif;max-width:42em;margin:2em auto;padding:0 1em}
      .about{color:#555;font-size:.85em}.text{white-space:pre-wrap}</style></head>
      <body><main><h1>{title}</h1>
      """;

  private StoryHtml() {}

  static String of(StoryBook book) {
    StringBuilder page = new StringBuilder();
    page.append(HEAD.replace("{title}", escaped(book.child() + "’s story")));
    for (StoryBook.Section section : book.sections()) {
      List<StoryBook.Version> versions = section.versions();
      StoryBook.Version now = versions.get(versions.size() - 1);
      page.append("<section><h2>").append(section.place()).append(". ");
      page.append(escaped(section.title())).append("</h2>\n");
      about(page, now);
      page.append("<p class=\"text\">").append(escaped(section.text())).append("</p>\n");
      if (versions.size() > 1) {
        page.append("<details><summary>Earlier versions</summary>\n");
        versions.subList(0, versions.size() - 1).forEach(version -> earlier(page, version));
        page.append("</details>\n");
      }
      page.append("</section>\n");
    }
    return page.append("</main></body></html>\n").toString();
  }

  private static void earlier(StringBuilder page, StoryBook.Version version) {
    page.append("<h3>").append(escaped(version.title())).append("</h3>\n");
    about(page, version);
    page.append("<p class=\"text\">").append(escaped(version.text())).append("</p>\n");
  }

  private static void about(StringBuilder page, StoryBook.Version version) {
    String readers =
        version.audience().isEmpty() ? "the family only" : String.join(", ", version.audience());
    page.append("<p class=\"about\">Version ").append(version.version()).append(", written by ");
    page.append(escaped(version.name())).append(" on ").append(DAY.format(version.at()));
    page.append(". For: ").append(escaped(readers)).append('.');
    String why = version.why();
    if (why != null) {
      page.append(" Corrected: ").append(escaped(why));
    }
    page.append("</p>\n");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
