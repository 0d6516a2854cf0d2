package org.caseroom.rooms.media;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * What a picture is, found out without decoding it.
 *
 * @param contentType its media type
 * @param width the width that it is shown with, pixels
 * @param height the height that it is shown with, pixels
 */
public record Measures(String contentType, int width, int height) {
  /** Measures a picture; nothing for what is none. The stream is closed. */
  public static Optional<Measures> of(InputStream in) {
    try (Picture picture = Picture.open(in)) {
      return Optional.of(new Measures(picture.contentType(), picture.width(), picture.height()));
    } catch (IOException | RuntimeException broken) {
      // The readers of pictures throw all sorts of exceptions at broken ones.
      return Optional.empty();
    }
  }
}
