package org.caseroom.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.caseroom.base.Problem;
import org.caseroom.rooms.RoomReader;
import org.caseroom.rooms.RoomView;
import org.caseroom.rooms.media.Media;
import org.caseroom.rooms.media.MediaStore;
import org.caseroom.rooms.media.MediaUses;

/** Files that messages carry, for people who are signed in on a page. */
final class MediaPages {
  /** What a browser shows by itself and cannot run; everything else is saved as a file. */
  private static final Set<String> SHOWN =
      Set.of("image/jpeg", "image/png", "image/gif", "image/webp", "text/plain");

  private final MediaStore store;
  private final MediaUses uses;
  private final RoomReader reader;
  private final RoomView view;

  MediaPages(WebServices services) {
    this.store = services.media();
    this.uses = services.mediaUses();
    this.reader = services.reader();
    this.view = services.log().view();
  }

  void register(Doors doors) {
    doors.page("/media/{server}/{id}", this::serve);
  }

  private void serve(Visit visit) {
    if (!visit.user().server().value().equals(visit.path("server"))) {
      throw Problem.notFound("This file is on another server, which this one does not ask.");
    }
    Media media = store.require(visit.path("id"));
    if (!uses.mayOpen(visit.user(), media, reader, view)) {
      throw Problem.notFound("There is no file at this address, or you may not see it.");
    }
    boolean shown = SHOWN.contains(media.contentType());
    String name = media.fileName() == null ? "file" : media.fileName();
    String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    visit
        .http()
        .header("Content-Security-Policy", "sandbox; default-src 'none'")
        .header(
            "Content-Disposition",
            (shown ? "inline" : "attachment") + "; filename*=UTF-8''" + encoded)
        .contentType(shown ? media.contentType() : "application/octet-stream")
        .result(store.open(media));
  }
}
