package org.caseroom.edge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a request's first line asks for.
 *
 * @param path the path as it was sent
 * @param query the query as it was sent, empty when there was none
 */
record Target(String path, String query) {
  /** Reads the target of a request line: origin form, or the absolute form that proxies send. */
  static Target of(String uri) {
    String rest = uri;
    if (!rest.startsWith("/")) {
      int scheme = rest.indexOf("://");
      int slash = scheme < 0 ? -1 : rest.indexOf('/', scheme + 3);
      rest = slash < 0 ? "/" : rest.substring(slash);
    }
    int hash = rest.indexOf('#');
    if (hash >= 0) {
      rest = rest.substring(0, hash);
    }
    int mark = rest.indexOf('?');
    return mark < 0
        ? new Target(rest, "")
        : new Target(rest.substring(0, mark), rest.substring(mark + 1));
  }

  /** Whether the path is this one or below it. */
  boolean isUnder(String prefix) {
    return path.startsWith(prefix)
        && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
  }

  /** The path and query, as for a request line. */
  String text() {
    return query.isEmpty() ? path : path + "?" + query;
  }

  /**
   * The path's parts, decoded one by one, so that an encoded slash stays inside its part; a slash
   * at the end is ignored.
   */
  List<String> segments() {
    List<String> segments = new ArrayList<>(10);
    int end = path.length() > 1 && path.endsWith("/") ? path.length() - 1 : path.length();
    int start = 1;
    while (start <= end) {
      int slash = path.indexOf('/', start);
      int stop = slash < 0 || slash > end ? end : slash;
      segments.add(PercentText.decode(path.substring(start, stop), false));
      start = stop + 1;
    }
    return segments;
  }

  /** The query's parameters, decoded, in order. */
  Map<String, List<String>> parameters() {
    if (query.isEmpty()) {
      return Map.of();
    }
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    int start = 0;
    while (start <= query.length()) {
      int stop = query.indexOf('&', start);
      stop = stop < 0 ? query.length() : stop;
      if (stop > start) {
        int equals = query.indexOf('=', start);
        boolean bare = equals < 0 || equals > stop;
        String name = PercentText.decode(query.substring(start, bare ? stop : equals), true);
        String value = bare ? "" : PercentText.decode(query.substring(equals + 1, stop), true);
        parameters.computeIfAbsent(name, any -> new ArrayList<>(1)).add(value);
      }
      start = stop + 1;
    }
    return parameters;
  }
}
