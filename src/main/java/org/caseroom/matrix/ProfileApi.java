package org.caseroom.matrix;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Profiles;
import org.caseroom.matrix.Endpoint.Access;
import org.caseroom.matrix.Endpoint.Body;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Names and pictures, and finding people by them. */
final class ProfileApi {
  private static final Logger LOG = LoggerFactory.getLogger(ProfileApi.class);
  private static final String PROFILE = "/_matrix/client/v3/profile/{userId}";
  private static final String NAME = "displayname";
  private static final String PICTURE = "avatar_url";

  private final RoomLog log;
  private final Accounts accounts;
  private final Profiles profiles;
  private final People people;

  ProfileApi(RoomLog log, Accounts accounts, Profiles profiles, People people) {
    this.log = log;
    this.accounts = accounts;
    this.profiles = profiles;
    this.people = people;
    profiles.onChange(this::tellRooms);
  }

  List<Endpoint> endpoints() {
    return List.of(
        get(PROFILE, request -> MatrixResponse.ok(profile(request))),
        get(PROFILE + "/{keyName}", this::field),
        Endpoint.of("PUT", PROFILE + "/{keyName}", Access.SIGNED_IN, Body.JSON, this::set),
        Endpoint.of(
            "POST",
            "/_matrix/client/v3/user_directory/search",
            Access.SIGNED_IN,
            Body.JSON,
            this::search));
  }

  private static Endpoint get(String path, Function<MatrixRequest, MatrixResponse> handler) {
    return Endpoint.of("GET", path, Access.SIGNED_IN, Body.NONE, handler);
  }

  private static UserId user(MatrixRequest request) {
    return UserId.of(request.pathParameter("userId"));
  }

  private ObjectNode profile(MatrixRequest request) {
    Account account = people.require(request.user(), user(request));
    ObjectNode json = Json.object().put(NAME, account.displayName());
    if (account.avatarUrl() != null) {
      json.put(PICTURE, account.avatarUrl());
    }
    return json;
  }

  private MatrixResponse field(MatrixRequest request) {
    String field = request.pathParameter("keyName");
    ObjectNode profile = profile(request);
    if (profile.has(field)) {
      return MatrixResponse.ok(Json.object().set(field, profile.get(field)));
    }
    if (field.equals(PICTURE)) {
      return MatrixResponse.empty();
    }
    throw Problem.notFound("The profile has no such field.");
  }

  private MatrixResponse set(MatrixRequest request) {
    if (!user(request).equals(request.user())) {
      throw Problem.forbidden("You may change your own profile only.");
    }
    Fields body = Fields.of(request);
    String field = request.pathParameter("keyName");
    switch (field) {
      case NAME -> profiles.setDisplayName(request.user(), body.text(NAME).orElse(null));
      case PICTURE -> profiles.setAvatarUrl(request.user(), body.text(PICTURE).orElse(null));
      default -> throw Problem.invalidParam("A profile has a displayname and an avatar_url.");
    }
    return MatrixResponse.empty();
  }

  /** A new name or picture goes into the member event of each room that the person is in. */
  private void tellRooms(Profiles.Profile profile) {
    for (RoomId room : log.view().rooms(profile.user(), Membership.JOIN)) {
      log.append(
              view -> {
                Event member =
                    Members.event(view, room, profile.user())
                        .filter(event -> event.text("membership").equals(joined()))
                        .orElseThrow(() -> Problem.forbidden("They left in the meantime."));
                ObjectNode content = member.content().deepCopy();
                content.remove(List.of("reason", NAME, PICTURE));
                content.put(NAME, profile.displayName());
                if (profile.avatarUrl() != null) {
                  content.put(PICTURE, profile.avatarUrl());
                }
                return List.of(
                    Draft.state(
                        room, profile.user(), "m.room.member", profile.user().value(), content));
              })
          .whenComplete(
              (appended, refusal) -> {
                if (refusal != null) {
                  LOG.debug("A room did not take the new profile of {}", profile.user(), refusal);
                }
              });
    }
  }

  private static java.util.Optional<String> joined() {
    return java.util.Optional.of(Membership.JOIN.json());
  }

  private MatrixResponse search(MatrixRequest request) {
    Fields body = Fields.of(request);
    String term = body.requireText("search_term").strip().toLowerCase(Locale.ROOT);
    long limit = body.number("limit", 0, Long.MAX_VALUE).map(n -> Math.min(n, 100L)).orElse(10L);
    List<Account> found =
        people.around(request.user()).stream()
            .map(user -> accounts.find(user).orElse(null))
            .filter(Objects::nonNull)
            .filter(Account::active)
            .filter(account -> mentions(account, term))
            .sorted(java.util.Comparator.comparing(Account::displayName))
            .toList();
    ObjectNode answer = Json.object();
    ArrayNode results = answer.putArray("results");
    found.stream().limit(limit).forEach(account -> results.add(json(account)));
    answer.put("limited", found.size() > limit);
    return MatrixResponse.ok(answer);
  }

  private static boolean mentions(@Nullable Account account, String term) {
    return account != null
        && (account.displayName().toLowerCase(Locale.ROOT).contains(term)
            || account.id().value().contains(term));
  }

  private static ObjectNode json(Account account) {
    ObjectNode json =
        Json.object()
            .put("user_id", account.id().value())
            .put("display_name", account.displayName());
    if (account.avatarUrl() != null) {
      json.put("avatar_url", account.avatarUrl());
    }
    return json;
  }
}
