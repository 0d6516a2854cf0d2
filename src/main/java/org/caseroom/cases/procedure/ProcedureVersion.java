package org.caseroom.cases.procedure;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.codec.digest.DigestUtils;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.RoomView;

/**
 * One version of a procedure: what its file says, by content. A remark or a blank line makes no new
 * version, a changed figure does.
 *
 * @param procedure what it says
 * @param version the first 16 digits of the SHA-256 of what the file says
 * @param packed the file's text, packed so that one event holds it
 */
public record ProcedureVersion(Procedure procedure, String version, String packed) {
  private static final int DIGITS = 16;

  /** An event holds 65,536 bytes in all. */
  private static final int MOST = 60_000;

  /**
   * A version as its file has it.
   *
   * @throws Problem {@code ORG.CASEROOM_CONFIG} when the file is too large to be kept
   */
  static ProcedureVersion of(Path file, Procedure procedure, JsonNode tree, String text) {
    String packed = pack(text);
    if (packed.length() > MOST) {
      throw ConfigFiles.at(
          file, 1, "the procedure is too large to be kept with the cases that follow it.");
    }
    return new ProcedureVersion(procedure, digest(tree), packed);
  }

  /**
   * The text goes on record, in the register, with the first case that follows it; empty when it is
   * there.
   */
  public Optional<Draft> keep(RoomId register, UserId service, RoomView view) {
    String key = procedure.id() + "/" + version;
    if (view.state(register, CaseEvents.REGISTER_PROCEDURE, key).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        Draft.state(
            register,
            service,
            CaseEvents.REGISTER_PROCEDURE,
            key,
            Json.object().put("title", procedure.title()).put("packed", packed)));
  }

  private static String digest(JsonNode tree) {
    try {
      ObjectMapper mapper =
          new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
      byte[] said = mapper.writeValueAsBytes(mapper.convertValue(tree, Map.class));
      return DigestUtils.sha256Hex(said).substring(0, DIGITS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String pack(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  /**
   * Reads a version that was kept. It was checked when it was new; fields that are no longer known
   * are passed over.
   */
  static ProcedureVersion unpack(String version, String packed) {
    ByteArrayInputStream bytes = new ByteArrayInputStream(Base64.getDecoder().decode(packed));
    try (GZIPInputStream gzip = new GZIPInputStream(bytes)) {
      ObjectMapper yaml =
          ConfigFiles.yaml().copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
      return new ProcedureVersion(
          yaml.readValue(gzip.readAllBytes(), Procedure.class), version, packed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
