package org.caseroom.cases.door;

import java.util.List;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.identity.Agency;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomLog;
import org.caseroom.rooms.RoomView;
import org.jspecify.annotations.Nullable;

/** The house's own room, in which cases and hubs are found by name. Made on the first start. */
public final class Register {
  private static final String EXISTS = "ORG.CASEROOM_EXISTS";

  private final RoomLog log;
  private final UserId service;
  private volatile @Nullable RoomId known;

  /** The register in this log; it makes its room when it is first needed. */
  public Register(RoomLog log, UserId service) {
    this.log = log;
    this.service = service;
  }

  /** Lets people send in older rooms what casework has come to know since. */
  public void bringRoomsUpToDate() {
    new RoomLevels(log, service).bring();
  }

  /** The register's room, made when there is none. */
  public RoomId room() {
    RoomId room = known;
    if (room == null) {
      room = find(log.view(), service).orElseGet(this::create);
      known = room;
    }
    return room;
  }

  /** The register's room, where there is one yet. */
  public static Optional<RoomId> find(RoomView view, UserId service) {
    return view.stateAround(service, CaseEvents.REGISTER, "").stream().map(Event::room).findFirst();
  }

  private RoomId create() {
    try {
      return log.appendNow(
              view -> {
                if (find(view, service).isPresent()) {
                  throw Problem.of(409, EXISTS, "The register is there already.");
                }
                RoomPlan plan =
                    RoomPlan.start(RoomKind.REGISTER, service, view.now(), Json.object());
                plan.state(CaseEvents.REGISTER, "", Json.object().put("last", 0));
                return plan.drafts();
              })
          .first()
          .room();
    } catch (Problem problem) {
      if (problem.errcode().equals(EXISTS)) {
        return find(log.view(), service).orElseThrow(() -> problem);
      }
      throw problem;
    }
  }

  /** The space of a case, by reference. */
  public Optional<RoomId> space(RoomView view, String reference) {
    return view.state(room(), CaseEvents.REGISTER_CASE, reference)
        .flatMap(event -> event.text("space"))
        .map(RoomId::of);
  }

  /**
   * Takes in a case that was opened on another service; numbers of later cases go on behind its
   * own.
   *
   * @throws Problem 409 when there is another case of this reference
   */
  public void adopt(String reference, RoomId space) {
    RoomId register = room();
    log.appendNow(
        view -> {
          if (view.state(register, CaseEvents.REGISTER_CASE, reference).isPresent()) {
            throw Problem.of(409, EXISTS, "There is a case " + reference + " here already.");
          }
          int last =
              view.state(register, CaseEvents.REGISTER, "")
                  .map(event -> event.content().path("last").asInt())
                  .orElse(0);
          String digits = reference.replaceAll("\\D", "");
          int number = digits.isEmpty() || digits.length() > 8 ? 0 : Integer.parseInt(digits);
          return List.of(
              Draft.state(
                  register,
                  service,
                  CaseEvents.REGISTER,
                  "",
                  Json.object().put("last", Math.max(last, number))),
              Draft.state(
                  register,
                  service,
                  CaseEvents.REGISTER_CASE,
                  reference,
                  Json.object().put("space", space.value())));
        });
  }

  /** A hub's room, where one was needed before. */
  public Optional<RoomId> hub(RoomView view, String agency, String hub) {
    return view.state(room(), CaseEvents.REGISTER_HUB, agency + "/" + hub)
        .flatMap(event -> event.text("room"))
        .map(RoomId::of);
  }

  /** The rooms of all hubs that were needed so far. */
  public List<RoomId> hubs(RoomView view) {
    return view.state(room(), CaseEvents.REGISTER_HUB).stream()
        .flatMap(event -> event.text("room").stream())
        .map(RoomId::of)
        .toList();
  }

  /** A hub's room, made when there is none. */
  public RoomId requireHub(Agency agency, Agency.Hub hub) {
    RoomId register = room();
    Optional<RoomId> there = hub(log.view(), agency.id(), hub.id());
    if (there.isPresent()) {
      return there.get();
    }
    try {
      return log.appendNow(
              view -> {
                if (hub(view, agency.id(), hub.id()).isPresent()) {
                  throw Problem.of(409, EXISTS, "This hub has its room already.");
                }
                RoomPlan plan = RoomPlan.start(RoomKind.HUB, service, view.now(), Json.object());
                plan.state(
                    CaseEvents.HUB,
                    "",
                    Json.object()
                        .put("agency", agency.id())
                        .put("hub", hub.id())
                        .put("register", register.value()));
                plan.state(
                    "m.room.name", "", Json.object().put("name", "Front door, " + hub.name()));
                plan.elsewhere(
                    register,
                    CaseEvents.REGISTER_HUB,
                    agency.id() + "/" + hub.id(),
                    Json.object().put("room", plan.id().value()));
                return plan.drafts();
              })
          .first()
          .room();
    } catch (Problem problem) {
      if (problem.errcode().equals(EXISTS)) {
        return hub(log.view(), agency.id(), hub.id()).orElseThrow(() -> problem);
      }
      throw problem;
    }
  }
}
