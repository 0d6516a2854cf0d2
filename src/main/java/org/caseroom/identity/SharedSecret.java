package org.caseroom.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.caseroom.base.Hmac;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Accounts made from afar by whoever knows a secret of the operator's, administrators' among them:
 * what the {@code register_new_matrix_user} of the reference server and the tools made after it do.
 * What is asked for is signed together with a number that is good once, so that nothing that was
 * seen on the way makes a second account.
 */
public final class SharedSecret {
  private static final Duration LIFETIME = Duration.ofMinutes(1);
  private static final int MOST = 1_000;

  private final Registrations registrations;
  private final InstantSource clock;
  private final @Nullable Secret secret;
  private final Tokens tokens = new Tokens();
  private final Map<String, Long> nonces = new LinkedHashMap<>();

  SharedSecret(Registrations registrations, InstantSource clock, @Nullable Secret secret) {
    this.registrations = registrations;
    this.clock = clock;
    this.secret = secret;
  }

  /** Whether there is a secret. */
  public boolean isSet() {
    return secret != null;
  }

  /** A number that is good once, for a minute. */
  public synchronized String nonce() {
    String nonce = tokens.make("").reveal();
    nonces.put(nonce, clock.millis());
    if (nonces.size() > MOST) {
      Iterator<String> eldest = nonces.keySet().iterator();
      eldest.next();
      eldest.remove();
    }
    return nonce;
  }

  private synchronized boolean use(String nonce) {
    Long made = nonces.remove(nonce);
    return made != null && clock.millis() - made < LIFETIME.toMillis();
  }

  /**
   * Makes an account.
   *
   * @param mac the HMAC-SHA1 in hexadecimal of nonce, name, password and {@code admin} or {@code
   *     notadmin}, with NUL between them
   * @throws Problem 400 for a nonce that was not given out, 403 for a wrong signature, and as
   *     {@link Registrations#register}
   */
  public Account register(
      String nonce, String username, Secret password, boolean admin, String mac) {
    if (!use(nonce)) {
      throw Problem.of(400, "M_UNKNOWN", "This nonce is not, or no longer, good: ask for another.");
    }
    String signed =
        String.join("\0", nonce, username, password.reveal(), admin ? "admin" : "notadmin");
    byte[] given = mac.toLowerCase(java.util.Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(given, sign(signed).getBytes(StandardCharsets.UTF_8))) {
      throw Problem.forbidden("The signature is wrong: check the shared secret.");
    }
    return registrations.register(username, password, admin ? Role.ADMINISTRATOR : Role.PUBLIC);
  }

  private String sign(String text) {
    if (secret == null) {
      throw Problem.forbidden("There is no shared secret here.");
    }
    byte[] key = secret.reveal().getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(Hmac.sha1(key, text.getBytes(StandardCharsets.UTF_8)));
  }
}
