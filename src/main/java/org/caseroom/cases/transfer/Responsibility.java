package org.caseroom.cases.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Notices;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.Home;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.TransferRules;
import org.caseroom.identity.Accounts;
import org.jspecify.annotations.Nullable;

/** Works the responsibility card out from the case as it is: nothing of it is kept twice. */
final class Responsibility {
  private final Areas areas;
  private final Accounts accounts;

  Responsibility(Areas areas, Accounts accounts) {
    this.areas = areas;
    this.accounts = accounts;
  }

  ResponsibilityCard card(Procedure procedure, CaseFile file) {
    TransferRules rules = procedure.transfer();
    Home home = Home.of(file);
    LocalDate order = home.order().orElse(null);
    ResponsibilityCard.Party now = party(file.agency());
    @Nullable JsonNode former = TransferState.former(file).orElse(null);
    LocalDate until =
        rules == null || order == null || !home.outOfArea() || former != null
            ? null
            : rules.ends(order);
    ResponsibilityCard.Party next = until == null ? null : next(rules, home);
    String status = TransferState.status(file).orElse(null);
    String worker =
        TransferState.of(file)
            .map(event -> Fields.text(event.content(), "worker"))
            .map(user -> accounts.nameOf(UserId.of(user)))
            .orElse(null);
    LocalDate moved =
        former == null
            ? null
            : LocalDate.ofInstant(
                Instant.ofEpochMilli(former.path("moved").asLong()), procedure.zone());
    ResponsibilityCard.Party before = former == null ? null : party(former.path("agency").asText());
    LocalDate today = LocalDate.ofInstant(file.view().now(), procedure.zone());
    return new ResponsibilityCard(
        file.reference(),
        home.area(),
        home.outOfArea(),
        order,
        now,
        until,
        next,
        before,
        moved,
        status,
        worker,
        rules == null ? null : rules.clause(),
        rules == null ? null : rules.rule(),
        rules == null ? null : rules.source(),
        words(home, now, until, next, before, moved, today, status)
            + (worker == null ? "" : " Your worker there: " + worker + "."));
  }

  private ResponsibilityCard.Party party(String agency) {
    return new ResponsibilityCard.Party(agency, areas.name(agency));
  }

  private ResponsibilityCard.@Nullable Party next(@Nullable TransferRules rules, Home home) {
    if (rules == null || home.area() == null) {
      return null;
    }
    return areas
        .agency(home.area(), rules.agencyKinds())
        .map(agency -> new ResponsibilityCard.Party(agency.id(), agency.name()))
        .orElse(
            new ResponsibilityCard.Party(null, "the adoption support agency of " + home.area()));
  }

  private static String words(
      Home home,
      ResponsibilityCard.Party now,
      @Nullable LocalDate until,
      ResponsibilityCard.@Nullable Party next,
      ResponsibilityCard.@Nullable Party before,
      @Nullable LocalDate moved,
      LocalDate today,
      @Nullable String status) {
    if (before != null && moved != null) {
      return now.name()
          + " has supported your family since "
          + Notices.day(moved)
          + ". Before that it was "
          + before.name()
          + ".";
    }
    if (home.area() == null) {
      return now.name() + " supports your family. We have not yet noted which area you live in.";
    }
    if (!home.outOfArea()) {
      return now.name() + " supports your family: you live in its area.";
    }
    if (until == null || next == null) {
      return now.name()
          + " supports your family. You live outside its area; until when it stays so depends on"
          + " the date of the adoption order, which is not recorded yet.";
    }
    String agreed =
        "accepted".equals(status) ? " " + capital(next.name()) + " has agreed to this." : "";
    if (today.isBefore(until)) {
      return now.name()
          + " supports your family until "
          + Notices.day(until)
          + ", although you live in "
          + home.area()
          + ". From that day it is "
          + next.name()
          + "."
          + agreed;
    }
    return "The time in which "
        + now.name()
        + " answers for your family ended on "
        + Notices.day(until)
        + ". It goes on supporting you until "
        + next.name()
        + " takes over."
        + agreed;
  }

  private static String capital(String text) {
    return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
