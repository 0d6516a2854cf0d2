package org.caseroom.cases.pack;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.caseroom.audit.AuditEntry;
import org.caseroom.audit.AuditLog;
import org.caseroom.audit.AuditProofs;
import org.caseroom.base.CanonicalJson;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.identity.Account;
import org.caseroom.identity.Agencies;
import org.caseroom.identity.Agency;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Rooms;
import org.caseroom.rooms.media.Media;
import org.caseroom.rooms.media.MediaStore;
import org.jspecify.annotations.Nullable;

/** Writes whole cases into packs. */
public final class CasePacks {
  private static final int AT_ONCE = 500;
  private static final Pattern ADDRESS = Pattern.compile("mxc://[^/\\s\"]{1,255}/([\\w-]{1,64})");

  private final Desk desk;
  private final Rooms rooms;
  private final Agencies agencies;
  private final AuditLog audit;
  private final MediaStore media;

  /** The service, on its desk. */
  public CasePacks(Desk desk, Rooms rooms, Agencies agencies, AuditLog audit, MediaStore media) {
    this.desk = desk;
    this.rooms = rooms;
    this.agencies = agencies;
    this.audit = audit;
    this.media = media;
  }

  /**
   * The audit log as it is now.
   *
   * @param checkpoint a signed note: whoever keeps it can hold the log to it later
   * @param key what it is verified with, {@code name+hash+key}
   */
  public record LogNow(String checkpoint, String key) {}

  /** A checkpoint to keep, and the key to verify packs with. */
  public LogNow checkpoint() {
    return new LogNow(audit.checkpoint(), audit.verifier().toString());
  }

  /** A file of the pack while it is put together. */
  private record Part(PackManifest.File file, PackZip.Content content) {}

  /**
   * Writes a case into a file, whole; the audit log notes it as an export, with the reason.
   *
   * @param by a manager of the responsible agency or an administrator; null for the operator's
   *     command line
   * @param to the file: it is written new, or over
   * @throws Problem 404 for a case that is not there or not theirs, 403 for everybody else, 400
   *     without a reason
   */
  public void export(@Nullable UserId by, String reference, String reason, Path to) {
    CaseFile file = open(by, reference);
    if (reason.isBlank()) {
      throw Problem.invalidParam("Say why the whole case leaves the service ('reason').");
    }
    audit.record(
        new AuditEntry(
            AuditEntry.Kind.EXPORT,
            Json.object()
                .put("who", by == null ? "operator" : by.value())
                .put("what", file.space().value())
                .put("how", "whole-case")
                .put("why", reason)));
    try {
      write(file, by == null ? "operator" : by.value(), reason, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CaseFile open(@Nullable UserId by, String reference) {
    CaseFile file =
        desk.register()
            .space(desk.log().view(), reference)
            .flatMap(space -> CaseFile.of(desk.log().view(), space))
            .orElseThrow(() -> Desk.noSuchCase(reference));
    if (by == null) {
      return file;
    }
    Account who = desk.accounts().require(by);
    boolean manages = who.is(Role.TEAM_MANAGER) || who.is(Role.LINE_MANAGER);
    if (!who.is(Role.ADMINISTRATOR) && !desk.mayOpen(by, file)) {
      throw Desk.noSuchCase(reference);
    }
    if (!who.is(Role.ADMINISTRATOR) && !(manages && file.agency().equals(who.agency()))) {
      throw Problem.forbidden(
          "A whole case is exported by a manager of the responsible agency or an administrator,"
              + " since it holds what no single member may read. What you may read you can take"
              + " along: GET /api/cases/"
              + file.reference()
              + "/pack.");
    }
    return file;
  }

  private void write(CaseFile file, String by, String reason, Path to) throws IOException {
    Map<RoomId, RoomKind> kinds = new LinkedHashMap<>();
    kinds.put(file.space(), RoomKind.CASE);
    file.rooms().forEach((kind, room) -> kinds.put(room, kind));
    List<Event> events = events(kinds.keySet());
    Map<UserId, Account> people = people(events);
    AuditProofs.EventProofs proofs =
        audit
            .proofs()
            .proveEvents(
                events.stream().map(event -> event.id().value()).collect(Collectors.toSet()));
    List<Part> parts = new ArrayList<>();
    PackPage page = new PackPage(desk.policy().procedure(file).zone(), desk::name);
    parts.add(text("index.html", "The case to read", page.of(file, kinds, events), false));
    parts.add(
        text(
            PackManifest.EVENTS,
            "Every event of all rooms, in the order of the log; a line each",
            events.stream().map(CasePacks::line).collect(Collectors.joining("\n", "", "\n")),
            true));
    parts.add(
        text(
            PackManifest.PROOFS,
            "The place of each event in the audit log, with the path to its checkpoint",
            proofs.proofs().stream()
                .map(CasePacks::line)
                .collect(Collectors.joining("\n", "", "\n")),
            true));
    parts.add(
        text(
            PackManifest.CHECKPOINT,
            "The audit log's signed checkpoint when this was exported",
            proofs.checkpoint(),
            false));
    parts.add(text(PackManifest.PEOPLE, "Who is who in the case", people(people), false));
    parts.add(text(PackManifest.AGENCIES, "The agencies concerned", agencies(file, people), false));
    parts.addAll(media(events));
    PackManifest manifest =
        manifest(file, kinds, by, reason, proofs.key(), parts.stream().map(Part::file).toList());
    zip(manifest, parts, to);
  }

  private PackManifest manifest(
      CaseFile file,
      Map<RoomId, RoomKind> kinds,
      String by,
      String reason,
      String checkpointKey,
      List<PackManifest.File> files) {
    return new PackManifest(
        PackManifest.FORMAT,
        file.reference(),
        file.child(),
        file.space().value(),
        kinds.entrySet().stream()
            .map(
                entry ->
                    new PackManifest.Room(
                        entry.getKey().value(),
                        entry.getValue().word(),
                        file.view().version(entry.getKey()).id()))
            .toList(),
        rooms.signer().server().value(),
        file.view().now().toString(),
        by,
        reason,
        rooms.signer().keyId(),
        Base64.getEncoder().encodeToString(rooms.signer().publicKey()),
        checkpointKey,
        files);
  }

  private void zip(PackManifest manifest, List<Part> parts, Path to) throws IOException {
    byte[] text = Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest);
    ObjectNode seal =
        Json.object()
            .put("manifest_sha256", PackManifest.hash(() -> new ByteArrayInputStream(text)))
            .put("server", manifest.server());
    rooms.signer().signJson(seal);
    List<Part> all = new ArrayList<>();
    all.add(bytes(PackManifest.MANIFEST, "", text));
    all.add(bytes(PackManifest.SEAL, "", CanonicalJson.encode(seal)));
    all.addAll(parts);
    byte[] directory = PackZip.directory(all.stream().map(part -> part.file().entry()).toList());
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(to), 1 << 16)) {
      for (Part part : all) {
        PackZip.write(out, part.file().entry(), part.content());
      }
      out.write(directory);
    }
  }

  private static Part bytes(String name, String about, byte[] content) throws IOException {
    return part(name, about, () -> new ByteArrayInputStream(content), null, null);
  }

  private static Part text(String name, String about, String content, boolean lines)
      throws IOException {
    byte[] bytes = content.getBytes(UTF_8);
    return part(
        name,
        about,
        () -> new ByteArrayInputStream(bytes),
        lines ? PackManifest.lineHashes(bytes) : null,
        null);
  }

  private static Part part(
      String name,
      String about,
      PackZip.Content content,
      @Nullable List<String> lines,
      @Nullable Map<String, String> media)
      throws IOException {
    PackZip.Entry entry = PackZip.measure(name, content);
    return new Part(
        new PackManifest.File(
            name, about, entry.length(), entry.crc(), PackManifest.hash(content), lines, media),
        content);
  }

  // ---- What is in it ----

  private List<Event> events(Set<RoomId> ofRooms) {
    List<Event> events = new ArrayList<>();
    for (RoomId room : ofRooms) {
      long after = 0;
      List<Event> some = rooms.whole().of(room, after, AT_ONCE);
      while (!some.isEmpty()) {
        events.addAll(some);
        after = some.get(some.size() - 1).position();
        some = rooms.whole().of(room, after, AT_ONCE);
      }
    }
    events.sort(Comparator.comparingLong(Event::position));
    return events;
  }

  private static String line(Event event) {
    ObjectNode line =
        Json.object().put("event_id", event.id().value()).put("room_id", event.room().value());
    event.redactedBy().ifPresent(by -> line.put("redacted_by", by.value()));
    line.set("pdu", event.pdu());
    return CanonicalJson.encodeToString(line);
  }

  private static String line(AuditProofs.EventProof proof) {
    ObjectNode line =
        Json.object()
            .put("event_id", proof.eventId())
            .put("seq", proof.seq())
            .put("leaf", proof.leaf());
    ArrayNode path = line.putArray("path");
    proof.path().forEach(path::add);
    return CanonicalJson.encodeToString(line);
  }

  private Map<UserId, Account> people(List<Event> events) {
    Set<UserId> users = new TreeSet<>();
    for (Event event : events) {
      users.add(event.sender());
      String key = event.stateKey();
      if (key != null && event.type().equals("m.room.member") && UserId.isValid(key)) {
        users.add(UserId.of(key));
      }
    }
    Map<UserId, Account> people = new TreeMap<>();
    users.forEach(user -> desk.accounts().find(user).ifPresent(who -> people.put(user, who)));
    return people;
  }

  private static String people(Map<UserId, Account> people) {
    ArrayNode list = Json.array();
    people
        .values()
        .forEach(
            who -> {
              ObjectNode each =
                  list.addObject()
                      .put("user_id", who.id().value())
                      .put("display_name", who.displayName());
              who.roles().stream().map(Role::word).sorted().forEach(each.withArray("roles")::add);
              if (who.agency() != null) {
                each.put("agency", who.agency());
              }
            });
    return list.toPrettyString() + "\n";
  }

  private String agencies(CaseFile file, Map<UserId, Account> people) {
    Set<String> ids = new TreeSet<>(Set.of(file.agency()));
    for (Account who : people.values()) {
      String agency = who.agency();
      if (agency != null) {
        ids.add(agency);
      }
    }
    ArrayNode list = Json.array();
    for (String id : ids) {
      for (Agency agency : agencies.find(id).stream().toList()) {
        ObjectNode each =
            list.addObject().put("id", id).put("name", agency.name()).put("kind", agency.kind());
        ArrayNode hubs = each.putArray("hubs");
        agency.hubs().forEach(hub -> hubs.addObject().put("id", hub.id()).put("name", hub.name()));
      }
    }
    return list.toPrettyString() + "\n";
  }

  private List<Part> media(List<Event> events) throws IOException {
    Set<String> ids = new LinkedHashSet<>();
    events.forEach(event -> collect(event.content(), ids));
    List<Part> parts = new ArrayList<>();
    for (String id : ids) {
      for (Media kept : media.kept(id).stream().toList()) {
        Map<String, String> about = new TreeMap<>();
        about.put("owner", kept.owner().value());
        about.put("type", kept.contentType());
        String name = kept.fileName();
        if (name != null) {
          about.put("name", name);
        }
        parts.add(
            part(
                PackManifest.MEDIA + id,
                "A file that was shown in a room",
                () -> media.open(kept),
                null,
                about));
      }
    }
    return parts;
  }

  private static void collect(JsonNode node, Set<String> ids) {
    if (node.isTextual()) {
      Matcher matcher = ADDRESS.matcher(node.textValue());
      while (matcher.find()) {
        ids.add(matcher.group(1));
      }
    } else {
      node.forEach(child -> collect(child, ids));
    }
  }
}
