package org.caseroom.cases.procedure;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** In which line each value of a YAML file stands, by its JSON pointer. */
public final class YamlLines {
  private final Map<String, Integer> lines = new HashMap<>();

  private YamlLines() {}

  /**
   * Reads the lines of a text.
   *
   * @throws IOException if it is not YAML
   */
  public static YamlLines of(ObjectMapper yaml, String text) throws IOException {
    YamlLines found = new YamlLines();
    try (JsonParser parser = yaml.createParser(text)) {
      if (parser.nextToken() != null) {
        found.walk(parser, "");
      }
    }
    return found;
  }

  private void walk(JsonParser parser, String pointer) throws IOException {
    lines.putIfAbsent(pointer, parser.currentTokenLocation().getLineNr());
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = pointer + "/" + parser.currentName();
        lines.put(field, parser.currentTokenLocation().getLineNr());
        parser.nextToken();
        walk(parser, field);
      }
    } else if (parser.currentToken() == JsonToken.START_ARRAY) {
      for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
        walk(parser, pointer + "/" + i);
      }
    }
  }

  /** The line, from 1, of what a pointer names, or of the nearest thing around it. */
  public int at(String pointer) {
    for (String at = pointer; !at.isEmpty(); at = at.substring(0, at.lastIndexOf('/'))) {
      Integer line = lines.get(at);
      if (line != null) {
        return line;
      }
    }
    return 1;
  }
}
