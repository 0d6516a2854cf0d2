package org.caseroom.cases.file;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.caseroom.base.UserId;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomView;

/**
 * How somebody reads what the house writes to them, from what they said that they need ({@code
 * org.caseroom.needs}).
 *
 * @param easyRead whether they need easy read
 * @param welsh whether they asked for Welsh: a translator of texts or an interpreter for it
 */
public record ReadingNeeds(boolean easyRead, boolean welsh) {
  /** Of somebody who said nothing. */
  public static final ReadingNeeds NONE = new ReadingNeeds(false, false);

  private static final String EASY_READ = "easy-read";
  private static final Set<String> WELSH = Set.of("welsh", "cymraeg", "cy");

  /** What one record of needs says. */
  public static ReadingNeeds of(Event needs) {
    List<String> languages = Fields.texts(needs.content().path("languages"));
    return new ReadingNeeds(
        Fields.texts(needs.content().path("formats")).contains(EASY_READ),
        languages.stream().map(ReadingNeeds::language).anyMatch(WELSH::contains));
  }

  /** The language of such as {@code text-translator:Welsh}, in lower case. */
  private static String language(String need) {
    int colon = need.indexOf(':');
    return need.substring(colon + 1).strip().toLowerCase(Locale.ROOT);
  }

  /** What somebody said in any of the cases that they take part in. */
  public static ReadingNeeds of(RoomView view, UserId person) {
    return records(view, person).map(ReadingNeeds::of).reduce(NONE, ReadingNeeds::and);
  }

  /** The records of somebody's needs in the cases that they take part in. */
  public static Stream<Event> records(RoomView view, UserId person) {
    return view.stateAround(person, CaseEvents.NEEDS, CaseEvents.personKey(person)).stream()
        .filter(needs -> view.state(needs.room(), CaseEvents.CASE, "").isPresent());
  }

  /** What either needs. */
  public ReadingNeeds and(ReadingNeeds other) {
    return new ReadingNeeds(easyRead || other.easyRead, welsh || other.welsh);
  }
}
