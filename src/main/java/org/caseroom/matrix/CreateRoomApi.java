package org.caseroom.matrix;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.caseroom.base.EmailAddress;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomAlias;
import org.caseroom.base.RoomId;
import org.caseroom.base.ServerName;
import org.caseroom.base.UserId;
import org.caseroom.matrix.Endpoint.Access;
import org.caseroom.matrix.Endpoint.Body;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.NewRoom;
import org.caseroom.rooms.RoomLog;

/**
 * {@code POST /createRoom}: everything that a room starts with is one unit of the log, so that a
 * room which cannot be as it was asked for is not there at all.
 */
final class CreateRoomApi {
  private static final Pattern ALIAS_NAME = Pattern.compile("[^\\s:#\\x00-\\x1f]{1,200}");
  private static final int MOST_INVITES = 200;
  private static final int MOST_LETTERS = 20;

  private final RoomLog log;
  private final Members members;
  private final AddressInvites invites;
  private final Aliases aliases;
  private final Successors successors;
  private final ServerName server;

  CreateRoomApi(
      RoomLog log,
      Members members,
      AddressInvites invites,
      Aliases aliases,
      Successors successors,
      ServerName server) {
    this.invites = invites;
    this.log = log;
    this.members = members;
    this.aliases = aliases;
    this.successors = successors;
    this.server = server;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of(
            "POST",
            "/_matrix/client/v3/createRoom",
            Access.SIGNED_IN,
            Body.JSON,
            request -> MatrixResponse.ok(create(request.user(), Fields.of(request)))));
  }

  /** Creates the room that a body asks for, and tells its id and alias. */
  private ObjectNode create(UserId creator, Fields body) {
    boolean listed = isListed(body);
    List<EmailAddress> addresses = addresses(body);
    Set<UserId> invited = invited(body, addresses, creator);
    RoomDesign design = new RoomDesign(members, creator, body, listed, invited);
    Optional<RoomAlias> alias = alias(body);
    NewRoom room =
        NewRoom.prepare(design.version(), creator, design.creation(), log.view().now(), server);
    List<Draft> drafts = design.drafts(room, alias);
    // The alias goes first, since somebody else may ask for it at the same time.
    alias.ifPresent(name -> take(name, room.id(), creator));
    try {
      List<EmailAddress> unknown =
          addresses.stream().filter(address -> invites.owner(creator, address).isEmpty()).toList();
      appendInviting(unknown, room.id(), creator, drafts, body);
    } catch (Problem refusal) {
      alias.ifPresent(aliases::remove);
      throw refusal;
    }
    if (listed) {
      aliases.list(room.id(), true);
    }
    successors.joined(creator, room.id());
    ObjectNode answer = Json.object().put("room_id", room.id().value());
    // Not in the specification any more, and still read by clients.
    alias.ifPresent(name -> answer.put("room_alias", name.value()));
    return answer;
  }

  private void take(RoomAlias alias, RoomId room, UserId creator) {
    try {
      aliases.add(alias, room, creator);
    } catch (Problem taken) {
      throw taken.status() == 409 ? Problem.of(400, "M_ROOM_IN_USE", taken.message()) : taken;
    }
  }

  /** Appends what the room begins with, and invites addresses that no account has. */
  private void appendInviting(
      List<EmailAddress> addresses, RoomId room, UserId creator, List<Draft> drafts, Fields body) {
    List<AddressInvites.Prepared> letters = new ArrayList<>();
    try {
      for (EmailAddress address : addresses) {
        AddressInvites.Prepared letter = invites.prepare(room, creator, address);
        letters.add(letter);
        if (letter.draft() != null) {
          drafts.add(letter.draft());
        }
      }
      append(drafts, body);
    } catch (Problem refusal) {
      letters.forEach(invites::withdraw);
      throw refusal;
    }
    letters.forEach(invites::deliver);
  }

  private void append(List<Draft> drafts, Fields body) {
    try {
      log.appendNow(view -> drafts);
    } catch (Problem refusal) {
      boolean asked = body.has("initial_state") || body.has("power_level_content_override");
      if (asked && refusal.errcode().equals("M_FORBIDDEN")) {
        throw Problem.of(
            400, "M_INVALID_ROOM_STATE", "A room cannot begin like this: " + refusal.message());
      }
      throw refusal;
    }
  }

  private static boolean isListed(Fields body) {
    String visibility = body.text("visibility").orElse("private");
    if (!visibility.equals("private") && !visibility.equals("public")) {
      throw Problem.invalidParam("'visibility' is public or private.");
    }
    return visibility.equals("public");
  }

  /** The addresses that people are invited by. */
  private List<EmailAddress> addresses(Fields body) {
    List<EmailAddress> addresses =
        body.list("invite_3pid").stream().map(invites::address).distinct().toList();
    if (addresses.size() > MOST_LETTERS) {
      throw Problem.invalidParam(
          "Invite at most " + MOST_LETTERS + " people by their address at once.");
    }
    return addresses;
  }

  private Set<UserId> invited(Fields body, List<EmailAddress> addresses, UserId creator) {
    Set<UserId> invited = new LinkedHashSet<>();
    addresses.forEach(address -> invites.owner(creator, address).ifPresent(invited::add));
    for (String user : body.texts("invite").orElse(List.of())) {
      invited.add(members.person(user));
    }
    invited.remove(creator);
    invited.forEach(user -> members.requireTaking(user, creator));
    if (invited.size() + addresses.size() > MOST_INVITES) {
      throw Problem.invalidParam("Invite at most " + MOST_INVITES + " people at once.");
    }
    return invited;
  }

  private Optional<RoomAlias> alias(Fields body) {
    return body.text("room_alias_name")
        .map(
            name -> {
              if (!ALIAS_NAME.matcher(name).matches()) {
                throw Problem.invalidParam(
                    "'room_alias_name' is the part between # and : alone, without spaces.");
              }
              return RoomAlias.of("#" + name + ":" + server);
            });
  }
}
