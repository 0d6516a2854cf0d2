package org.caseroom.cases.pack;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import org.caseroom.audit.Checkpoint;
import org.caseroom.audit.NoteKey;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.rooms.EventSigner;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a pack without a service: every byte of it, every event, and the place of each in the
 * audit log that it comes from.
 */
public final class PackVerifier {
  private static final String CHANGED = "Somebody changed the pack after it was exported.";
  private static final String FRAME =
      "The frame of the zip was changed around this file; what it says may still be whole.";
  private static final String NOT_SEALED =
      "The list of the pack's files was changed after it was exported: nothing that it says of them"
          + " can be trusted.";
  private static final String NO_CHECKPOINT =
      "The audit log's checkpoint was changed, or belongs to another key: that the events stand in"
          + " the log is not proved.";

  private final List<PackReport.Finding> findings = new ArrayList<>();

  private PackVerifier() {}

  /**
   * Verifies a pack.
   *
   * @param key the key of the audit log's checkpoint, as the service of origin shows it; null to
   *     use the one that the pack itself names, which finds changes and does not prove the origin
   * @throws Problem 404 when there is no such file
   */
  public static PackReport verify(Path file, @Nullable String key) {
    PackVerifier verifier = new PackVerifier();
    try (PackReader pack = new PackReader(file)) {
      return verifier.verify(pack, key);
    } catch (Problem unreadable) {
      String what = "The pack " + unreadable.message() + ".";
      return new PackReport(
          "",
          "",
          0,
          0,
          "",
          List.of(new PackReport.Finding(0, PackManifest.MANIFEST, null, what, CHANGED)));
    } catch (IOException e) {
      throw Problem.notFound("The file " + file + " cannot be read: check its name.");
    }
  }

  private PackReport verify(PackReader pack, @Nullable String key) throws IOException {
    PackManifest manifest = pack.manifest();
    seal(pack);
    List<PackReader.Placed> entries = pack.entries();
    for (int i = 0; i < entries.size(); i++) {
      frame(pack, entries.get(i));
      if (i >= 2) {
        content(pack, entries.get(i), manifest.files().get(i - 2));
      }
    }
    end(pack, entries);
    String used = key == null ? manifest.checkpointKey() : key;
    int events = events(pack, used);
    findings.sort(Comparator.comparingLong(PackReport.Finding::offset));
    return new PackReport(
        manifest.reference(),
        manifest.server(),
        events,
        entries.size(),
        used,
        List.copyOf(findings));
  }

  private void found(
      long offset, String file, @Nullable String event, String what, String meaning) {
    // A damaged line is told once, by what looks at it most closely.
    boolean told = findings.stream().anyMatch(each -> each.offset() == offset);
    if (!told && findings.size() < 100) {
      findings.add(new PackReport.Finding(offset, file, event, what, meaning));
    }
  }

  // ---- The file ----

  private void seal(PackReader pack) throws IOException {
    PackManifest manifest = pack.manifest();
    ObjectNode seal;
    byte[] key;
    try {
      seal = Json.asObject(Json.parse(pack.sealText()));
      key = Base64.getDecoder().decode(manifest.signingKey());
    } catch (Problem | IllegalArgumentException notOne) {
      found(pack.sealAt(), PackManifest.SEAL, null, "The seal cannot be read.", CHANGED);
      return;
    }
    String hash = PackManifest.hash(() -> new ByteArrayInputStream(pack.manifestText()));
    boolean signed = EventSigner.verifyJson(seal, manifest.server(), manifest.signingKeyId(), key);
    if (!signed) {
      boolean fits = seal.path("manifest_sha256").asText().equals(hash);
      found(
          fits ? pack.sealAt() : 0,
          fits ? PackManifest.SEAL : PackManifest.MANIFEST,
          null,
          fits
              ? "The seal's signature is not good."
              : "The manifest is not the one that was sealed.",
          NOT_SEALED);
    } else if (!seal.path("manifest_sha256").asText().equals(hash)) {
      found(
          0,
          PackManifest.MANIFEST,
          null,
          "The manifest is not the one that was sealed.",
          NOT_SEALED);
    }
  }

  private void frame(PackReader pack, PackReader.Placed placed) throws IOException {
    byte[] expected = PackZip.header(placed.entry());
    byte[] there = pack.some(placed.at(), expected.length);
    int differs = Arrays.mismatch(expected, there);
    if (differs >= 0) {
      found(
          placed.at() + differs,
          placed.entry().name(),
          null,
          "The zip's frame of " + placed.entry().name() + " is not as it was written.",
          FRAME);
    }
  }

  private void end(PackReader pack, List<PackReader.Placed> entries) throws IOException {
    byte[] expected = PackZip.directory(entries.stream().map(PackReader.Placed::entry).toList());
    PackReader.Placed last = entries.get(entries.size() - 1);
    long at = last.at() + last.entry().framed();
    long left = pack.size() - at;
    byte[] there = pack.some(at, (int) Math.min(Math.max(left, 0), expected.length + 1L));
    int differs = Arrays.mismatch(expected, there);
    if (differs >= 0) {
      found(
          at + differs,
          "the zip's directory",
          null,
          left < expected.length
              ? "The pack ends before its directory does."
              : "The zip's directory is not as it was written.",
          "The list at the end of the zip was changed; the files before it may still be whole.");
    }
  }

  private void content(PackReader pack, PackReader.Placed placed, PackManifest.File file)
      throws IOException {
    if (PackManifest.hash(() -> pack.open(placed)).equals(file.sha256())) {
      return;
    }
    List<String> hashes = file.lines();
    if (hashes == null) {
      String what = "The file " + file.name() + " does not fit its hash.";
      found(placed.contentAt(), file.name(), null, what, CHANGED);
      return;
    }
    String text;
    try (InputStream in = pack.open(placed)) {
      text = new String(in.readAllBytes(), UTF_8);
    }
    String[] lines = text.split("\n");
    long at = placed.contentAt();
    for (int i = 0; i < Math.max(lines.length, hashes.size()); i++) {
      String line = i < lines.length ? lines[i] : "";
      if (i >= hashes.size() || !PackManifest.lineHash(line).equals(hashes.get(i))) {
        changedLine(pack, file.name(), at, i, line);
        return;
      }
      at += line.getBytes(UTF_8).length + 1;
    }
    String what = "The file " + file.name() + " does not end as it was written.";
    found(placed.contentAt() + file.bytes() - 1, file.name(), null, what, CHANGED);
  }

  private void changedLine(PackReader pack, String file, long at, int index, String line)
      throws IOException {
    String event = PackEvents.idOf(line);
    if (event == null) {
      String other = file.equals(PackManifest.EVENTS) ? PackManifest.PROOFS : PackManifest.EVENTS;
      String[] beside = pack.text(other).split("\n");
      event = index < beside.length ? PackEvents.idOf(beside[index]) : null;
    }
    String fault = file.equals(PackManifest.EVENTS) ? faultOf(pack, line) : null;
    found(
        at,
        file,
        event,
        "Line "
            + (index + 1)
            + " of "
            + file
            + " was changed"
            + (fault == null ? "." : ": the event " + fault + "."),
        file.equals(PackManifest.EVENTS)
            ? "What the event says is not what was said then."
            : "The proof of this event's place in the audit log was changed; the event may still be"
                + " whole.");
  }

  private static @Nullable String faultOf(PackReader pack, String line) {
    try {
      return new PackEvents(pack.manifest()).fault(Json.asObject(Json.parse(line)));
    } catch (Problem notJson) {
      return "cannot be read any more";
    }
  }

  // ---- The events ----

  /** What holds whoever made the manifest: Matrix's hashes, and the audit log's proofs. */
  private int events(PackReader pack, String key) throws IOException {
    PackReader.Placed placed;
    List<ObjectNode> events;
    List<ObjectNode> proofs;
    String note;
    try {
      placed = pack.require(PackManifest.EVENTS);
      events = pack.lines(PackManifest.EVENTS);
      proofs = pack.lines(PackManifest.PROOFS);
      note = pack.text(PackManifest.CHECKPOINT);
    } catch (Problem unreadable) {
      if (findings.isEmpty()) {
        found(0, PackManifest.EVENTS, null, "The pack " + unreadable.message() + ".", CHANGED);
      }
      return 0;
    }
    PackEvents checked = new PackEvents(pack.manifest());
    long at = placed.contentAt();
    String[] lines = pack.text(PackManifest.EVENTS).split("\n");
    for (int i = 0; i < events.size(); i++) {
      String fault = checked.take(events.get(i));
      if (fault != null) {
        found(
            at,
            PackManifest.EVENTS,
            events.get(i).path("event_id").asText(),
            "The event " + events.get(i).path("event_id").asText() + " " + fault + ".",
            "What the event says is not what was said then, or events were taken out or slipped"
                + " in.");
      }
      at += lines[i].getBytes(UTF_8).length + 1;
    }
    proofs(pack, events, proofs, note, key);
    return events.size();
  }

  private void proofs(
      PackReader pack, List<ObjectNode> events, List<ObjectNode> proofs, String note, String key) {
    Checkpoint checkpoint;
    try {
      checkpoint = Checkpoint.open(note, NoteKey.Public.parse(key));
    } catch (Problem notGood) {
      long at = pack.require(PackManifest.CHECKPOINT).contentAt();
      found(at, PackManifest.CHECKPOINT, null, notGood.message(), NO_CHECKPOINT);
      return;
    }
    long at = pack.require(PackManifest.PROOFS).contentAt();
    for (int i = 0; i < Math.max(events.size(), proofs.size()); i++) {
      String id = i < events.size() ? events.get(i).path("event_id").asText() : "that is not there";
      String fault =
          i < proofs.size() ? PackEvents.proofFault(proofs.get(i), id, checkpoint) : "has no proof";
      if (fault != null) {
        found(
            at,
            PackManifest.PROOFS,
            id,
            "The event " + id + " " + fault + ".",
            "That the event stood in the audit log at the time of the checkpoint is not proved.");
        return;
      }
    }
  }
}
