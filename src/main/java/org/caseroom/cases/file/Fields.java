package org.caseroom.cases.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.caseroom.base.UserId;
import org.jspecify.annotations.Nullable;

/** Small helps for writing and reading the content of events. */
public final class Fields {
  private Fields() {}

  /** Sets a field when there is a value: absent is absent, never null. */
  public static ObjectNode put(ObjectNode content, String field, @Nullable Object value) {
    if (value != null) {
      content.put(field, value.toString());
    }
    return content;
  }

  /** Sets a field to a list of texts. */
  public static ObjectNode put(ObjectNode content, String field, Collection<?> values) {
    ArrayNode array = content.putArray(field);
    values.forEach(value -> array.add(value.toString()));
    return content;
  }

  /** The texts of a list; none for anything else. */
  public static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(value -> texts.add(value.asText()));
    return texts;
  }

  /** The user ids of a list, without what is none. */
  public static List<UserId> users(JsonNode array) {
    return texts(array).stream().filter(UserId::isValid).map(UserId::of).toList();
  }

  /** The text of a field; null when there is none. */
  public static @Nullable String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isTextual() ? value.textValue() : null;
  }
}
