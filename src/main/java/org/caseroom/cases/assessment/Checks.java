package org.caseroom.cases.assessment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.stream.Collectors;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Access;
import org.caseroom.cases.door.Door;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Gates;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Agencies;
import org.caseroom.identity.Agency;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Membership;
import org.jspecify.annotations.Nullable;

/** What several rules of this part ask: dates, people and agencies that an event names. */
final class Checks {
  private final Accounts accounts;
  private final Agencies agencies;
  private final Access access;

  Checks(Accounts accounts, Agencies agencies, Access access) {
    this.accounts = accounts;
    this.agencies = agencies;
    this.access = access;
  }

  /** Whether a field has words in it. */
  static boolean has(ObjectNode content, String field) {
    return !content.path(field).asText().isBlank();
  }

  /**
   * A day that a field names.
   *
   * @throws Problem 400 when there is no such day
   */
  static LocalDate day(ObjectNode content, String field) {
    try {
      return LocalDate.parse(content.path(field).asText());
    } catch (DateTimeParseException e) {
      throw Problem.invalidParam("'" + field + "' should be a day such as 2025-03-03.");
    }
  }

  /** Today, where the procedure's people live. */
  static LocalDate today(CaseFile file, Procedure procedure) {
    return LocalDate.ofInstant(file.view().now(), procedure.zone());
  }

  /**
   * A day that is over, or today.
   *
   * @throws Problem 400 for a day to come
   */
  static LocalDate past(ObjectNode content, String field, CaseFile file, Procedure procedure) {
    LocalDate day = day(content, field);
    Problem.require(
        !day.isAfter(today(file, procedure)),
        "'" + field + "' lies in the future: record what has happened.");
    return day;
  }

  /**
   * A moment, written as a local time or with its offset.
   *
   * @throws Problem 400 when it is none
   */
  static Instant moment(ObjectNode content, String field, Procedure procedure) {
    String text = content.path(field).asText();
    try {
      return text.endsWith("Z")
          ? Instant.parse(text)
          : LocalDateTime.parse(text).atZone(procedure.zone()).toInstant();
    } catch (DateTimeParseException e) {
      throw Problem.invalidParam(
          "'" + field + "' should be a time such as 2025-04-09T10:30 or 2025-04-09T09:30:00Z.");
    }
  }

  /** What a list has, for a refusal. */
  static String oneOf(String field, List<String> ids) {
    return ids.isEmpty()
        ? "The procedure of this case has no list for '" + field + "'."
        : "'" + field + "' is one of " + String.join(", ", ids) + ".";
  }

  /** The titles of roles, for a refusal. */
  static String titles(List<Role> roles) {
    return roles.stream().map(Role::title).collect(Collectors.joining(", "));
  }

  /**
   * A professional who is in the professionals room of the case, or invited to it.
   *
   * @param field which names them, for the refusal
   * @throws Problem 409 of consent when the family has not agreed to their agency, 400 when they
   *     are nobody of the team
   */
  Account colleague(UserId user, String field, CaseFile file, Procedure procedure) {
    Account account = accounts.find(user).filter(Account::isStaff).orElse(null);
    if (account == null) {
      throw Problem.invalidParam("'" + field + "' names a professional with an account.");
    }
    if (!access.covered(account, file, RoomKind.PROFESSIONALS)) {
      throw Door.noConsent(account, file, procedure);
    }
    boolean in =
        file.room(RoomKind.PROFESSIONALS)
            .map(room -> file.view().membership(room, user))
            .filter(membership -> membership == Membership.JOIN || membership == Membership.INVITE)
            .isPresent();
    Problem.require(
        in,
        account.displayName()
            + " is not in the professionals room: add them to the team with that room first.");
    return account;
  }

  /**
   * An agency that something is shared with.
   *
   * @throws Problem 400 when there is none, 409 when the family has not agreed to share with it
   */
  void sharedWith(@Nullable String agency, CaseFile file, Procedure procedure) {
    if (agency == null || agency.isBlank()) {
      return;
    }
    known(agency);
    boolean agreed =
        agency.equals(file.agency())
            || file.state(org.caseroom.cases.file.CaseEvents.CONSENT).stream()
                .anyMatch(
                    consent ->
                        consent.text("agency").filter(agency::equals).isPresent()
                            && consent.text("status").filter("given"::equals).isPresent());
    if (!agreed) {
      throw Problem.gate(
          procedure.cites().consent(),
          "The family has not agreed to share with "
              + agencyName(agency)
              + ". A parent can give consent; the social worker talks it through with them.");
    }
  }

  /**
   * An agency that there is.
   *
   * @throws Problem 400 when there is none
   */
  void known(String agency) {
    Problem.require(
        agencies.find(agency).isPresent(),
        "There is no agency with the id '"
            + agency.replaceAll("[^A-Za-z0-9-]", "?")
            + "': see /api/agencies.");
  }

  /**
   * Consent to a purpose, where a rule asks for it.
   *
   * @throws Problem 409 that says who can give it
   */
  static void consent(@Nullable String purpose, String what, CaseFile file, Procedure procedure) {
    if (purpose != null && !Gates.consent(file, purpose)) {
      throw Problem.gate(
          procedure.cites().consent(),
          what
              + " goes out with a parent's consent ("
              + procedure.consentPurposes().stream()
                  .filter(known -> known.id().equals(purpose))
                  .map(Procedure.Purpose::title)
                  .findFirst()
                  .orElse(purpose)
              + "), and none is recorded. A parent can give it.");
    }
  }

  /** What an agency is called. */
  String agencyName(String agency) {
    return agencies.find(agency).map(Agency::name).orElse(agency);
  }

  /** How somebody is called whom a field names; nothing for nobody. */
  String name(ObjectNode content, String field) {
    String user = content.path(field).asText();
    return UserId.isValid(user) ? accounts.nameOf(UserId.of(user)) : "";
  }

  Accounts accounts() {
    return accounts;
  }
}
