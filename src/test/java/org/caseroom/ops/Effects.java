package org.caseroom.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sees by the next sync whether a request changed anything that the person gets to know of. */
final class Effects {
  private String person = "";
  private String since = "";

  /** What a request did that was answered with this, where it should have done nothing. */
  @Nullable String of(Http.Response answer, Http http, String token) {
    boolean refused = answer.status() >= 400;
    if (!refused || !person.equals(token)) {
      seen(http, token);
      return null;
    }
    Http.Response sync = sync(http, token);
    if (sync.status() != 200) {
      return null;
    }
    ObjectNode news = (ObjectNode) sync.json();
    since = news.path("next_batch").asText();
    for (JsonNode room : news.path("rooms").path("join")) {
      JsonNode passing = room.path("ephemeral").path("events");
      if (passing.path(0).path("type").asText().equals("m.typing")) {
        ((ArrayNode) passing).remove(0); // It ends by itself.
      }
    }
    // These are said anew each time, and whether people are there changes by asking.
    news.remove(List.of("presence", "device_unused_fallback_key_types"));
    return nothingIn(news) ? null : answer.status() + " yet it did " + news;
  }

  /** Takes what happened until now as known. */
  void seen(Http http, String token) {
    person = token;
    since = "";
    since = sync(http, token).json().path("next_batch").asText();
  }

  private Http.Response sync(Http http, String token) {
    String filter =
        since.isEmpty()
            ? "&filter=" + Nonsense.encode("{\"room\":{\"rooms\":[]}}")
            : "&since=" + since;
    return http.get("/_matrix/client/v3/sync?timeout=0" + filter, token);
  }

  /** Whether all lists are empty: what happens is in lists. */
  private static boolean nothingIn(JsonNode news) {
    if (news.isArray()) {
      return news.isEmpty();
    }
    for (JsonNode part : news) {
      if (!nothingIn(part)) {
        return false;
      }
    }
    return true;
  }
}
