package org.caseroom.edge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.caseroom.matrix.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * Finds the endpoint for a path: a tree by path segment, built once. A literal segment goes before
 * a {@code {parameter}}, and an endpoint's own spelling before one that it answers to as an alias.
 */
final class RouteTable {
  private static final String CLIENT = "/_matrix/client/v3/";
  private static final String MEDIA = "/_matrix/media/v3/";

  /**
   * Clients of old use what was 'unstable' before it had a version, as the reference server lets.
   */
  private static final Map<String, List<String>> ALIASES =
      Map.of(CLIENT, List.of("r0", "v1", "unstable"), MEDIA, List.of("r0", "v1"));

  private final Node root = new Node();

  RouteTable(List<Endpoint> endpoints) {
    for (Endpoint endpoint : endpoints) {
      Route route = Route.of(endpoint);
      if (add(endpoint.path(), route, false)) {
        throw new IllegalArgumentException(
            "Two endpoints answer " + endpoint.method() + " " + endpoint.path());
      }
    }
    for (Endpoint endpoint : endpoints) {
      Route route = Route.of(endpoint);
      ALIASES.forEach(
          (prefix, versions) -> {
            if (endpoint.path().startsWith(prefix)) {
              String rest = endpoint.path().substring(prefix.length());
              versions.forEach(version -> add(prefix.replace("v3", version) + rest, route, true));
            }
          });
    }
  }

  /**
   * What a path leads to.
   *
   * @param endpoint the endpoint, null when the path is not known with this method
   * @param rateClass which limit it has beside those for everything
   * @param parameters the path's parameters
   * @param allowed the methods that the path is known with: empty for an unknown path
   */
  record Match(
      @Nullable Endpoint endpoint,
      RateClass rateClass,
      Map<String, String> parameters,
      TreeSet<String> allowed) {}

  /** Finds an endpoint; HEAD is answered by the endpoint for GET. */
  Match match(String method, List<String> segments) {
    Search search = new Search(method.equals("HEAD") ? "GET" : method, segments);
    search.visit(root, 0);
    Route found = search.found;
    if (found == null) {
      return new Match(null, RateClass.OTHER, Map.of(), search.allowed);
    }
    Map<String, String> parameters = new HashMap<>();
    for (int i = 0; i < found.names.size(); i++) {
      parameters.put(found.names.get(i), search.values.get(i));
    }
    return new Match(found.endpoint, found.rateClass, parameters, search.allowed);
  }

  private record Route(Endpoint endpoint, RateClass rateClass, List<String> names) {
    static Route of(Endpoint endpoint) {
      return new Route(endpoint, RateClass.of(endpoint), RouteTable.names(endpoint.path()));
    }
  }

  private static final class Node {
    private final Map<String, Node> literals = new HashMap<>();
    private final Map<String, Route> routes = new HashMap<>();
    private @Nullable Node parameter;
  }

  private static final class Search {
    private final String method;
    private final List<String> segments;
    private final List<String> values = new ArrayList<>(4);
    private final TreeSet<String> allowed = new TreeSet<>();
    private @Nullable Route found;

    Search(String method, List<String> segments) {
      this.method = method;
      this.segments = segments;
    }

    boolean visit(Node node, int depth) {
      if (depth == segments.size()) {
        found = node.routes.get(method);
        if (found == null) {
          allowed.addAll(node.routes.keySet());
        }
        return found != null;
      }
      Node literal = node.literals.get(segments.get(depth));
      if (literal != null && visit(literal, depth + 1)) {
        return true;
      }
      if (node.parameter == null || segments.get(depth).isEmpty()) {
        return false;
      }
      values.add(segments.get(depth));
      if (visit(node.parameter, depth + 1)) {
        return true;
      }
      values.remove(values.size() - 1);
      return false;
    }
  }

  private boolean add(String template, Route route, boolean alias) {
    Node node = root;
    for (String segment : Target.of(template).path().substring(1).split("/")) {
      if (isParameter(segment)) {
        if (node.parameter == null) {
          node.parameter = new Node();
        }
        node = node.parameter;
      } else {
        node = node.literals.computeIfAbsent(segment, any -> new Node());
      }
    }
    if (alias) {
      node.routes.putIfAbsent(route.endpoint.method(), route);
      return false;
    }
    return node.routes.put(route.endpoint.method(), route) != null;
  }

  private static List<String> names(String template) {
    List<String> names = new ArrayList<>();
    for (String segment : template.split("/")) {
      if (isParameter(segment)) {
        names.add(segment.substring(1, segment.length() - 1));
      }
    }
    return names;
  }

  private static boolean isParameter(String segment) {
    return segment.startsWith("{") && segment.endsWith("}");
  }
}
