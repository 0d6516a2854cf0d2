package org.caseroom.cases.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.SupportRules;
import org.caseroom.identity.Account;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Membership;
import org.jspecify.annotations.Nullable;

/** What the rules of this part have in common. */
final class Grounds {
  private Grounds() {}

  /** Whether a field is left out or has nothing in it. */
  static boolean blank(JsonNode content, String field) {
    String text = Fields.text(content, field);
    return text == null || text.isBlank();
  }

  /**
   * A part of the procedure's rules of support.
   *
   * @throws Problem 400 where the procedure has no such part
   */
  static <T> T rules(Procedure procedure, Function<SupportRules, @Nullable T> part) {
    return optional(procedure, part)
        .orElseThrow(
            () -> Problem.invalidParam("The procedure of this case knows nothing of this."));
  }

  /** The same where it may be missing. */
  static <T> Optional<T> optional(Procedure procedure, Function<SupportRules, @Nullable T> part) {
    return Optional.ofNullable(procedure.support()).map(part);
  }

  /** The day at the place of the procedure. */
  static LocalDate today(Procedure procedure, CaseFile file) {
    return day(procedure, file.view().now());
  }

  /** The day of a moment at the place of the procedure. */
  static LocalDate day(Procedure procedure, Instant at) {
    return LocalDate.ofInstant(at, procedure.zone());
  }

  /** A day in a field, not after today; today where it is left out. */
  static LocalDate past(ObjectNode content, String field, LocalDate today) {
    LocalDate day = date(content, field).orElse(today);
    Problem.require(!day.isAfter(today), "'" + field + "' is a day that is still to come.");
    return day;
  }

  /** A day in a field. */
  static Optional<LocalDate> date(JsonNode content, String field) {
    String text = Fields.text(content, field);
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (java.time.format.DateTimeParseException e) {
      throw Problem.invalidParam("'" + field + "' is no day of the calendar.");
    }
  }

  /** A choice from a list, where one is made. */
  static void listed(ObjectNode content, String field, List<String> ids) {
    String chosen = Fields.text(content, field);
    Problem.require(
        chosen == null || ids.contains(chosen),
        "'" + field + "' is one of " + String.join(", ", ids) + ".");
  }

  /** Roles in words: {@code a team manager or a line manager}. */
  static String people(List<Role> roles) {
    return roles.stream()
        .map(role -> "a " + role.title().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(" or "));
  }

  static boolean any(Account who, List<Role> roles) {
    return roles.stream().anyMatch(who::is);
  }

  /** What the family shares with its workers stands in its room, or in the space before that. */
  static RoomId shared(CaseFile file) {
    return file.room(RoomKind.FAMILY).orElse(file.space());
  }

  /** Where somebody says something of the family's affairs: the narrowest room they are in. */
  static RoomId room(UserId by, CaseFile file) {
    for (RoomKind kind : List.of(RoomKind.FAMILY, RoomKind.PROFESSIONALS)) {
      Optional<RoomId> room = file.room(kind);
      if (room.filter(id -> file.view().membership(id, by) == Membership.JOIN).isPresent()) {
        return room.get();
      }
    }
    return file.space();
  }

  /** Pence as people read them: {@code £1,250.50}. */
  static String pounds(long pence) {
    String sign = pence < 0 ? "-" : "";
    long abs = Math.abs(pence);
    return sign + String.format(Locale.UK, "£%,d.%02d", abs / 100, abs % 100);
  }
}
