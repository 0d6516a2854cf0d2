package org.caseroom.matrix.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.identity.Account;
import org.caseroom.identity.Profiles;
import org.caseroom.matrix.Endpoint;
import org.caseroom.matrix.Endpoint.Access;
import org.caseroom.matrix.Endpoint.Body;
import org.caseroom.matrix.Fields;
import org.caseroom.matrix.MatrixRequest;
import org.caseroom.matrix.MatrixResponse;
import org.caseroom.matrix.Members;
import org.caseroom.matrix.People;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomLog;
import org.caseroom.rooms.RoomView;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Names, pictures and what else people show of themselves. */
final class ProfileApi {
  private static final Logger LOG = LoggerFactory.getLogger(ProfileApi.class);
  private static final String PROFILE = "/_matrix/client/v3/profile/{userId}";
  private static final String NAME = "displayname";
  private static final String PICTURE = "avatar_url";

  private static final int MAX_KEY = 255;
  private static final long MOST_SECONDS = 5;
  private static final Pattern KEY =
      Pattern.compile("avatar_url|displayname|[a-z][a-z0-9_-]*(\\.[a-z0-9_-]+)+");

  private final RoomLog log;
  private final Profiles profiles;
  private final People people;

  ProfileApi(RoomLog log, Profiles profiles, People people) {
    this.log = log;
    this.profiles = profiles;
    this.people = people;
    profiles.onChange(this::tellRooms);
  }

  List<Endpoint> endpoints() {
    return List.of(
        get(PROFILE, this::profile),
        get(PROFILE + "/{keyName}", this::field),
        Endpoint.of("PUT", PROFILE + "/{keyName}", Access.SIGNED_IN, Body.JSON, this::set),
        Endpoint.of("DELETE", PROFILE + "/{keyName}", Access.SIGNED_IN, Body.NONE, this::remove));
  }

  private static Endpoint get(String path, Function<MatrixRequest, MatrixResponse> handler) {
    return Endpoint.of("GET", path, Access.OPTIONAL, Body.NONE, handler);
  }

  private static UserId user(MatrixRequest request) {
    return UserId.of(request.pathParameter("userId"));
  }

  private static @Nullable UserId asker(MatrixRequest request) {
    return request.caller() == null ? null : request.user();
  }

  private static String key(MatrixRequest request) {
    String key = request.pathParameter("keyName");
    if (key.getBytes(StandardCharsets.UTF_8).length > MAX_KEY) {
      throw Problem.of(400, "M_KEY_TOO_LARGE", "The name of a field has at most 255 bytes.");
    }
    if (!KEY.matcher(key).matches()) {
      throw Problem.invalidParam(
          "A profile has a displayname, an avatar_url, m.tz and fields named as org.example.field.");
    }
    return key;
  }

  private MatrixResponse profile(MatrixRequest request) {
    Account account = people.require(asker(request), user(request));
    ObjectNode json = Json.object();
    if (account.name() != null) {
      json.put(NAME, account.name());
    }
    if (account.avatarUrl() != null) {
      json.put(PICTURE, account.avatarUrl());
    }
    json.setAll(profiles.fields(account.id()));
    return MatrixResponse.ok(json);
  }

  private MatrixResponse field(MatrixRequest request) {
    String field = key(request);
    Account account = people.require(asker(request), user(request));
    ObjectNode json = Json.object();
    switch (field) {
      case NAME -> put(json, NAME, account.name());
      case PICTURE -> put(json, PICTURE, account.avatarUrl());
      default ->
          json.set(
              field,
              profiles
                  .field(account.id(), field)
                  .orElseThrow(() -> Problem.notFound("The profile has no such field.")));
    }
    return MatrixResponse.ok(json);
  }

  /** Clients of old expect an empty answer where no name or picture is set. */
  private static void put(ObjectNode json, String field, @Nullable String value) {
    if (value != null) {
      json.put(field, value);
    }
  }

  private void requireOwn(MatrixRequest request) {
    if (!user(request).equals(request.user())) {
      throw Problem.forbidden("You may change your own profile only.");
    }
  }

  private MatrixResponse set(MatrixRequest request) {
    requireOwn(request);
    String field = key(request);
    Fields body = Fields.of(request);
    JsonNode value = body.json().get(field);
    if (value == null) {
      throw body.missing(field);
    }
    switch (field) {
      case NAME -> profiles.setDisplayName(request.user(), body.text(NAME).orElse(null));
      case PICTURE -> profiles.setAvatarUrl(request.user(), body.text(PICTURE).orElse(null));
      default -> {
        if (field.equals("m.tz")) {
          body.requireText(field);
        }
        profiles.setField(request.user(), field, value);
      }
    }
    return MatrixResponse.empty();
  }

  private MatrixResponse remove(MatrixRequest request) {
    requireOwn(request);
    switch (key(request)) {
      case NAME -> profiles.setDisplayName(request.user(), null);
      case PICTURE -> profiles.setAvatarUrl(request.user(), null);
      default -> profiles.removeField(request.user(), key(request));
    }
    return MatrixResponse.empty();
  }

  /**
   * A new name or picture goes into the member event of each room that the person is in. Waited
   * for, so that whoever is answered finds it there; in very many rooms, not for ever.
   */
  private void tellRooms(Profiles.Profile profile) {
    List<CompletableFuture<?>> told = new ArrayList<>();
    for (RoomId room : log.view().rooms(profile.user(), Membership.JOIN)) {
      told.add(
          log.append(view -> List.of(renewed(view, room, profile)))
              .whenComplete(
                  (appended, refusal) -> {
                    if (refusal != null) {
                      LOG.debug(
                          "A room did not take the new profile of {}", profile.user(), refusal);
                    }
                  }));
    }
    CompletableFuture.allOf(told.toArray(CompletableFuture[]::new))
        .exceptionally(refusal -> null)
        .completeOnTimeout(null, MOST_SECONDS, TimeUnit.SECONDS)
        .join();
  }

  private static Draft renewed(RoomView view, RoomId room, Profiles.Profile profile) {
    Event member =
        Members.event(view, room, profile.user())
            .filter(event -> event.text("membership").equals(joined()))
            .orElseThrow(() -> Problem.forbidden("They left in the meantime."));
    ObjectNode content = member.content().deepCopy();
    content.remove(List.of("reason", NAME, PICTURE));
    put(content, NAME, profile.displayName());
    put(content, PICTURE, profile.avatarUrl());
    return Draft.state(room, profile.user(), "m.room.member", profile.user().value(), content);
  }

  private static Optional<String> joined() {
    return Optional.of(Membership.JOIN.json());
  }
}
