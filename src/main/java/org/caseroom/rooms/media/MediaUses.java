package org.caseroom.rooms.media;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Projection;
import org.caseroom.rooms.RoomReader;
import org.caseroom.rooms.RoomView;
import org.caseroom.storage.Database;
import org.caseroom.storage.Tx;

/**
 * Who may open a file: whoever may read an event that shows it, so that consent, membership and
 * redaction reach files as they reach words. Pictures of people and rooms are for everyone who is
 * signed in, and so is a file that no event was seen to show: in an encrypted room the server
 * cannot see, and the address is the secret.
 */
public final class MediaUses implements Projection {
  private static final Pattern ADDRESS = Pattern.compile("mxc://[^/\\s]{1,255}/([\\w-]{1,64})");
  private static final Set<String> FOR_EVERYONE = Set.of("m.room.member", "m.room.avatar");
  private static final int MOST_IN_AN_EVENT = 50;
  private static final int MOST_LOOKED_AT = 100;

  private final Database database;

  /** Makes the projection: hand it to the log. */
  public MediaUses(Database database) {
    this.database = database;
  }

  @Override
  public List<String> tables() {
    return List.of("media_uses");
  }

  @Override
  public void apply(Tx tx, Event event, RoomView after) {
    if (event.type().equals("m.room.redaction")) {
      event.redacts().ifPresent(target -> new MediaUseDao(tx).withdraw(target));
    } else if (!FOR_EVERYONE.contains(event.type())) {
      Set<String> ids = new LinkedHashSet<>();
      collect(event.content(), ids);
      new MediaUseDao(tx).insert(event, ids);
    }
  }

  private static void collect(JsonNode node, Set<String> ids) {
    if (node.isTextual()) {
      String text = node.textValue();
      int at = text.indexOf("mxc://");
      if (at >= 0) {
        Matcher matcher = ADDRESS.matcher(text).region(at, text.length());
        while (ids.size() < MOST_IN_AN_EVENT && matcher.find()) {
          ids.add(matcher.group(1));
        }
      }
    } else {
      for (JsonNode child : node) {
        collect(child, ids);
      }
    }
  }

  /** Whether somebody may open a file. */
  public boolean mayOpen(UserId user, Media media, RoomReader reader) {
    if (media.owner().equals(user)) {
      return true;
    }
    List<MediaUseDao.Use> uses =
        database.read(tx -> new MediaUseDao(tx).of(media.id(), MOST_LOOKED_AT));
    if (uses.isEmpty()) {
      return !database.read(tx -> new MediaUseDao(tx).isWithdrawn(media.id()));
    }
    return uses.stream().anyMatch(use -> sees(user, media, use, reader));
  }

  private static boolean sees(UserId user, Media media, MediaUseDao.Use use, RoomReader reader) {
    try {
      Optional<Event> event = reader.event(user, use.room(), use.event());
      // That somebody's picture was shown beside their name tells nothing worth keeping.
      if (event.filter(found -> !found.isState()).isPresent()) {
        reader.opened(user, media.id());
      }
      return event.isPresent();
    } catch (Problem notInTheRoom) {
      return false;
    }
  }
}
