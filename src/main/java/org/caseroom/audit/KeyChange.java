package org.caseroom.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;

/**
 * From one key to the next, as the log has it: a note (C2SP signed-note) that names both and that
 * both signed.
 *
 * @param before the key until then
 * @param after the key from then on
 */
record KeyChange(NoteKey.Public before, NoteKey.Public after) {
  private static String body(NoteKey.Public before, NoteKey.Public after) {
    return before.name()
        + "\nThe key of this log changes.\nfrom "
        + before
        + "\nto "
        + after
        + "\n";
  }

  /** The facts of the entry. */
  static ObjectNode sign(NoteKey before, NoteKey after, String who, String why) {
    String body = body(before.verifier(), after.verifier());
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return Json.object()
        .put("who", who)
        .put("why", why)
        .put("from", before.verifier().toString())
        .put("to", after.verifier().toString())
        .put("note", body + "\n" + before.signatureLine(bytes) + after.signatureLine(bytes));
  }

  /**
   * Reads and verifies the facts of an entry.
   *
   * @throws Problem with the half of a sentence that says what is wrong
   */
  static KeyChange open(ObjectNode data) {
    NoteKey.Public before = NoteKey.Public.parse(data.path("from").asText());
    NoteKey.Public after = NoteKey.Public.parse(data.path("to").asText());
    String body = body(before, after);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String[] lines = data.path("note").asText().split("\n", -1);
    boolean signed =
        data.path("note").asText().startsWith(body + "\n")
            && lines.length == 8
            && before.signed(lines[5], bytes)
            && after.signed(lines[6], bytes)
            && before.name().equals(after.name());
    if (!signed) {
      throw Problem.invalidParam("it is not signed by both keys");
    }
    return new KeyChange(before, after);
  }

  boolean has(NoteKey.Public key) {
    return key.toString().equals(before.toString()) || key.toString().equals(after.toString());
  }
}
