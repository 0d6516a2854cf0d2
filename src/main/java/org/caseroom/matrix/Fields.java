package org.caseroom.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.caseroom.base.CanonicalJson;
import org.caseroom.base.Problem;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object that came from outside, read with their types checked: a wrong type
 * is {@code M_BAD_JSON} and a missing one {@code M_MISSING_PARAM}, each naming the field by its
 * path. A field that is {@code null} counts as absent, since many clients send what they do not
 * mean.
 */
public final class Fields {
  private final ObjectNode json;
  private final String path;

  private Fields(ObjectNode json, String path) {
    this.json = json;
    this.path = path;
  }

  /** Reads a request's body. */
  public static Fields of(ObjectNode json) {
    return new Fields(json, "");
  }

  /** Reads the body of a request. */
  public static Fields of(MatrixRequest request) {
    return of(request.json());
  }

  /** The object itself: read only. */
  public ObjectNode json() {
    return json;
  }

  /** Whether the field is there and not null. */
  public boolean has(String name) {
    return json.hasNonNull(name);
  }

  /** The field as it is, when it is there and not null. */
  public Optional<JsonNode> node(String name) {
    JsonNode value = json.get(name);
    return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
  }

  /** A text. */
  public Optional<String> text(String name) {
    return node(name)
        .map(
            value -> {
              if (!value.isTextual()) {
                throw wrong(name, "a text");
              }
              return checked(name, value.textValue());
            });
  }

  /** A text that has to be there. */
  public String requireText(String name) {
    return text(name).orElseThrow(() -> missing(name));
  }

  /** A text in another form, such as {@code UserId::of}. */
  public <T> Optional<T> text(String name, Function<String, T> form) {
    return text(name).map(form);
  }

  /** A text in another form that has to be there. */
  public <T> T requireText(String name, Function<String, T> form) {
    return form.apply(requireText(name));
  }

  /** A whole number within plus or minus 2^53 - 1. */
  public Optional<Long> number(String name) {
    return node(name)
        .map(
            value -> {
              if (!value.isIntegralNumber()
                  || !value.canConvertToLong()
                  || value.longValue() > CanonicalJson.MAX_INTEGER
                  || value.longValue() < -CanonicalJson.MAX_INTEGER) {
                throw wrong(name, "a whole number within plus or minus 2^53 - 1");
              }
              return value.longValue();
            });
  }

  /** A whole number that has to lie between two bounds. */
  public Optional<Long> number(String name, long least, long most) {
    return number(name)
        .map(
            value -> {
              if (value < least || value > most) {
                throw Problem.invalidParam(
                    "'" + path + name + "' should be from " + least + " to " + most + ".");
              }
              return value;
            });
  }

  /** True or false. */
  public Optional<Boolean> flag(String name) {
    return node(name)
        .map(
            value -> {
              if (!value.isBoolean()) {
                throw wrong(name, "true or false");
              }
              return value.booleanValue();
            });
  }

  /** True or false, with what an absent one means. */
  public boolean flag(String name, boolean otherwise) {
    return flag(name).orElse(otherwise);
  }

  /** An object, as a tree. */
  public Optional<ObjectNode> object(String name) {
    return node(name)
        .map(
            value -> {
              if (value instanceof ObjectNode object) {
                return object;
              }
              throw wrong(name, "an object");
            });
  }

  /** An object that has to be there, as a tree. */
  public ObjectNode requireObject(String name) {
    return object(name).orElseThrow(() -> missing(name));
  }

  /** An object, to read further. */
  public Optional<Fields> fields(String name) {
    return object(name).map(object -> new Fields(object, path + name + "."));
  }

  /** An object that has to be there, to read further. */
  public Fields requireFields(String name) {
    return fields(name).orElseThrow(() -> missing(name));
  }

  /** The objects of an array; none when the field is absent. */
  public List<Fields> list(String name) {
    List<Fields> list = new ArrayList<>();
    ArrayNode array = array(name);
    for (int i = 0; array != null && i < array.size(); i++) {
      if (!(array.get(i) instanceof ObjectNode object)) {
        throw wrong(name + "[" + i + "]", "an object");
      }
      list.add(new Fields(object, path + name + "[" + i + "]."));
    }
    return list;
  }

  /** The texts of an array; empty when the field is absent. */
  public Optional<List<String>> texts(String name) {
    ArrayNode array = array(name);
    if (array == null) {
      return Optional.empty();
    }
    List<String> list = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      if (!array.get(i).isTextual()) {
        throw wrong(name + "[" + i + "]", "a text");
      }
      list.add(checked(name, array.get(i).textValue()));
    }
    return Optional.of(list);
  }

  private @Nullable ArrayNode array(String name) {
    Optional<JsonNode> value = node(name);
    if (value.isEmpty()) {
      return null;
    }
    if (value.get() instanceof ArrayNode array) {
      return array;
    }
    throw wrong(name, "a list");
  }

  /** The problem of a field that is missing. */
  public Problem missing(String name) {
    return Problem.missingParam("'" + path + name + "' is missing: send it in the JSON body.");
  }

  private Problem wrong(String name, String what) {
    return Problem.badJson("'" + path + name + "' should be " + what + ".");
  }

  private String checked(String name, String text) {
    // PostgreSQL text holds no NUL, and half a surrogate pair has no UTF-8 form.
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        throw Problem.badJson("'" + path + name + "' holds a NUL character: remove it.");
      }
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          throw Problem.badJson("'" + path + name + "' holds half of a surrogate pair.");
        }
        i++;
      }
    }
    return text;
  }
}
