package org.caseroom.matrix.preview;

import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.caseroom.base.Problem;

/** Which pages are fetched, by their addresses. */
final class PageRules {
  private final List<Pattern> allow;
  private final List<Pattern> deny;

  PageRules(PreviewSettings settings) {
    this.allow = settings.allow().stream().map(PageRules::glob).toList();
    this.deny = settings.deny().stream().map(PageRules::glob).toList();
  }

  private static Pattern glob(String pattern) {
    return Pattern.compile(
        Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")),
        Pattern.CASE_INSENSITIVE);
  }

  /**
   * Goes on only where pages may be fetched.
   *
   * @throws Problem 403 {@code M_FORBIDDEN} otherwise
   */
  void check(URI address) {
    String text = address.toString();
    boolean allowed = allow.isEmpty() || allow.stream().anyMatch(it -> it.matcher(text).matches());
    if (!allowed || deny.stream().anyMatch(it -> it.matcher(text).matches())) {
      throw Problem.forbidden("Pages at this address are not previewed here: open it yourself.");
    }
  }
}
