package org.caseroom.web.api;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caseroom.audit.AuditSettings;
import org.caseroom.audit.LogTiles;
import org.caseroom.base.Problem;
import org.caseroom.identity.Account;
import org.caseroom.identity.Role;

/**
 * The audit log as a tiled transparency log (C2SP tlog-tiles) under {@code /tlog}, for the
 * verifiers that exist.
 *
 * <p>Checkpoint and hashes tell how much happens in the service, and nothing else: no leaf can be
 * guessed from its hash. They are for whom the settings say. Entries hold ids of people, rooms and
 * files of the whole service, and who signed in when: they are for administrators and for auditors
 * of the whole service, and that they were read is itself in the log.
 */
final class TlogHandlers {
  private static final String BYTES = "application/octet-stream";
  private static final String UNTIL_CHANGED = "max-age=31536000, immutable";
  private static final Pattern LEVEL = Pattern.compile("0|[1-9][0-9]?");
  private static final Pattern TILE =
      Pattern.compile("((?:x[0-9]{3}/){0,4})([0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");
  private static final int HIGHEST_LEVEL = 63;

  private final RecordServices record;

  TlogHandlers(ApiServices services) {
    this.record = services.record();
  }

  void register(ApiRoutes api) {
    api.outside("/tlog/checkpoint", this::checkpoint);
    api.outside("/tlog/tile/entries/<tile>", this::entries);
    api.outside("/tlog/tile/{level}/<tile>", this::hashes);
    api.outside(
        "/tlog/<rest>",
        call -> {
          throw nothing();
        });
  }

  private Object checkpoint(ApiCall call) {
    requireReader(call, record.settings().tiles());
    return new ApiBytes(
        "text/plain; charset=utf-8",
        "no-cache",
        record.audit().checkpoint().getBytes(StandardCharsets.UTF_8));
  }

  private Object hashes(ApiCall call) {
    requireReader(call, record.settings().tiles());
    String level = call.path("level");
    if (!LEVEL.matcher(level).matches() || Integer.parseInt(level) > HIGHEST_LEVEL) {
      throw nothing();
    }
    Tile tile = Tile.of(call.path("tile"));
    return bytes(
        record
            .audit()
            .tiles()
            .hashes(Integer.parseInt(level), tile.index(), tile.width())
            .orElseThrow(TlogHandlers::nothing));
  }

  private Object entries(ApiCall call) {
    Account reader = requireReader(call, AuditSettings.Readers.AUDITORS);
    Tile tile = Tile.of(call.path("tile"));
    byte[] bundle =
        record
            .audit()
            .tiles()
            .entries(tile.index(), tile.width())
            .orElseThrow(TlogHandlers::nothing);
    if (reader != null) {
      record.audit().access(reader.id().value(), "audit-log", "tlog");
    }
    return new ApiBytes(BYTES, "private, " + UNTIL_CHANGED, bundle);
  }

  private Object bytes(byte[] content) {
    boolean open = record.settings().tiles() == AuditSettings.Readers.PUBLIC;
    return new ApiBytes(BYTES, (open ? "public, " : "private, ") + UNTIL_CHANGED, content);
  }

  private static @org.jspecify.annotations.Nullable Account requireReader(
      ApiCall call, AuditSettings.Readers readers) {
    if (readers == AuditSettings.Readers.PUBLIC) {
      return call.callerOrNull();
    }
    Account caller = call.caller();
    boolean audits =
        caller.is(Role.ADMINISTRATOR) || (caller.is(Role.AUDITOR) && caller.agency() == null);
    if (readers == AuditSettings.Readers.AUDITORS && !audits) {
      throw Problem.forbidden(
          "This is for administrators, and for auditors of the whole service (those without an"
              + " agency).");
    }
    return caller;
  }

  private static Problem nothing() {
    return Problem.notFound(
        "The log has no such tile: its addresses are those of c2sp.org/tlog-tiles, for a log of the"
            + " size that /tlog/checkpoint tells.");
  }

  /** Which tile or bundle, and how many of its hashes or entries. */
  private record Tile(long index, int width) {
    static Tile of(String path) {
      Matcher matcher = TILE.matcher(path);
      if (!matcher.matches() || path.startsWith("x000/")) {
        throw nothing();
      }
      String width = matcher.group(3);
      int wide = width == null ? LogTiles.WIDTH : Integer.parseInt(width);
      if (width != null && wide >= LogTiles.WIDTH) {
        throw nothing();
      }
      String digits = matcher.group(1).replaceAll("[x/]", "") + matcher.group(2);
      return new Tile(Long.parseLong(digits), wide);
    }
  }
}
