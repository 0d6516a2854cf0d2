package org.caseroom.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.UploadedFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.rooms.media.Media;
import org.caseroom.rooms.media.MediaStore;

/** Files that are sent with a message from a page. */
final class Attachments {
  private static final int LONGEST_NAME = 200;

  private final MediaStore store;
  private final WebSettings settings;

  Attachments(MediaStore store, WebSettings settings) {
    this.store = store;
    this.settings = settings;
  }

  /**
   * The content of a message that carries the file of a form, when one was chosen.
   *
   * @param text what goes with it; empty for nothing
   * @throws Problem 413 for one that is too large
   */
  Optional<ObjectNode> message(Visit visit, String text) {
    if (!visit.http().isMultipartFormData()) {
      return Optional.empty();
    }
    UploadedFile file = visit.http().uploadedFile("file");
    if (file == null || file.size() == 0) {
      return Optional.empty();
    }
    if (file.size() > settings.largestFile()) {
      throw Problem.tooLarge(
          "The file is too large: it may have up to "
              + (settings.largestFile() >> 20)
              + " MB. Send a smaller one, or a part of it.");
    }
    return Optional.of(content(keep(visit, file), text));
  }

  private Media keep(Visit visit, UploadedFile file) {
    try {
      Path passing = Files.createTempFile(settings.uploads(), "page-", ".upload");
      try (InputStream in = file.content()) {
        Files.copy(in, passing, StandardCopyOption.REPLACE_EXISTING);
        return store.store(passing, visit.user(), file.contentType(), name(file));
      } finally {
        Files.deleteIfExists(passing);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file's name without the folders that some browsers send along. */
  private static String name(UploadedFile file) {
    String name = file.filename().replaceAll(".*[/\\\\]", "").replaceAll("\\p{Cntrl}", "").strip();
    return name.isEmpty() ? "file" : name.substring(0, Math.min(LONGEST_NAME, name.length()));
  }

  private static ObjectNode content(Media media, String text) {
    String name = String.valueOf(media.fileName());
    ObjectNode content =
        Json.object()
            .put("msgtype", media.contentType().startsWith("image/") ? "m.image" : "m.file")
            .put("body", text.isEmpty() ? name : text)
            .put("filename", name)
            .put("url", "mxc://" + media.owner().server().value() + "/" + media.id());
    content.putObject("info").put("mimetype", media.contentType()).put("size", media.length());
    return content;
  }
}
