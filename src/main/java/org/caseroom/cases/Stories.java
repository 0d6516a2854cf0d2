package org.caseroom.cases;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.rooms.Event;

/** The family's story: written once, in sections, each with its own audience. */
public final class Stories {
  private final Desk desk;

  Stories(Desk desk) {
    this.desk = desk;
  }

  /**
   * Writes a section, or a new version of it.
   *
   * @param section a short word, such as {@code early-history}
   * @param audience who may read it beside the family: {@code team} for everybody in the team, or
   *     role words, group words of the permissions, agency ids
   */
  public Event write(
      UserId by,
      String reference,
      String section,
      String title,
      String text,
      List<String> audience) {
    CaseFile file = desk.open(by, reference);
    int place =
        file.state(CaseEvents.STORY, section)
            .map(event -> event.content().path("place").asInt())
            .orElse(file.state(CaseEvents.STORY).size() + 1);
    int version =
        file.state(CaseEvents.STORY, section)
            .map(event -> event.content().path("version").asInt() + 1)
            .orElse(1);
    ObjectNode content =
        Json.object()
            .put("title", title)
            .put("text", text)
            .put("place", place)
            .put("version", version);
    Fields.put(content, "audience", audience);
    return desk.paper(by, file.space(), CaseEvents.STORY, section, content);
  }

  /** Says that one has read the story, as far as one may. */
  public Event acknowledge(UserId by, String reference) {
    CaseFile file = desk.open(by, reference);
    ObjectNode versions = Json.object();
    for (Event section : file.state(CaseEvents.STORY)) {
      if (desk.policy().mayRead(by, section, file.view())) {
        versions.put(String.valueOf(section.stateKey()), section.content().path("version").asInt());
      }
    }
    ObjectNode content = Json.object();
    content.set("versions", versions);
    return desk.paper(by, file.space(), CaseEvents.STORY_READ, CaseEvents.personKey(by), content);
  }
}
