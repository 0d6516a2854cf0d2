package org.caseroom.matrix.presence;

import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.matrix.Endpoint;
import org.caseroom.matrix.Endpoint.Access;
import org.caseroom.matrix.Endpoint.Body;
import org.caseroom.matrix.Fields;
import org.caseroom.matrix.MatrixRequest;
import org.caseroom.matrix.MatrixResponse;
import org.caseroom.matrix.People;
import org.jspecify.annotations.Nullable;

/** Saying whether one is there, and asking it of others (client-server API, "Presence"). */
public final class PresenceApi {
  private static final String PATH = "/_matrix/client/v3/presence/{userId}/status";
  private static final int LONGEST_MESSAGE = 1000;

  private final People people;
  private final @Nullable Presence presence;

  /**
   * Makes the endpoints.
   *
   * @param people who may know of whom
   * @param presence null where a deployment does without: nobody is ever there then, and what
   *     people say of it is taken without effect
   */
  public PresenceApi(People people, @Nullable Presence presence) {
    this.people = people;
    this.presence = presence;
  }

  /** The endpoints of this class. */
  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of("GET", PATH, Access.SIGNED_IN, Body.NONE, this::get),
        Endpoint.of("PUT", PATH, Access.SIGNED_IN, Body.JSON, this::put));
  }

  private MatrixResponse put(MatrixRequest request) {
    if (!UserId.of(request.pathParameter("userId")).equals(request.user())) {
      throw Problem.forbidden("You may say of yourself only whether you are there.");
    }
    Fields body = Fields.of(request);
    State state = body.requireText("presence", State::of);
    String words = body.text("status_msg").orElse(null);
    if (words != null && words.length() > LONGEST_MESSAGE) {
      throw Problem.invalidParam(
          "'status_msg' has at most " + LONGEST_MESSAGE + " characters: shorten it.");
    }
    if (presence != null) {
      presence.says(request.signedIn(), state, words);
    }
    return MatrixResponse.empty();
  }

  private MatrixResponse get(MatrixRequest request) {
    UserId user = UserId.of(request.pathParameter("userId"));
    people.require(request.user(), user);
    if (!people.share(request.user(), user)) {
      throw Problem.forbidden("You may see whether people are there whom you share a room with.");
    }
    return MatrixResponse.ok(
        presence == null ? Json.object().put("presence", "offline") : presence.of(user));
  }
}
