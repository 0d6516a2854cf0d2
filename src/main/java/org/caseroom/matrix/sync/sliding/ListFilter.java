package org.caseroom.matrix.sync.sliding;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.identity.AccountData;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomView;
import org.jspecify.annotations.Nullable;

/**
 * Which rooms a list is made of; what is not said is not asked.
 *
 * @param dm whether only direct chats, or only others
 * @param encrypted whether only encrypted rooms, or only others
 * @param invited whether only invitations, or only others
 * @param spaces only rooms in one of these spaces, of those that the user is in
 * @param types only rooms of these types; the empty text is for rooms without one
 * @param notTypes no rooms of these types
 * @param tags only rooms with one of these tags
 * @param notTags no rooms with one of these tags
 * @param nameLike only rooms with this in their name
 */
record ListFilter(
    @Nullable Boolean dm,
    @Nullable Boolean encrypted,
    @Nullable Boolean invited,
    @Nullable List<String> spaces,
    @Nullable List<String> types,
    List<String> notTypes,
    @Nullable List<String> tags,
    List<String> notTags,
    @Nullable String nameLike) {

  static final ListFilter ALL =
      new ListFilter(null, null, null, null, null, List.of(), null, List.of(), null);

  /** Whether rooms are told apart by their types. */
  boolean asksType() {
    return types != null || !notTypes.isEmpty();
  }

  /** Decides for one user, with what is looked up once for all rooms. */
  static final class Sieve {
    private final ListFilter filter;
    private final RoomView view;
    private final AccountData accountData;
    private final UserId user;
    private final Set<String> direct;
    private final Set<String> inSpaces;
    private Map<RoomId, String> types = Map.of();

    Sieve(
        ListFilter filter,
        RoomView view,
        AccountData accountData,
        UserId user,
        Set<String> direct) {
      this.filter = filter;
      this.view = view;
      this.accountData = accountData;
      this.user = user;
      this.direct = direct;
      this.inSpaces = filter.spaces() == null ? Set.of() : children(filter.spaces());
    }

    /** Gives it the types of the rooms. */
    void types(Map<RoomId, String> ofRooms) {
      types = ofRooms;
    }

    private Set<String> children(List<String> spaces) {
      Set<String> children = new HashSet<>();
      for (String space : spaces) {
        roomId(space)
            .filter(id -> view.membership(id, user) == Membership.JOIN)
            .ifPresent(
                id -> {
                  for (Event child : view.state(id, "m.space.child")) {
                    if (child.content().path("via").isArray() && child.stateKey() != null) {
                      children.add(child.stateKey());
                    }
                  }
                });
      }
      return children;
    }

    private static Optional<RoomId> roomId(String text) {
      try {
        return Optional.of(RoomId.of(text));
      } catch (Problem noRoom) {
        return Optional.empty();
      }
    }

    boolean lets(RoomId room, Membership membership) {
      return (filter.dm() == null || filter.dm() == direct.contains(room.value()))
          && (filter.invited() == null || filter.invited() == (membership == Membership.INVITE))
          && (filter.spaces() == null || inSpaces.contains(room.value()))
          && tagged(room)
          && (filter.encrypted() == null
              || filter.encrypted() == view.state(room, "m.room.encryption", "").isPresent())
          && ofType(room)
          && named(room);
    }

    private boolean tagged(RoomId room) {
      if (filter.tags() == null && filter.notTags().isEmpty()) {
        return true;
      }
      ObjectNode tags = accountData.tags(user, room);
      return filter.notTags().stream().noneMatch(tags::has)
          && (filter.tags() == null || filter.tags().stream().anyMatch(tags::has));
    }

    private boolean ofType(RoomId room) {
      String type = types.getOrDefault(room, "");
      return !filter.notTypes().contains(type)
          && (filter.types() == null || filter.types().contains(type));
    }

    private boolean named(RoomId room) {
      String like = filter.nameLike();
      return like == null
          || view.state(room, "m.room.name", "")
              .flatMap(event -> event.text("name"))
              .filter(name -> name.toLowerCase(Locale.ROOT).contains(like.toLowerCase(Locale.ROOT)))
              .isPresent();
    }
  }
}
