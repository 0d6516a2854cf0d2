package org.caseroom.web;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caseroom.rooms.Event;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/**
 * The words of a message as clean HTML: what Matrix clients send as {@code formatted_body} goes
 * through a list of allowed elements (Matrix client-server API, "m.room.message msgtypes"), plain
 * text is escaped and its addresses become links.
 */
final class MessageHtml {
  private static final Pattern REPLY_FALLBACK =
      Pattern.compile("<mx-reply>.*?</mx-reply>", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
  private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s<>\"]+[^\\s<>\".,;:!?)']");
  private static final Set<String> KEPT =
      Set.of(
          "del",
          "blockquote",
          "p",
          "ul",
          "ol",
          "sup",
          "sub",
          "li",
          "b",
          "i",
          "u",
          "strong",
          "em",
          "s",
          "code",
          "hr",
          "br",
          "div",
          "table",
          "thead",
          "tbody",
          "tr",
          "th",
          "td",
          "caption",
          "pre",
          "span");

  // A heading inside a message would tear the page's own outline, so it becomes bold text.
  private static final PolicyFactory POLICY =
      new HtmlPolicyBuilder()
          .allowElements(KEPT.toArray(String[]::new))
          .allowElements((name, attributes) -> "b", "h1", "h2", "h3", "h4", "h5", "h6")
          .allowElements("a")
          .allowAttributes("href")
          .onElements("a")
          .allowUrlProtocols("https", "http", "mailto")
          .requireRelsOnLinks("nofollow", "noopener", "noreferrer")
          .allowAttributes("start")
          .matching(Pattern.compile("\\d{1,6}"))
          .onElements("ol")
          .toFactory();

  private MessageHtml() {}

  /** A message's words, as its content has them. */
  static String of(com.fasterxml.jackson.databind.JsonNode content) {
    String body = content.path("body").asText("");
    boolean formatted =
        "org.matrix.custom.html".equals(content.path("format").asText(""))
            && content.path("formatted_body").isTextual();
    String html =
        formatted
            ? clean(content.path("formatted_body").asText())
            : plain(withoutFallback(body, content));
    boolean emote = "m.emote".equals(content.path("msgtype").asText(""));
    return emote ? "<em>" + html + "</em>" : html;
  }

  /** HTML that came from outside, with only what is allowed. */
  static String clean(String html) {
    return POLICY.sanitize(REPLY_FALLBACK.matcher(html).replaceAll(""));
  }

  /** Plain text, escaped, with links. */
  static String plain(String text) {
    StringBuilder html = new StringBuilder("<span class=\"cr-message__text\">");
    Matcher address = ADDRESS.matcher(text);
    int from = 0;
    while (address.find()) {
      html.append(escape(text.substring(from, address.start())));
      String url = escape(address.group());
      html.append("<a class=\"govuk-link\" rel=\"nofollow noopener noreferrer\" href=\"")
          .append(url)
          .append("\">")
          .append(url)
          .append("</a>");
      from = address.end();
    }
    return html.append(escape(text.substring(from))).append("</span>").toString();
  }

  /** The beginning of a message in plain words, for a reply. */
  static String beginning(Event event) {
    String body = withoutFallback(event.text("body").orElse(""), event.content()).strip();
    String line = body.lines().findFirst().orElse("");
    return line.length() <= 120 ? line : line.substring(0, 117).stripTrailing() + "…";
  }

  private static String withoutFallback(
      String body, com.fasterxml.jackson.databind.JsonNode content) {
    if (!content.path("m.relates_to").has("m.in_reply_to") || !body.startsWith("> ")) {
      return body;
    }
    List<String> lines = body.lines().toList();
    int first = 0;
    while (first < lines.size() && lines.get(first).startsWith("> ")) {
      first++;
    }
    return String.join("\n", lines.subList(first, lines.size())).strip();
  }

  /** The size of a file in words. */
  static String size(long bytes) {
    if (bytes <= 0) {
      return "";
    }
    if (bytes < 1_000_000) {
      return Math.max(1, bytes / 1000) + " KB";
    }
    return String.format(Locale.ROOT, "%.1f MB", bytes / 1_000_000.0);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
