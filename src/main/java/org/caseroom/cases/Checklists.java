package org.caseroom.cases;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.caseroom.cases.checklists.ChecklistEvents;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.rooms.Event;
import org.jspecify.annotations.Nullable;

/** Checklists: opened by the procedure, ticked by whoever has the item. */
public final class Checklists {
  private final Desk desk;

  Checklists(Desk desk) {
    this.desk = desk;
  }

  /**
   * Ticks an item.
   *
   * @param item the item's id, or its number on the list from 1
   * @param note a receipt or a remark
   */
  public Event tick(
      UserId by, String reference, String checklist, String item, @Nullable String note) {
    return mark(by, reference, checklist, item, "done", note);
  }

  /** Marks an item as not relevant, with a reason. */
  public Event notRelevant(
      UserId by, String reference, String checklist, String item, String reason) {
    return mark(by, reference, checklist, item, "not-relevant", reason);
  }

  /**
   * Hands an item on to somebody else who can do it.
   *
   * @param to somebody of the case: of the family for its own list, else a professional
   */
  public Event give(
      UserId by,
      String reference,
      String checklist,
      String item,
      UserId to,
      @Nullable String note) {
    CaseFile file = desk.open(by, reference);
    ObjectNode content =
        Json.object().put("checklist", checklist).put("item", item).put("to", to.value());
    Fields.put(content, "note", note);
    return desk.atDesk(by, file, ChecklistEvents.GIVE, content);
  }

  /** Somebody of the family says that they have what an item promises. */
  public Event receive(UserId by, String reference, String checklist, String item) {
    CaseFile file = desk.open(by, reference);
    return desk.atDesk(
        by,
        file,
        ChecklistEvents.RECEIVE,
        Json.object().put("checklist", checklist).put("item", item));
  }

  private Event mark(
      UserId by,
      String reference,
      String checklist,
      String item,
      String status,
      @Nullable String note) {
    CaseFile file = desk.open(by, reference);
    ObjectNode content =
        Json.object().put("checklist", checklist).put("item", item).put("status", status);
    Fields.put(content, "note", note);
    return desk.atDesk(by, file, CaseEvents.CHECKLIST_TICK, content);
  }
}
