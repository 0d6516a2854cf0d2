package org.caseroom.cases.procedure;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Home;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.rooms.Event;

/** What a transfer waits for: each a look at the case at this moment, met or not, and why. */
public final class TransferGates {
  /** State of the professionals room: the newest consultation of a manager about a transfer. */
  public static final String CONSULTED = CaseEvents.PREFIX + "transfer.consulted";

  /** The words of the condition {@code transfer}. */
  static final List<String> WORDS = List.of("out-of-area", "three-years", "consulted", "recent");

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEE d MMM uuuu", Locale.UK);

  private TransferGates() {}

  /**
   * What a look found.
   *
   * @param met whether the condition holds
   * @param why in a sentence
   */
  public record Look(boolean met, String why) {}

  /** Looks at one condition. */
  public static Look at(Procedure procedure, CaseFile file, String word) {
    TransferRules rules = procedure.transfer();
    if (rules == null) {
      return new Look(false, "This procedure has no transfer.");
    }
    LocalDate today = LocalDate.ofInstant(file.view().now(), procedure.zone());
    return switch (word) {
      case "out-of-area" -> outOfArea(file);
      case "three-years" -> years(rules, file, today);
      case "consulted" -> consulted(procedure, file);
      default -> recent(procedure, rules, file, today);
    };
  }

  private static Look outOfArea(CaseFile file) {
    Home home = Home.of(file);
    if (home.area() == null) {
      return new Look(
          false, "No council area is recorded for the family: a caseworker records it.");
    }
    return home.outOfArea()
        ? new Look(true, "The family lives in " + home.area() + ".")
        : new Look(false, "The family lives in " + home.area() + ", inside the agency's area.");
  }

  private static Look years(TransferRules rules, CaseFile file, LocalDate today) {
    Optional<LocalDate> order = Home.of(file).order();
    if (order.isEmpty()) {
      return new Look(false, "No date of the adoption order is recorded: a caseworker records it.");
    }
    LocalDate ends = rules.ends(order.get());
    if (!today.isBefore(ends)) {
      return new Look(
          true, "The order was made " + rules.years() + " years ago on " + day(ends) + ".");
    }
    LocalDate soon = rules.soon(order.get());
    String when =
        rules.years() + " years after the order are over on " + day(ends) + ": 'soon' is ";
    return today.isBefore(soon)
        ? new Look(false, when + "from " + day(soon) + ".")
        : new Look(true, when + "since " + day(soon) + ".");
  }

  private static Look consulted(Procedure procedure, CaseFile file) {
    Optional<Event> consulted = file.state(RoomKind.PROFESSIONALS, CONSULTED, "");
    if (consulted.isEmpty()) {
      return new Look(false, "No manager's view is recorded: a team manager gives it.");
    }
    String on =
        day(
            LocalDate.ofInstant(
                Instant.ofEpochMilli(consulted.get().content().path("at").asLong()),
                procedure.zone()));
    return consulted.get().content().path("agreed").asBoolean()
        ? new Look(true, "The manager agreed on " + on + ".")
        : new Look(false, "The manager did not agree on " + on + ": talk it through again.");
  }

  private static Look recent(
      Procedure procedure, TransferRules rules, CaseFile file, LocalDate today) {
    Optional<Event> newest =
        rules.recent().stream()
            .flatMap(id -> file.state(RoomKind.PROFESSIONALS, CaseEvents.SIGNED, id).stream())
            .max(Comparator.comparing(signed -> signed.content().path("at").asLong()));
    if (newest.isEmpty()) {
      return new Look(
          false, "No assessment or review is signed. Do a review: the social worker writes it.");
    }
    LocalDate signed =
        LocalDate.ofInstant(
            Instant.ofEpochMilli(newest.get().content().path("at").asLong()), procedure.zone());
    LocalDate ended = signed.plusMonths(rules.recentMonths());
    String last = "The last " + newest.get().stateKey() + " is of " + day(signed);
    return today.isAfter(ended)
        ? new Look(
            false,
            last
                + ", and the window of "
                + rules.recentMonths()
                + " months ended on "
                + day(ended)
                + ". Do a review: the social worker writes it, a manager signs.")
        : new Look(true, last + ": it counts until " + day(ended) + ".");
  }

  private static String day(LocalDate day) {
    return DAY.format(day);
  }
}
