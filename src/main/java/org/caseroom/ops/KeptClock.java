package org.caseroom.ops;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import org.caseroom.base.Problem;

/**
 * Keeps how far a settable clock stands from the true time, in the data folder: the next start goes
 * on where this one stopped, plus the time between.
 */
final class KeptClock {
  private static final String FILE = "clock-ahead";

  private KeptClock() {}

  /**
   * Opens the clock that belongs to some data.
   *
   * @throws Problem 500 {@code ORG.CASEROOM_DATA} when the file is not readable
   */
  static SettableClock open(Path data, InstantSource base) {
    Path file = data.resolve(FILE);
    SettableClock clock = new SettableClock(base, read(file));
    clock.onSet(now -> write(file, clock.ahead()));
    return clock;
  }

  private static Duration read(Path file) {
    if (!Files.exists(file)) {
      return Duration.ZERO;
    }
    try {
      return Duration.parse(Files.readString(file).strip());
    } catch (IOException | DateTimeException e) {
      throw Problem.of(
          500,
          "ORG.CASEROOM_DATA",
          "The file "
              + file
              + " should hold how far the clock is set ahead, such as PT-24H:"
              + " correct it, or remove it for the true time.");
    }
  }

  private static void write(Path file, Duration ahead) {
    Path next = file.resolveSibling(FILE + ".new");
    try {
      Files.writeString(next, ahead + "\n");
      Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw DataFolder.unwritable(file, e);
    }
  }
}
