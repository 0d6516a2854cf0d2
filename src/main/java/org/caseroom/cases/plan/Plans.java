package org.caseroom.cases.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.door.Numbers;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.rooms.Event;
import org.jspecify.annotations.Nullable;

/** The support plan (8.5, 8.6), the plan from placement, and the least offer (3.2). */
public final class Plans {
  /**
   * An item as its author writes it.
   *
   * @param kind a kind of the procedure's {@code plan_kinds}, such as {@code peer}
   * @param status {@code planned}, {@code started} or {@code done}
   * @param provider who provides it, by name
   * @param delivery {@code internal} or {@code external}
   * @param service for specialist support: which service
   * @param foundation of the sequential model
   * @param fundingSource what pays for it
   * @param startsOn when it starts
   * @param change what is to change
   * @param measure how that is measured
   * @param result what came of it
   * @param reason a manager's reason for going ahead against the order; one that was given stays
   */
  public record Item(
      String title,
      String kind,
      String status,
      @Nullable String provider,
      @Nullable String delivery,
      @Nullable String service,
      @Nullable String foundation,
      @Nullable String fundingSource,
      @Nullable LocalDate startsOn,
      @Nullable String change,
      @Nullable String measure,
      @Nullable String result,
      @Nullable String reason) {
    /** An item of which no more is known. */
    public static Item of(
        String title,
        String kind,
        String status,
        @Nullable String provider,
        @Nullable String reason) {
      return new Item(
          title, kind, status, provider, null, null, null, null, null, null, null, null, reason);
    }
  }

  /**
   * The plan from the time of placement.
   *
   * @param hasPlan whether there was one
   * @param source where it stands, such as the Adoption Placement Report
   */
  public record Placement(
      boolean hasPlan,
      @Nullable LocalDate madeOn,
      @Nullable String needsNow,
      @Nullable String needsLater,
      @Nullable String source,
      @Nullable String note) {}

  private final Desk desk;

  Plans(Desk desk) {
    this.desk = desk;
  }

  /**
   * Writes an item of the plan. What is left out keeps what the item said before, but for its
   * status.
   *
   * @param id a short word
   * @throws Problem 409 when it starts out of its turn (6.1, 9.2)
   */
  public Event item(UserId by, String reference, String id, Item item) {
    RoomId room = desk.open(by, reference).requireRoom(RoomKind.PROFESSIONALS);
    Optional<Event> before = desk.log().view().state(room, CaseEvents.PLAN, id);
    ObjectNode content = before.map(event -> event.content().deepCopy()).orElseGet(Json::object);
    content.put("title", item.title()).put("kind", item.kind()).put("status", item.status());
    if (before.isEmpty()) {
      content.put("place", Numbers.next(desk.log().view(), room, CaseEvents.PLAN));
    }
    Fields.put(content, "provider", item.provider());
    Fields.put(content, "delivery", item.delivery());
    Fields.put(content, "service", item.service());
    Fields.put(content, "foundation", item.foundation());
    Fields.put(content, "funding_source", item.fundingSource());
    Fields.put(content, "starts_on", item.startsOn());
    Fields.put(content, "change", item.change());
    Fields.put(content, "measure", item.measure());
    Fields.put(content, "result", item.result());
    Fields.put(content, "reason", item.reason());
    return desk.paper(by, room, CaseEvents.PLAN, id, content);
  }

  /** Writes down the plan from the time of placement, or that there was none. */
  public Event placement(UserId by, String reference, Placement placement) {
    CaseFile file = desk.open(by, reference);
    ObjectNode content = Json.object().put("has_plan", placement.hasPlan());
    Fields.put(content, "made_on", placement.madeOn());
    Fields.put(content, "needs_now", placement.needsNow());
    Fields.put(content, "needs_later", placement.needsLater());
    Fields.put(content, "source", placement.source());
    Fields.put(content, "note", placement.note());
    return desk.paper(by, file.space(), PlanEvents.PLACEMENT, "", content);
  }

  /**
   * Marks an item of the least offer.
   *
   * @param status {@code given}, {@code declined} or {@code not-available}
   * @param on when; null for today
   * @param source who or what it came from
   */
  public Event offer(
      UserId by,
      String reference,
      String item,
      String status,
      @Nullable LocalDate on,
      String source,
      @Nullable String note) {
    CaseFile file = desk.open(by, reference);
    ObjectNode content =
        Json.object().put("item", item).put("status", status).put("source", source);
    Fields.put(content, "on", on);
    Fields.put(content, "note", note);
    return desk.act(by, file.space(), PlanEvents.OFFER_MARK, content);
  }
}
