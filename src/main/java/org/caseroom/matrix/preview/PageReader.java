package org.caseroom.matrix.preview;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Reads out of a page what a preview shows: OpenGraph first, then what else says the same. */
final class PageReader {
  private static final int MOST_FIELDS = 50;
  private static final int LONGEST_FIELD = 1_000;
  private static final int LONGEST_TEXT = 300;
  private static final int LEAST_SIDE = 10;

  /** What Twitter's cards say about themselves and not about the page. */
  private static final Set<String> OF_CARDS =
      Set.of("twitter:card", "twitter:site", "twitter:creator");

  private static final String NO_TEXT =
      "script, style, noscript, template, svg, iframe, nav, header, footer, aside, form, button";

  private PageReader() {}

  /** The fields of a page; {@code og:image} still names the picture where the page has it. */
  static Map<String, String> read(Document page) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (Element meta : page.select("meta[content]")) {
      String name = name(meta);
      if (name.startsWith("og:") || name.startsWith("article:")) {
        put(fields, name, meta.attr("content"));
      }
    }
    for (Element meta : page.select("meta[content]")) {
      String name = name(meta);
      if (name.startsWith("twitter:") && !OF_CARDS.contains(name)) {
        put(fields, "og:" + name.substring("twitter:".length()), meta.attr("content"));
      }
    }
    title(page).ifPresent(title -> put(fields, "og:title", title));
    picture(page).ifPresent(picture -> put(fields, "og:image", picture));
    if (!fields.containsKey("og:description")) {
      description(page).ifPresent(text -> put(fields, "og:description", text));
    }
    return fields;
  }

  private static String name(Element meta) {
    String name = meta.hasAttr("property") ? meta.attr("property") : meta.attr("name");
    return name.strip().toLowerCase(Locale.ROOT);
  }

  /** The first of several counts: the others are alternatives. */
  private static void put(Map<String, String> fields, String name, String value) {
    String clean = value.strip();
    if (!clean.isEmpty() && fields.size() < MOST_FIELDS && name.length() <= 100) {
      fields.putIfAbsent(name, shortened(clean, LONGEST_FIELD));
    }
  }

  private static Optional<String> title(Document page) {
    String title = page.title();
    if (!title.isBlank()) {
      return Optional.of(title);
    }
    return page.select("h1, h2, h3").stream()
        .map(Element::text)
        .filter(text -> !text.isBlank())
        .findFirst();
  }

  private static Optional<String> picture(Document page) {
    for (String query : List.of("meta[itemprop=image]", "link[rel=image_src]")) {
      Element found = page.selectFirst(query);
      if (found != null) {
        return Optional.of(found.hasAttr("content") ? found.attr("content") : found.attr("href"));
      }
    }
    Optional<String> image =
        page.select("img[src]").stream()
            .filter(img -> isLarge(img.attr("width")) && isLarge(img.attr("height")))
            .map(img -> img.attr("src"))
            .filter(source -> !source.startsWith("data:"))
            .findFirst();
    return image.or(
        () ->
            Optional.ofNullable(page.selectFirst("link[rel~=(?i)icon][href]"))
                .map(link -> link.attr("href")));
  }

  /** Whether a picture is said to be more than a dot: one that says nothing may be. */
  private static boolean isLarge(String side) {
    return !side.matches("\\d{1,4}") || Integer.parseInt(side) > LEAST_SIDE;
  }

  private static Optional<String> description(Document page) {
    Element meta = page.selectFirst("meta[name~=(?i)^description$][content]");
    if (meta != null && !meta.attr("content").isBlank()) {
      return Optional.of(meta.attr("content"));
    }
    page.select(NO_TEXT).remove();
    String paragraphs =
        page.select("p").stream()
            .map(Element::text)
            .filter(text -> !text.isBlank())
            .limit(5)
            .reduce("", (all, text) -> all.isEmpty() ? text : all + "\n\n" + text);
    String text = paragraphs.isEmpty() ? page.body().text() : paragraphs;
    return text.isBlank() ? Optional.empty() : Optional.of(shortened(text.strip(), LONGEST_TEXT));
  }

  /** Cuts a text between words. */
  private static String shortened(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int space = text.lastIndexOf(' ', most);
    int end = space > most / 2 ? space : most;
    if (Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end) + "…";
  }
}
