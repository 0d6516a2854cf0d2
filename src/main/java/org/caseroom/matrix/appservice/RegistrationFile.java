package org.caseroom.matrix.appservice;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.base.ServerName;
import org.caseroom.base.UserId;
import org.jspecify.annotations.Nullable;

/**
 * One registration file; every mistake is told with its line. Keys that are not known here are
 * passed over: bridges write some for other servers.
 */
final class RegistrationFile {
  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

  private final Path file;
  private final Map<String, Integer> lines = new HashMap<>();
  private final JsonNode root;

  private RegistrationFile(Path file) {
    this.file = file;
    try {
      String text = Files.readString(file);
      try (JsonParser parser = YAML.createParser(text)) {
        if (parser.nextToken() != null) {
          note(parser, "");
        }
      }
      root = YAML.readTree(text);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw at(line, "this is not YAML that can be read.");
    } catch (IOException e) {
      throw broken(file + " cannot be read: check that it is there and may be read.");
    }
    if (!root.isObject()) {
      throw at(1, "a registration is written as 'name: value' lines.");
    }
  }

  /**
   * Reads a file.
   *
   * @throws Problem 500 {@code ORG.CASEROOM_CONFIGURATION} naming the file and the line
   */
  static Registration read(Path file, ServerName server) {
    return new RegistrationFile(file).registration(server);
  }

  private void note(JsonParser parser, String path) throws IOException {
    lines.putIfAbsent(path, parser.currentTokenLocation().getLineNr());
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String whole = path.isEmpty() ? parser.currentName() : path + "." + parser.currentName();
        lines.put(whole, parser.currentTokenLocation().getLineNr());
        parser.nextToken();
        note(parser, whole);
      }
    } else if (parser.currentToken() == JsonToken.START_ARRAY) {
      for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
        note(parser, path + "[" + i + "]");
      }
    }
  }

  private Registration registration(ServerName server) {
    return new Registration(
        text("id"),
        url(),
        new Registration.Tokens(Secret.of(text("as_token")), Secret.of(text("hs_token"))),
        sender(server),
        new Registration.Namespaces(
            namespaces("users"), namespaces("aliases"), namespaces("rooms")),
        protocols(),
        new Registration.Wants(
            flag("receive_ephemeral", false)
                || flag("push_ephemeral", false)
                || flag("de.sorunome.msc2409.push_ephemeral", false),
            flag("org.matrix.msc3202", false)),
        flag("rate_limited", true));
  }

  private UserId sender(ServerName server) {
    String name = text("sender_localpart");
    try {
      return UserId.local(name, server);
    } catch (Problem problem) {
      throw wrong("sender_localpart", problem.message());
    }
  }

  private @Nullable URI url() {
    if (!root.has("url")) {
      throw at(1, "'url' is missing: say where the application service listens, or null.");
    }
    if (root.get("url").isNull() || root.get("url").asText().isEmpty()) {
      return null;
    }
    String text = text("url");
    try {
      URI url = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (web && url.getHost() != null && url.getRawQuery() == null) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    throw wrong("url", "it is an http or https address, such as http://127.0.0.1:9000, or null.");
  }

  private List<Namespace> namespaces(String kind) {
    JsonNode all = root.path("namespaces");
    if (!all.isObject()) {
      throw at(line("namespaces"), "'namespaces' is missing: it has users, aliases and rooms.");
    }
    String path = "namespaces." + kind;
    JsonNode list = all.path(kind);
    if (list.isMissingNode() || list.isNull()) {
      return List.of();
    }
    if (!list.isArray()) {
      throw wrong(path, "it is a list, each with 'exclusive' and 'regex'.");
    }
    List<Namespace> namespaces = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      namespaces.add(namespace(list.get(i), path + "[" + i + "]"));
    }
    return List.copyOf(namespaces);
  }

  private Namespace namespace(JsonNode node, String path) {
    if (!node.path("regex").isTextual()) {
      throw wrong(path, "each has a 'regex' in quotes.");
    }
    if (!node.path("exclusive").isBoolean()) {
      throw wrong(path, "each says 'exclusive: true' or 'exclusive: false'.");
    }
    try {
      return new Namespace(
          node.get("exclusive").booleanValue(), Pattern.compile(node.get("regex").textValue()));
    } catch (PatternSyntaxException e) {
      throw wrong(path + ".regex", "it is no regular expression: " + e.getDescription() + ".");
    }
  }

  private Set<String> protocols() {
    JsonNode list = root.path("protocols");
    Set<String> protocols = new LinkedHashSet<>();
    if (list.isMissingNode() || list.isNull()) {
      return protocols;
    }
    if (!list.isArray()) {
      throw wrong("protocols", "it is a list of names.");
    }
    for (JsonNode each : list) {
      if (!each.isTextual()) {
        throw wrong("protocols", "it is a list of names.");
      }
      protocols.add(each.textValue());
    }
    return protocols;
  }

  private String text(String name) {
    JsonNode value = root.get(name);
    if (value == null) {
      throw at(1, "'" + name + "' is missing.");
    }
    if (!value.isTextual() || value.textValue().isBlank()) {
      throw wrong(name, "it is a text that is not empty: put it in quotes.");
    }
    return value.textValue();
  }

  private boolean flag(String name, boolean otherwise) {
    JsonNode value = root.get(name);
    if (value == null || value.isNull()) {
      return otherwise;
    }
    if (!value.isBoolean()) {
      throw wrong(name, "it is true or false.");
    }
    return value.booleanValue();
  }

  private int line(String path) {
    return lines.getOrDefault(path, 1);
  }

  private Problem wrong(String path, String what) {
    return at(line(path), "'" + path + "' does not fit: " + what);
  }

  private Problem at(int line, String what) {
    return broken(file + " line " + line + ": " + what);
  }

  static Problem broken(String message) {
    return Problem.of(500, "ORG.CASEROOM_CONFIGURATION", message);
  }
}
