package org.caseroom.ops;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.caseroom.base.Secret;
import org.caseroom.matrix.MatrixSettings;
import org.caseroom.matrix.Turn;
import org.jspecify.annotations.Nullable;

/**
 * What the Matrix API offers beyond rooms: the group {@code matrix} of the configuration.
 *
 * @param turn the relay for calls
 * @param support whom people may ask for help
 * @param presence whether people see who is there
 * @param applicationServices registration files of application services, and folders of such files
 */
public record MatrixOptions(
    TurnServer turn,
    MatrixSettings.Support support,
    boolean presence,
    List<Path> applicationServices) {
  /** Nothing that an operator has not asked for. */
  static final MatrixOptions DEFAULT =
      new MatrixOptions(
          new TurnServer(List.of(), null, 86_400),
          new MatrixSettings.Support(null, null),
          true,
          List.of());

  /**
   * A relay for calls (TURN).
   *
   * @param uris its addresses, such as {@code turn:turn.example.org?transport=udp}; empty for none
   * @param sharedSecret the secret that it shares with this service
   * @param seconds how long a password is good, seconds
   */
  public record TurnServer(List<String> uris, @Nullable Secret sharedSecret, int seconds) {
    /** The relay, for {@code matrix}; null for none. */
    @Nullable Turn turn() {
      return sharedSecret == null || uris.isEmpty()
          ? null
          : new Turn(uris, sharedSecret, Duration.ofSeconds(seconds));
    }
  }
}
