package org.caseroom.cases.sharing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.SharingEvents;
import org.caseroom.rooms.Event;
import org.jspecify.annotations.Nullable;

/** Pages that a parent agrees to share with one more reader. */
public final class Pages {
  /**
   * A request and what became of it.
   *
   * @param page {@code story/…} or {@code summary/…}
   * @param status {@code asked}, {@code approved}, {@code refused} or {@code revoked}
   * @param decidedBy the parent who decided; null while it is asked
   */
  public record Page(
      String number,
      String page,
      UserId reader,
      String readerName,
      String purpose,
      UserId askedBy,
      String askedByName,
      Instant asked,
      String status,
      @Nullable UserId decidedBy,
      @Nullable Instant decidedAt) {}

  private final Desk desk;

  Pages(Desk desk) {
    this.desk = desk;
  }

  /** Asks the parents to let somebody read a page. */
  public Event ask(UserId by, String reference, String page, UserId reader, String purpose) {
    CaseFile file = desk.open(by, reference);
    return desk.act(
        by,
        file.space(),
        SharingEvents.SHARE_REQUEST,
        Json.object().put("page", page).put("reader", reader.value()).put("purpose", purpose));
  }

  /**
   * A parent decides.
   *
   * @param decision {@code approve}, {@code refuse} or {@code revoke}
   */
  public Event answer(
      UserId by, String reference, String number, String decision, @Nullable String reason) {
    CaseFile file = desk.open(by, reference);
    ObjectNode content = Json.object().put("request", number).put("decision", decision);
    Fields.put(content, "reason", reason);
    return desk.act(by, file.space(), SharingEvents.SHARE_ANSWER, content);
  }

  /** The requests of a case, oldest first. */
  public List<Page> view(UserId by, String reference) {
    CaseFile file = desk.open(by, reference);
    return file.state(SharingEvents.SHARED_PAGE).stream()
        .map(this::page)
        .sorted(Comparator.comparing(Page::asked))
        .toList();
  }

  private Page page(Event event) {
    UserId reader = UserId.of(event.text("reader").orElse(""));
    UserId asker = UserId.of(event.text("asked_by").orElse(""));
    String by = event.text("by").orElse(null);
    return new Page(
        String.valueOf(event.stateKey()),
        event.text("page").orElse(""),
        reader,
        desk.name(reader),
        event.text("purpose").orElse(""),
        asker,
        desk.name(asker),
        Instant.ofEpochMilli(event.content().path("asked").asLong()),
        event.text("status").orElse(""),
        by == null ? null : UserId.of(by),
        event.content().has("at")
            ? Instant.ofEpochMilli(event.content().path("at").asLong())
            : null);
  }
}
