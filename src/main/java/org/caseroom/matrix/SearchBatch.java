package org.caseroom.matrix;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.rooms.search.Search;
import org.jspecify.annotations.Nullable;

/**
 * Where a search goes on: a place in the results, of all rooms or of one room's or sender's group.
 *
 * @param room the one room, null for all
 * @param sender the one sender, null for all
 * @param place behind which result
 */
record SearchBatch(@Nullable RoomId room, @Nullable UserId sender, Search.Place place) {
  private static final Pattern FORM =
      Pattern.compile("(all|room_id|sender)\n([^\n]{0,255})\n(\\d{1,18})\n(-?\\d{1,10})");

  static SearchBatch all(Search.Place place) {
    return new SearchBatch(null, null, place);
  }

  static SearchBatch ofRoom(RoomId room, Search.Place place) {
    return new SearchBatch(room, null, place);
  }

  static SearchBatch ofSender(UserId sender, Search.Place place) {
    return new SearchBatch(null, sender, place);
  }

  /** The same group, further on. */
  SearchBatch at(Search.Place next) {
    return new SearchBatch(room, sender, next);
  }

  String token() {
    String group =
        room != null
            ? "room_id\n" + room.value()
            : sender != null ? "sender\n" + sender.value() : "all\n";
    String text = group + "\n" + place.position() + "\n" + Float.floatToIntBits(place.score());
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads a token.
   *
   * @throws Problem {@code M_INVALID_PARAM} when this server never gave out such a token
   */
  static SearchBatch read(String token) {
    try {
      Matcher matcher =
          FORM.matcher(new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8));
      if (matcher.matches()) {
        long bits = Long.parseLong(matcher.group(4));
        float score = Float.intBitsToFloat(Math.toIntExact(bits));
        String value = matcher.group(2);
        if (!Float.isNaN(score)) {
          return new SearchBatch(
              matcher.group(1).equals("room_id") ? RoomId.of(value) : null,
              matcher.group(1).equals("sender") ? UserId.of(value) : null,
              new Search.Place(Long.parseLong(matcher.group(3)), score));
        }
      }
    } catch (IllegalArgumentException | ArithmeticException | Problem notOurs) {
      // Said below.
    }
    throw Problem.invalidParam("The 'next_batch' is not one that this server gave out.");
  }
}
