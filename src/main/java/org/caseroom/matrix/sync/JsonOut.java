package org.caseroom.matrix.sync;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import org.caseroom.base.Json;

/**
 * Writes JSON straight to bytes, commas seen to: an answer is mostly events whose bytes are ready,
 * for which building a tree would be the larger part of the work. Objects and arrays that would be
 * empty can be left out by {@link #undo}.
 */
public final class JsonOut {
  private static final int FIRST_SIZE = 1024;

  private final Buffer out = new Buffer();
  private boolean comma;

  /** Lets the writer be put back to an earlier size. */
  private static final class Buffer extends ByteArrayOutputStream {
    Buffer() {
      super(FIRST_SIZE);
    }

    void cut(int size) {
      count = size;
    }
  }

  /** A place to go back to. */
  public record Mark(int size, boolean comma) {}

  /** The place up to which has been written. */
  public Mark mark() {
    return new Mark(out.size(), comma);
  }

  /** Takes back everything written since the mark. */
  public void undo(Mark mark) {
    out.cut(mark.size());
    comma = mark.comma();
  }

  /** A field's name. */
  public JsonOut name(String name) {
    separate();
    string(name);
    out.write(':');
    comma = false;
    return this;
  }

  /** Begins an object. */
  public JsonOut beginObject() {
    separate();
    out.write('{');
    comma = false;
    return this;
  }

  /** Ends it. */
  public JsonOut endObject() {
    out.write('}');
    comma = true;
    return this;
  }

  /** Begins an array. */
  public JsonOut beginArray() {
    separate();
    out.write('[');
    comma = false;
    return this;
  }

  /** Ends it. */
  public JsonOut endArray() {
    out.write(']');
    comma = true;
    return this;
  }

  /** A text. */
  public JsonOut text(String text) {
    separate();
    string(text);
    comma = true;
    return this;
  }

  /** A number. */
  public JsonOut number(long number) {
    separate();
    ascii(Long.toString(number));
    comma = true;
    return this;
  }

  /** True or false. */
  public JsonOut flag(boolean flag) {
    separate();
    ascii(flag ? "true" : "false");
    comma = true;
    return this;
  }

  /** A value that is there as a tree. */
  public JsonOut tree(JsonNode tree) {
    return raw(Json.writeBytes(tree));
  }

  /** One value whose JSON is ready. */
  public JsonOut raw(byte[] json) {
    separate();
    out.writeBytes(json);
    comma = true;
    return this;
  }

  /** The place to write one value's JSON to. */
  public ByteArrayOutputStream value() {
    separate();
    comma = true;
    return out;
  }

  /** All that was written. */
  public byte[] bytes() {
    return out.toByteArray();
  }

  private void separate() {
    if (comma) {
      out.write(',');
    }
  }

  private void string(String text) {
    out.write('"');
    if (plain(text)) {
      ascii(text);
    } else {
      out.writeBytes(JsonStringEncoder.getInstance().quoteAsUTF8(text));
    }
    out.write('"');
  }

  private static boolean plain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x20 || c > 0x7e || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }

  private void ascii(String text) {
    for (int i = 0; i < text.length(); i++) {
      out.write(text.charAt(i));
    }
  }
}
