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
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.Projection;
import org.caseroom.rooms.RoomReader;
import org.caseroom.rooms.RoomView;
import org.caseroom.storage.Database;
import org.caseroom.storage.Tx;

/**
 * Who may open a file: whoever may read an event in which its owner shows it, so that consent,
 * membership and redaction reach files as they reach words. What others pass on opens it too, when
 * they were where the owner showed it: who only knows its address opens it for nobody, and closes
 * it for nobody. Pictures of people and rooms are for everyone who is signed in, and so is a file
 * that no event was seen to show: in an encrypted room the server cannot see, and the address is
 * the secret.
 */
public final class MediaUses implements Projection {
  private static final Pattern ADDRESS = Pattern.compile("mxc://[^/\\s]{1,255}/([\\w-]{1,64})");
  private static final Set<String> PICTURES = Set.of("m.room.member", "m.room.avatar");
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
    } else {
      Set<String> ids = new LinkedHashSet<>();
      collect(event.content(), ids);
      new MediaUseDao(tx).insert(event, ids, PICTURES.contains(event.type()));
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
  public boolean mayOpen(UserId user, Media media, RoomReader reader, RoomView view) {
    if (media.owner().equals(user)) {
      return true;
    }
    List<MediaUseDao.Use> uses = database.read(tx -> new MediaUseDao(tx).of(media, MOST_LOOKED_AT));
    List<MediaUseDao.Use> own = uses.stream().filter(use -> use.by(media.owner())).toList();
    if (own.stream().anyMatch(MediaUseDao.Use::picture)) {
      return true;
    }
    if (own.isEmpty() && database.read(tx -> new MediaUseDao(tx).isWithdrawn(media.id()))) {
      return false;
    }
    if (own.isEmpty()) {
      // Whoever may have got it from its owner where the server cannot see, as in an encrypted
      // room; and what a service sends for others is uploaded by none of them.
      return uses.stream().allMatch(MediaUseDao.Use::picture)
          || meet(user, media.owner(), view)
          || uses.stream().anyMatch(use -> sees(user, media, use, reader));
    }
    return uses.stream()
        .filter(use -> own.contains(use) || isPassedOn(use, own, reader))
        .anyMatch(use -> sees(user, media, use, reader));
  }

  private static boolean meet(UserId one, UserId other, RoomView view) {
    return view.rooms(one, Membership.JOIN).stream()
        .anyMatch(room -> view.membership(room, other) == Membership.JOIN);
  }

  /** Whether somebody sent on what they had from a room in which the owner showed it. */
  private static boolean isPassedOn(
      MediaUseDao.Use use, List<MediaUseDao.Use> own, RoomReader reader) {
    UserId sender = use.sender();
    return sender != null
        && own.stream()
            .anyMatch(
                first ->
                    first.position() < use.position()
                        && reader
                            .membershipAt(sender, first.room(), use.position())
                            .filter(
                                member ->
                                    member.text("membership").filter("join"::equals).isPresent())
                            .isPresent());
  }

  private static boolean sees(UserId user, Media media, MediaUseDao.Use use, RoomReader reader) {
    try {
      Optional<Event> event = reader.event(user, use.room(), use.event());
      // That somebody's picture was shown beside their name tells nothing worth keeping.
      if (event.filter(found -> !found.isState()).isPresent()) {
        reader.opened(user, use.room(), media.id());
      }
      return event.isPresent();
    } catch (Problem notInTheRoom) {
      return false;
    }
  }
}
