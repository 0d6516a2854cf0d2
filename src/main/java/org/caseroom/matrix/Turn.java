package org.caseroom.matrix;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.caseroom.base.Hmac;
import org.caseroom.base.Json;
import org.caseroom.base.Secret;
import org.caseroom.base.UserId;

/**
 * A relay for calls, and passwords for it that end by themselves ("A REST API For Access To TURN
 * Services", draft-uberti-behave-turn-rest-00): the relay knows the secret and needs no list of
 * people.
 *
 * @param uris its addresses
 * @param secret what it shares with this service
 * @param lifetime how long a password is good
 */
public record Turn(List<String> uris, Secret secret, Duration lifetime) {
  /** Takes the list as it is now. */
  public Turn {
    uris = List.copyOf(uris);
  }

  /** What {@code GET /voip/turnServer} answers to somebody. */
  ObjectNode credentials(UserId user, Instant now) {
    String name = now.plus(lifetime).getEpochSecond() + ":" + user.value();
    ObjectNode answer = Json.object();
    answer.put("username", name);
    answer.put("password", Base64.getEncoder().encodeToString(mac(name)));
    uris.forEach(answer.putArray("uris")::add);
    return answer.put("ttl", lifetime.toSeconds());
  }

  private byte[] mac(String name) {
    byte[] key = secret.reveal().getBytes(StandardCharsets.UTF_8);
    return Hmac.sha1(key, name.getBytes(StandardCharsets.UTF_8));
  }
}
