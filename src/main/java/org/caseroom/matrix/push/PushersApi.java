package org.caseroom.matrix.push;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.matrix.Endpoint;
import org.caseroom.matrix.Endpoint.Access;
import org.caseroom.matrix.Endpoint.Body;
import org.caseroom.matrix.Fields;
import org.caseroom.matrix.MatrixRequest;
import org.caseroom.matrix.MatrixResponse;

/** Where clients want to be told of events: pushers. */
final class PushersApi {
  private static final String GATEWAY_PATH = "/_matrix/push/v1/notify";
  private static final int MAX_BYTES = 16_384;

  private final Pushers pushers;
  private final Delivery delivery;
  private final PushSettings settings;

  PushersApi(Pushers pushers, Delivery delivery, PushSettings settings) {
    this.pushers = pushers;
    this.delivery = delivery;
    this.settings = settings;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of("GET", "/_matrix/client/v3/pushers", Access.SIGNED_IN, Body.NONE, this::list),
        Endpoint.of(
            "POST", "/_matrix/client/v3/pushers/set", Access.SIGNED_IN, Body.JSON, this::set));
  }

  private MatrixResponse list(MatrixRequest request) {
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("pushers");
    pushers.of(request.user()).forEach(pusher -> list.add(pusher.content()));
    return MatrixResponse.ok(answer);
  }

  private MatrixResponse set(MatrixRequest request) {
    UserId user = request.user();
    Fields body = Fields.of(request);
    if (!body.json().has("kind")) {
      throw body.missing("kind");
    }
    String app = bounded("app_id", body.requireText("app_id"), 64);
    String key = bounded("pushkey", body.requireText("pushkey"), 512);
    Pusher.Id id = new Pusher.Id(user, app, key);
    if (!body.has("kind")) {
      pushers.remove(id);
      delivery.changed(user);
      return MatrixResponse.empty();
    }
    pushers.set(
        id,
        request.signedIn().device(),
        content(body, app, key),
        body.flag("append", false),
        delivery::changed);
    return MatrixResponse.empty();
  }

  private static String bounded(String field, String value, int most) {
    if (value.isEmpty() || value.getBytes(StandardCharsets.UTF_8).length > most) {
      throw Problem.invalidParam("'" + field + "' has 1 to " + most + " bytes.");
    }
    return value;
  }

  private ObjectNode content(Fields body, String app, String key) {
    String kind = body.requireText("kind");
    if (kind.equals("email")) {
      throw Problem.invalidParam(
          "This service sends no notifications by e-mail: 'kind' is http, or null to remove.");
    }
    if (!kind.equals("http")) {
      throw Problem.invalidParam("'kind' is http, or null to remove the pusher.");
    }
    ObjectNode pusher = Json.object().put("app_id", app).put("pushkey", key).put("kind", kind);
    for (String field : List.of("app_display_name", "device_display_name", "lang")) {
      pusher.put(field, body.requireText(field));
    }
    body.text("profile_tag").ifPresent(tag -> pusher.put("profile_tag", tag));
    Fields data = body.requireFields("data");
    checkAddress(data.requireText("url"));
    ObjectNode kept = data.json().deepCopy();
    if (data.text("format").isEmpty()) {
      // Said as null is not said: what is read back is a text or nothing.
      kept.remove("format");
    }
    pusher.set("data", kept);
    if (Json.writeBytes(pusher).length > MAX_BYTES) {
      throw Problem.tooLarge("A pusher has at most " + MAX_BYTES + " bytes.");
    }
    return pusher;
  }

  private void checkAddress(String url) {
    try {
      URI address = new URI(url);
      String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
      boolean secure =
          scheme.equals("https") || (settings.closedNetwork() && scheme.equals("http"));
      if (secure
          && address.getHost() != null
          && address.getUserInfo() == null
          && GATEWAY_PATH.equals(address.getPath())) {
        return;
      }
    } catch (URISyntaxException e) {
      // Said below.
    }
    throw Problem.invalidParam("'data.url' is https://GATEWAY" + GATEWAY_PATH + ".");
  }
}
