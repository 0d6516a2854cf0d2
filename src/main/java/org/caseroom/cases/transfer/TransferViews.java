package org.caseroom.cases.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.door.Handover;
import org.caseroom.cases.door.SealedPack;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Gates;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.TransferGates;
import org.caseroom.cases.procedure.TransferRules;
import org.caseroom.identity.Agencies;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.jspecify.annotations.Nullable;

/** Reads a transfer for somebody. */
final class TransferViews {
  private final Desk desk;
  private final Areas areas;

  TransferViews(Desk desk, Agencies agencies) {
    this.desk = desk;
    this.areas = new Areas(agencies);
  }

  TransferView view(UserId by, CaseFile file) {
    Procedure procedure = desk.policy().procedure(file);
    JsonNode transfer = TransferState.again(file);
    boolean professional = file.room(RoomKind.PROFESSIONALS).filter(in(by, file)).isPresent();
    Optional<RoomId> room = TransferState.room(file).filter(in(by, file));
    boolean agencies = room.isPresent();
    return new TransferView(
        file.reference(),
        file.child(),
        Fields.text(transfer, "status"),
        Fields.text(transfer, "agency"),
        TransferState.status(file).isEmpty() ? null : areas.name(TransferState.agency(file)),
        transfer.has("on") ? LocalDate.parse(transfer.path("on").asText()) : null,
        professional || agencies ? basis(transfer) : null,
        Fields.text(transfer, "worker"),
        TransferFlow.person(transfer, "worker").map(desk::name).orElse(null),
        professional || agencies ? Fields.text(transfer, "reason") : null,
        professional || agencies ? Fields.text(transfer, "message") : null,
        Fields.text(transfer, "welcome"),
        TransferState.former(file)
            .map(former -> Instant.ofEpochMilli(former.path(Handover.UNTIL).asLong()))
            .orElse(null),
        professional || agencies ? Fields.text(transfer, "manifest") : null,
        room.map(RoomId::value).orElse(null),
        professional ? consultation(file) : null,
        file.state(RoomKind.PROFESSIONALS, TransferEvents.FORM_PAPER, "").isPresent(),
        professional ? gates(procedure, file) : List.of(),
        room.map(found -> clarifications(file, found)).orElse(List.of()),
        checks(procedure, transfer),
        papers(procedure));
  }

  private Predicate<RoomId> in(UserId by, CaseFile file) {
    return room -> {
      Membership membership = file.view().membership(room, by);
      return (membership == Membership.JOIN || membership == Membership.INVITE)
          && desk.policy().mayRead(by, room, file.view());
    };
  }

  /** Whether somebody is of the two agencies that meet in the transfer's room. */
  boolean meets(UserId by, CaseFile file) {
    return TransferState.room(file).filter(in(by, file)).isPresent();
  }

  private static @Nullable String basis(JsonNode transfer) {
    String stated = Fields.text(transfer, "lawful_basis");
    String consent = Fields.text(transfer, "consent");
    return consent == null ? stated : "Consent '" + consent + "' of the family";
  }

  private TransferView.@Nullable Consultation consultation(CaseFile file) {
    return file.state(RoomKind.PROFESSIONALS, TransferEvents.CONSULTED, "")
        .map(
            event ->
                new TransferView.Consultation(
                    event.content().path("agreed").asBoolean(),
                    event.text("view").orElse(""),
                    name(event.content(), "by"),
                    moment(event.content(), "at")))
        .orElse(null);
  }

  /** The gates of an offer as the procedure lists them, each with what was found. */
  private static List<TransferView.Gate> gates(Procedure procedure, CaseFile file) {
    List<TransferView.Gate> gates = new ArrayList<>();
    for (Procedure.Gate gate : procedure.gates()) {
      if (gate.on().event().equals(TransferEvents.OFFER)) {
        JsonNode look = gate.needs().get("transfer");
        TransferGates.Look found =
            look == null
                ? new TransferGates.Look(Gates.holds(procedure, file, gate.needs()), gate.says())
                : TransferGates.at(procedure, file, look.asText());
        gates.add(
            new TransferView.Gate(gate.id(), gate.clause(), found.met(), gate.says(), found.why()));
      }
    }
    return gates;
  }

  private List<TransferView.Clarification> clarifications(CaseFile file, RoomId room) {
    return file.view().state(room, TransferEvents.CLARIFICATION).stream()
        .map(
            event ->
                new TransferView.Clarification(
                    Integer.parseInt(String.valueOf(event.stateKey())),
                    event.text("text").orElse(""),
                    name(event.content(), "by"),
                    moment(event.content(), "at"),
                    event.text("answer").orElse(null),
                    event.text("answered_by").isEmpty()
                        ? null
                        : name(event.content(), "answered_by")))
        .sorted(Comparator.comparing(TransferView.Clarification::number))
        .toList();
  }

  private List<TransferView.Check> checks(Procedure procedure, JsonNode transfer) {
    TransferRules rules = procedure.transfer();
    if (rules == null) {
      return List.of();
    }
    return rules.checks().stream()
        .map(
            check -> {
              JsonNode tick = transfer.path("checks").path(check.id());
              boolean done = tick.has("by");
              return new TransferView.Check(
                  check.id(),
                  check.title(),
                  check.by(),
                  done,
                  done ? name(tick, "by") : null,
                  done ? moment(tick, "at") : null);
            })
        .toList();
  }

  private static List<TransferView.Paper> papers(Procedure procedure) {
    TransferRules rules = procedure.transfer();
    return rules == null
        ? List.of()
        : rules.papers().stream()
            .map(
                paper ->
                    new TransferView.Paper(
                        paper.id(), paper.title(), paper.version(), paper.link()))
            .toList();
  }

  /** The pack in the transfer's room, each item held against the manifest. */
  Optional<TransferView.Pack> pack(CaseFile file) {
    return TransferState.room(file)
        .flatMap(
            room ->
                file.view()
                    .state(room, TransferEvents.MANIFEST, "")
                    .map(manifest -> pack(file, room, manifest.content())));
  }

  private static TransferView.Pack pack(CaseFile file, RoomId room, JsonNode manifest) {
    List<TransferView.Item> items = new ArrayList<>();
    boolean intact = SealedPack.hash(manifest.path("items")).equals(manifest.path("hash").asText());
    int number = 0;
    for (JsonNode line : manifest.path("items")) {
      number++;
      JsonNode content =
          file.view()
              .state(room, TransferEvents.ITEM, String.valueOf(number))
              .map(Event::content)
              .map(item -> item.path("content"))
              .orElseThrow();
      boolean same = SealedPack.hash(content).equals(line.path("hash").asText());
      intact &= same;
      items.add(
          new TransferView.Item(
              line.path("id").asText(),
              line.path("title").asText(),
              Fields.text(line, "event"),
              line.path("hash").asText(),
              same,
              content));
    }
    return new TransferView.Pack(file.reference(), manifest.path("hash").asText(), intact, items);
  }

  private String name(JsonNode node, String field) {
    return desk.name(UserId.of(node.path(field).asText()));
  }

  private static Instant moment(JsonNode node, String field) {
    return Instant.ofEpochMilli(node.path(field).asLong());
  }
}
