package org.caseroom.cases.procedure;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import de.focus_shift.jollyday.core.Holiday;
import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.ManagerParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Year;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.caseroom.base.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Working days: Monday to Friday, less the bank holidays of a nation. The holidays come from a
 * library, corrected by a file for the ones that are proclaimed (or moved) at short notice.
 */
public final class WorkingDays {
  private static final String COUNTRY = "gb";

  /**
   * What the file says.
   *
   * @param add further holidays, by nation
   * @param drop days that the library holds to be holidays and are not, by nation
   */
  record Overrides(
      @Nullable Map<String, List<LocalDate>> add, @Nullable Map<String, List<LocalDate>> drop) {}

  private record YearOfNation(String nation, int year) {}

  private final HolidayManager manager =
      HolidayManager.getInstance(ManagerParameters.create(COUNTRY));
  private final Overrides overrides;
  private final Map<YearOfNation, Set<LocalDate>> holidays = new ConcurrentHashMap<>();

  private WorkingDays(Overrides overrides) {
    this.overrides = overrides;
  }

  /** The library's holidays alone. */
  public static WorkingDays standard() {
    return new WorkingDays(new Overrides(Map.of(), Map.of()));
  }

  /**
   * With the corrections of a file; without it when there is none.
   *
   * @throws Problem when the file cannot be read, naming the line
   */
  public static WorkingDays load(Path file) {
    if (!Files.exists(file)) {
      return standard();
    }
    ObjectMapper yaml = new ObjectMapper(new YAMLFactory()).registerModule(new JavaTimeModule());
    try {
      return new WorkingDays(yaml.readValue(file.toFile(), Overrides.class));
    } catch (IOException e) {
      throw ConfigFiles.wrong(file, e);
    }
  }

  /** The bank holidays of a nation in a year. */
  public Set<LocalDate> holidays(String nation, int year) {
    return holidays.computeIfAbsent(new YearOfNation(nation, year), this::compute);
  }

  private Set<LocalDate> compute(YearOfNation key) {
    Set<LocalDate> days = new TreeSet<>();
    for (Holiday holiday : manager.getHolidays(Year.of(key.year()), key.nation())) {
      days.add(holiday.getDate());
    }
    days.addAll(of(overrides.add(), key));
    days.removeAll(of(overrides.drop(), key));
    return Set.copyOf(days);
  }

  private static List<LocalDate> of(@Nullable Map<String, List<LocalDate>> map, YearOfNation key) {
    List<LocalDate> days = map == null ? null : map.get(key.nation());
    return days == null
        ? List.of()
        : days.stream().filter(day -> day.getYear() == key.year()).toList();
  }

  /** Whether people work on a day. */
  public boolean isWorking(LocalDate day, String nation) {
    return day.getDayOfWeek() != DayOfWeek.SATURDAY
        && day.getDayOfWeek() != DayOfWeek.SUNDAY
        && !holidays(nation, day.getYear()).contains(day);
  }

  /** The Nth working day after a day, which itself is day 0, working or not. */
  public LocalDate after(LocalDate day, int count, String nation) {
    LocalDate at = day;
    for (int left = count; left > 0; ) {
      at = at.plusDays(1);
      if (isWorking(at, nation)) {
        left--;
      }
    }
    return at;
  }

  /** The day itself when people work on it, otherwise the last working day before it. */
  public LocalDate onOrBefore(LocalDate day, String nation) {
    LocalDate at = day;
    while (!isWorking(at, nation)) {
      at = at.minusDays(1);
    }
    return at;
  }

  /** How many working days lie after {@code from}, up to and with {@code to}. */
  public int between(LocalDate from, LocalDate to, String nation) {
    int count = 0;
    for (LocalDate at = from.plusDays(1); !at.isAfter(to); at = at.plusDays(1)) {
      if (isWorking(at, nation)) {
        count++;
      }
    }
    return count;
  }
}
