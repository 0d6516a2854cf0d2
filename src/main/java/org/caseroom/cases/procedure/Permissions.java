package org.caseroom.cases.procedure;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.caseroom.base.Problem;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.identity.Account;
import org.caseroom.identity.Role;

/** The table role x action x kind of room: {@code config/permissions.yaml}. */
public final class Permissions {
  /** The action of ordinary messages, reactions, edits and redactions. */
  public static final String TALK = "talk";

  /** The action of naming a room, and what else describes it. */
  public static final String DESCRIBE = "describe-room";

  /** The action of inviting somebody. */
  public static final String INVITE = "invite";

  private record Table(
      Map<String, List<String>> groups,
      List<RoomKind> rooms,
      @JsonProperty("actions") Map<String, Map<String, List<String>>> actions) {}

  private final Map<String, Map<RoomKind, Set<Role>>> cells;
  private final Map<String, Set<Role>> groups;

  private Permissions(Map<String, Map<RoomKind, Set<Role>>> cells, Map<String, Set<Role>> groups) {
    this.cells = cells;
    this.groups = groups;
  }

  /**
   * Loads the table.
   *
   * @throws Problem {@code ORG.CASEROOM_CONFIG} that names the line
   */
  public static Permissions load(Path file) {
    try {
      String text = Files.readString(file);
      Table table = ConfigFiles.yaml().readValue(text, Table.class);
      Map<String, Set<Role>> groups = new HashMap<>();
      table.groups().forEach((name, words) -> groups.put(name, roles(file, text, Map.of(), words)));
      Map<String, Map<RoomKind, Set<Role>>> cells = new TreeMap<>();
      table
          .actions()
          .forEach(
              (action, columns) -> {
                Map<RoomKind, Set<Role>> row = new EnumMap<>(RoomKind.class);
                columns.forEach(
                    (kind, words) ->
                        row.put(kind(file, text, kind), roles(file, text, groups, words)));
                cells.put(action, row);
              });
      return new Permissions(cells, groups);
    } catch (IOException e) {
      throw ConfigFiles.wrong(file, e);
    }
  }

  private static RoomKind kind(Path file, String text, String word) {
    try {
      return RoomKind.of(word);
    } catch (Problem unknown) {
      throw ConfigFiles.at(file, line(text, word), "there is no kind of room '" + word + "'.");
    }
  }

  private static Set<Role> roles(
      Path file, String text, Map<String, Set<Role>> groups, List<String> words) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (String word : words) {
      Set<Role> group = groups.get(word);
      if (group != null) {
        roles.addAll(group);
        continue;
      }
      try {
        roles.add(Role.of(word));
      } catch (Problem unknown) {
        throw ConfigFiles.at(file, line(text, word), "there is no role or group '" + word + "'.");
      }
    }
    return roles;
  }

  private static int line(String text, String word) {
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(word)) {
        return i + 1;
      }
    }
    return 1;
  }

  /** The actions of the table, sorted. */
  public Set<String> actions() {
    return cells.keySet();
  }

  /** Whether the table has an action. */
  public boolean knows(String action) {
    return cells.containsKey(action);
  }

  /** The kinds of room in which an action is anybody's. */
  public Set<RoomKind> rooms(String action) {
    Map<RoomKind, Set<Role>> row = cells.get(action);
    return row == null ? Set.of() : row.keySet();
  }

  /** Who may do something in a kind of room. */
  public Set<Role> roles(String action, RoomKind kind) {
    Map<RoomKind, Set<Role>> row = cells.get(action);
    Set<Role> roles = row == null ? null : row.get(kind);
    return roles == null ? Set.of() : roles;
  }

  /** Whether somebody may do something in a kind of room. */
  public boolean allows(Account who, String action, RoomKind kind) {
    Set<Role> roles = roles(action, kind);
    return who.roles().stream().anyMatch(roles::contains);
  }

  /**
   * Refuses who may not do something in a kind of room.
   *
   * @throws Problem 403 that says in which rooms it belongs, or which roles may do it
   */
  public void require(Account who, String action, RoomKind kind) {
    if (allows(who, action, kind)) {
      return;
    }
    Set<RoomKind> rooms = rooms(action);
    if (!rooms.contains(kind) && !rooms.isEmpty()) {
      throw Problem.forbidden(
          "This does not belong in the room '"
              + kind.title()
              + "', but in '"
              + rooms.stream().map(RoomKind::title).collect(Collectors.joining("' or '"))
              + "'.");
    }
    throw Problem.forbidden(
        "Your role may not do this here. It is for: "
            + roles(action, kind).stream()
                .filter(role -> role != Role.BOT)
                .map(Role::title)
                .sorted()
                .collect(Collectors.joining(", "))
            + ".");
  }

  /** The groups that a role is in, sorted. */
  public List<String> groupsOf(Role role) {
    return groups.entrySet().stream()
        .filter(group -> group.getValue().contains(role))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /** The roles of a group. */
  public Optional<Set<Role>> group(String name) {
    return Optional.ofNullable(groups.get(name));
  }
}
