package org.caseroom.cases.statutory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.door.Notices;
import org.caseroom.cases.door.SealedPack;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.Home;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.StatutoryRules;
import org.caseroom.identity.Agency;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.jspecify.annotations.Nullable;

/** Requests for statutory services (12.1 to 12.9). */
public final class StatutoryServices {
  private final Desk desk;

  /** Makes the service. */
  public StatutoryServices(Desk desk) {
    this.desk = desk;
  }

  /**
   * Takes a step of a request, as the person who takes it.
   *
   * @param type one of {@link StatutoryEvents}
   * @throws Problem 409 with the clause where something is missing, 404 for a case not theirs
   */
  public Event act(UserId by, String reference, String type, ObjectNode content) {
    CaseFile file = desk.open(by, reference);
    return desk.act(by, file.requireRoom(RoomKind.PROFESSIONALS), type, content);
  }

  /**
   * Limbs, routes and the lead for everybody in the case; requests for professionals.
   *
   * @throws Problem 404 for a case that is not theirs
   */
  public StatutoryView view(UserId by, String reference) {
    CaseFile file = desk.open(by, reference);
    Procedure procedure = desk.policy().procedure(file);
    StatutoryRules rules = procedure.statutory();
    if (rules == null) {
      return new StatutoryView(null, List.of(), List.of(), List.of(), List.of(), List.of());
    }
    boolean professional =
        file.room(RoomKind.PROFESSIONALS)
            .filter(room -> file.view().membership(room, by) == Membership.JOIN)
            .filter(room -> desk.policy().mayRead(by, room, file.view()))
            .isPresent();
    return new StatutoryView(
        lead(procedure, file),
        rules.limbs(),
        routes(rules, file),
        rules.taskTypes(),
        professional
            ? SealedPack.of(procedure, file).stream()
                .map(item -> new StatutoryView.PackItem(item.id(), item.title(), item.hash()))
                .toList()
            : List.of(),
        professional ? requests(file) : List.of());
  }

  private static StatutoryView.@Nullable Lead lead(Procedure procedure, CaseFile file) {
    return file.state(StatutoryEvents.LEAD_AGENCY, "")
        .map(
            event -> {
              JsonNode content = event.content();
              LocalDate since =
                  LocalDate.ofInstant(
                      Instant.ofEpochMilli(content.path("at").asLong()), procedure.zone());
              String agency = content.path("agency").asText();
              return new StatutoryView.Lead(
                  agency,
                  Fields.text(content, "person"),
                  since.toString(),
                  content.path("request").asText(),
                  agency
                      + " leads the statutory work since "
                      + Notices.day(since)
                      + "; the permanency support team does not.");
            })
        .orElse(null);
  }

  private static List<StatutoryView.RouteCard> routes(StatutoryRules rules, CaseFile file) {
    String told = Home.of(file).area();
    String area = Agency.area(told == null ? file.hub() : told);
    return rules.routes().stream()
        .map(
            route ->
                new StatutoryView.RouteCard(
                    route.id(),
                    route.title(),
                    route.areas(),
                    route.by(),
                    route.areas().contains(area)))
        .sorted(Comparator.comparing(route -> !route.here()))
        .toList();
  }

  private static List<StatutoryView.Request> requests(CaseFile file) {
    return file.state(RoomKind.PROFESSIONALS, StatutoryEvents.REQUEST).stream()
        .map(
            event ->
                new StatutoryView.Request(
                    String.valueOf(event.stateKey()),
                    event.text("status").orElse(""),
                    event.content().path("red").asBoolean(),
                    Fields.texts(event.content().path("limbs")),
                    event.content()))
        .sorted(Comparator.comparing(StatutoryView.Request::number))
        .toList();
  }
}
