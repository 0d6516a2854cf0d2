package org.caseroom.cases.pack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caseroom.audit.AuditEntry;
import org.caseroom.audit.AuditLog;
import org.caseroom.base.EventId;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Agencies;
import org.caseroom.identity.Agency;
import org.caseroom.identity.Role;
import org.caseroom.identity.Standing;
import org.caseroom.rooms.EventSigner;
import org.caseroom.rooms.RoomImport;
import org.caseroom.rooms.media.MediaStore;
import org.caseroom.storage.Database;

/**
 * Takes the case of a pack into a service: its events as they are, its files, its people as
 * accounts that nobody signs in to. The service is stopped; whoever calls this has verified the
 * pack, rebuilds what follows from the log afterwards, and enters the case in the register.
 */
public final class PackImport {
  /**
   * What it works on.
   *
   * @param drafts a folder for files on their way in
   */
  public record House(
      Database database,
      AuditLog audit,
      EventSigner signer,
      Accounts accounts,
      Agencies agencies,
      MediaStore media,
      Path drafts,
      InstantSource clock) {}

  /**
   * What was taken in.
   *
   * @param space the case's space
   * @param events how many events
   * @param people how many accounts were made for people
   * @param files how many files
   */
  public record Imported(
      String reference, RoomId space, int events, int people, int files, String server) {}

  private final House house;

  /** An import into this house. */
  public PackImport(House house) {
    this.house = house;
  }

  /** The reference and space of a pack's case. */
  public static Map.Entry<String, RoomId> caseOf(Path file) {
    try (PackReader pack = new PackReader(file)) {
      return Map.entry(pack.manifest().reference(), RoomId.of(pack.manifest().space()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Takes it in.
   *
   * @throws Problem 409 when the case is here already
   */
  public Imported take(Path file) {
    try (PackReader pack = new PackReader(file)) {
      List<RoomImport.Taken> events = events(pack);
      JsonNode agencies = Json.parse(pack.text(PackManifest.AGENCIES));
      List<Account> people = people(pack);
      RoomImport rooms = new RoomImport(house.audit(), house.signer());
      addAgencies(agencies);
      int made =
          house
              .database()
              .write(
                  tx -> {
                    rooms.take(tx, events);
                    int added = house.accounts().addInert(tx, people);
                    house.audit().append(tx, List.of(entry(pack)));
                    return added;
                  });
      int files = media(pack);
      PackManifest manifest = pack.manifest();
      return new Imported(
          manifest.reference(),
          RoomId.of(manifest.space()),
          events.size(),
          made,
          files,
          manifest.server());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static AuditEntry entry(PackReader pack) {
    return new AuditEntry(
        AuditEntry.Kind.IMPORT,
        Json.object()
            .put("who", "operator")
            .put("what", pack.manifest().space())
            .put("from", pack.manifest().server())
            .put("exported", pack.manifest().exported())
            .put("signing_key_id", pack.manifest().signingKeyId())
            .put("signing_key", pack.manifest().signingKey()));
  }

  private static List<RoomImport.Taken> events(PackReader pack) throws IOException {
    PackEvents known = new PackEvents(pack.manifest());
    List<RoomImport.Taken> events = new ArrayList<>();
    for (ObjectNode line : pack.lines(PackManifest.EVENTS)) {
      String room = line.path("room_id").asText();
      JsonNode by = line.path("redacted_by");
      events.add(
          RoomImport.taken(
              RoomId.of(room),
              known.version(room),
              Json.asObject(line.path("pdu")),
              by.isTextual() ? EventId.of(by.textValue()) : null));
    }
    return events;
  }

  private void addAgencies(JsonNode agencies) {
    for (JsonNode each : agencies) {
      if (house.agencies().find(each.path("id").asText()).isEmpty()) {
        List<Agency.Hub> hubs = new ArrayList<>();
        for (JsonNode hub : each.path("hubs")) {
          hubs.add(new Agency.Hub(hub.path("id").asText(), hub.path("name").asText(), "", ""));
        }
        house
            .agencies()
            .save(
                new Agency(
                    each.path("id").asText(),
                    each.path("name").asText(),
                    each.path("kind").asText(),
                    List.of(),
                    hubs),
                null);
      }
    }
  }

  /** All but the bots of a service of this name: those start again by themselves. */
  private List<Account> people(PackReader pack) throws IOException {
    List<Account> people = new ArrayList<>();
    for (JsonNode each : Json.parse(pack.text(PackManifest.PEOPLE))) {
      Set<Role> roles = EnumSet.noneOf(Role.class);
      each.path("roles").forEach(role -> roles.add(Role.of(role.asText())));
      JsonNode agency = each.path("agency");
      boolean here = pack.manifest().server().equals(house.signer().server().value());
      if (here && roles.contains(Role.BOT)) {
        continue;
      }
      people.add(
          new Account(
              UserId.of(each.path("user_id").asText()),
              each.path("display_name").asText(),
              null,
              roles,
              agency.isTextual() ? agency.textValue() : null,
              null,
              Standing.GOOD));
    }
    return people;
  }

  private int media(PackReader pack) throws IOException {
    int files = 0;
    for (PackManifest.File file : pack.manifest().files()) {
      Map<String, String> about = file.media();
      if (about == null) {
        continue;
      }
      Path draft = Files.createTempFile(house.drafts(), "pack-", "");
      try {
        try (InputStream in = pack.open(pack.require(file.name()))) {
          Files.copy(in, draft, StandardCopyOption.REPLACE_EXISTING);
        }
        house
            .media()
            .restore(
                file.name().substring(PackManifest.MEDIA.length()),
                draft,
                UserId.of(about.getOrDefault("owner", "")),
                about.get("type"),
                about.get("name"));
        files++;
      } finally {
        Files.delete(draft);
      }
    }
    return files;
  }

  /**
   * Gives a manager of this service a seat in the rooms of a case that was taken in, to read them.
   * The child's own room and the letterbox stay shut unless they are asked for.
   *
   * @param all whether the child's own room and the letterbox too
   * @throws Problem 400 when they are no manager of the agency that is responsible for the case
   */
  public void appoint(CaseFile file, UserId manager, boolean all) {
    Account who = house.accounts().require(manager);
    boolean manages = who.is(Role.TEAM_MANAGER) || who.is(Role.LINE_MANAGER);
    if (!who.active() || !manages || !file.agency().equals(who.agency())) {
      throw Problem.invalidParam(
          "Whom you appoint is a manager of the agency '"
              + file.agency()
              + "' with an account here: make one with 'account create', role team-manager.");
    }
    RoomImport rooms = new RoomImport(house.audit(), house.signer());
    house
        .database()
        .writing(
            tx -> {
              for (RoomKind kind : RoomKind.values()) {
                if (all || (kind != RoomKind.VOICE && kind != RoomKind.LETTERBOX)) {
                  file.room(kind)
                      .ifPresent(
                          room ->
                              rooms.seat(
                                  tx,
                                  room,
                                  manager,
                                  who.displayName(),
                                  "Appointed by the operator to read a case that was taken in",
                                  house.clock().instant()));
                }
              }
            });
  }
}
