package org.caseroom.cases;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.file.SharingEvents;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;
import org.jspecify.annotations.Nullable;

/** What the family agrees to, refuses and withdraws (8.2). */
public final class Consents {
  /**
   * One line of the consent form.
   *
   * @param id a short word, such as {@code virtual-school}
   * @param purpose a purpose of the procedure, such as {@code assessment} or {@code share}
   * @param agency the agency that may read, for {@code share}
   * @param user the one person that may read, where it is about one only
   * @param rooms the rooms that it opens to them
   * @param given yes or no
   * @param limits the topics that it covers or leaves out
   */
  public record Line(
      String id,
      String purpose,
      @Nullable String agency,
      @Nullable UserId user,
      Set<RoomKind> rooms,
      boolean given,
      Limits limits) {
    /** A line whose limits stay what they are: none for a new one. */
    public Line(
        String id,
        String purpose,
        @Nullable String agency,
        @Nullable UserId user,
        Set<RoomKind> rooms,
        boolean given) {
      this(id, purpose, agency, user, rooms, given, Limits.UNCHANGED);
    }
  }

  /**
   * What a line covers.
   *
   * @param topics the topics that it covers; null to leave that as it is
   * @param without the topics that are taken out of it; null to leave that as it is
   */
  public record Limits(@Nullable List<String> topics, @Nullable List<String> without) {
    /** Limits as they are. */
    public static final Limits UNCHANGED = new Limits(null, null);

    private void write(ObjectNode content, @Nullable Event before) {
      write(content, SharingEvents.TOPICS, topics, before);
      write(content, SharingEvents.WITHOUT, without, before);
    }

    private static void write(
        ObjectNode content, String field, @Nullable List<String> said, @Nullable Event before) {
      if (said != null) {
        Fields.put(content, field, said);
      } else if (before != null && before.content().has(field)) {
        content.set(field, before.content().get(field));
      }
    }
  }

  private final Desk desk;

  Consents(Desk desk) {
    this.desk = desk;
  }

  /**
   * Records a signed form, all lines or none.
   *
   * @param by a parent, or the worker who holds the paper they signed
   * @param signedBy which parents signed
   * @param formVersion which version of the form they had
   */
  public List<Event> sign(
      UserId by, String reference, List<Line> lines, List<UserId> signedBy, String formVersion) {
    CaseFile file = desk.open(by, reference);
    List<Draft> drafts = new ArrayList<>();
    for (Line line : lines) {
      ObjectNode content =
          Json.object()
              .put("purpose", line.purpose())
              .put("status", line.given() ? "given" : "refused")
              .put("form_version", formVersion);
      Fields.put(content, "agency", line.agency());
      Fields.put(content, "user", line.user());
      Fields.put(content, "rooms", line.rooms().stream().map(RoomKind::word).sorted().toList());
      Fields.put(content, "signed_by", signedBy);
      line.limits().write(content, file.state(CaseEvents.CONSENT, line.id()).orElse(null));
      drafts.add(Draft.state(file.space(), by, CaseEvents.CONSENT, line.id(), content));
    }
    if (drafts.isEmpty()) {
      throw Problem.missingParam("The form has no lines: say what is agreed and what is not.");
    }
    return desk.unit(drafts).events().stream()
        .filter(event -> event.type().equals(CaseEvents.CONSENT))
        .toList();
  }

  /** Withdraws a consent: whom it let in stops reading at once. */
  public Event withdraw(UserId by, String reference, String id, @Nullable String reason) {
    CaseFile file = desk.open(by, reference);
    ObjectNode content =
        file.state(CaseEvents.CONSENT, id)
            .map(event -> event.content().deepCopy())
            .orElseThrow(() -> Problem.notFound("There is no consent with this name."));
    content.put("status", "withdrawn");
    Fields.put(content, "reason", reason);
    return desk.paper(by, file.space(), CaseEvents.CONSENT, id, content);
  }
}
