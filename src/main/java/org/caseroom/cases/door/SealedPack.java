package org.caseroom.cases.door;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;
import org.caseroom.base.CanonicalJson;
import org.caseroom.base.Json;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Chronology;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Documents;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.rooms.Event;
import org.jspecify.annotations.Nullable;

/**
 * Papers of a case put together for somebody outside of it: each with the hash of what it says, and
 * one hash over the list, so that both sides can tell that they hold the same.
 */
public final class SealedPack {
  private SealedPack() {}

  /**
   * An item.
   *
   * @param id a short word, unique in the pack
   * @param event the event that it is a copy of; null for what was put together
   */
  public record Item(String id, String title, @Nullable Event event, ObjectNode content) {
    /** The hash of what it says: SHA-256 of its canonical JSON, in hexadecimal. */
    public String hash() {
      return SealedPack.hash(content);
    }
  }

  /** The papers of the professionals room that are there, and a chronology. */
  public static List<Item> of(Procedure procedure, CaseFile file) {
    List<Item> items = new ArrayList<>();
    for (Event paper : Documents.all(procedure, file)) {
      if (!paper.type().equals(CaseEvents.SUMMARY)) {
        String id = Documents.id(procedure, paper).orElse(paper.type());
        items.add(item(id.replace('/', '-'), title(procedure, id), paper));
      }
    }
    for (Procedure.Section section : procedure.assessmentSections()) {
      file.state(RoomKind.PROFESSIONALS, CaseEvents.ASSESSMENT_SECTION, section.id())
          .ifPresent(
              event ->
                  items.add(
                      item("section-" + section.id(), "Assessment: " + section.title(), event)));
    }
    for (Event plan : file.state(RoomKind.PROFESSIONALS, CaseEvents.PLAN)) {
      String title = "Support plan: " + plan.text("title").orElse("");
      items.add(item("plan-" + plan.stateKey(), title, plan));
    }
    ObjectNode chronology = Json.object();
    ArrayNode lines = chronology.putArray("lines");
    Chronology.of(file, procedure.zone())
        .forEach(
            line -> lines.addObject().put("day", line.day().toString()).put("what", line.what()));
    items.add(new Item("chronology", "Chronology", null, chronology));
    return items;
  }

  /** A copy of an event. */
  public static Item item(String id, String title, Event event) {
    return new Item(id, title, event, event.content().deepCopy());
  }

  private static String title(Procedure procedure, String document) {
    String id = document.replaceFirst("/.*", "");
    return procedure.document(id).map(Procedure.DocumentRule::title).orElse(document);
  }

  /** The manifest: id, title, event and hash of each item, and the hash of that list. */
  public static ObjectNode manifest(List<Item> items) {
    ArrayNode list = Json.array();
    for (Item item : items) {
      ObjectNode line =
          Json.object().put("id", item.id()).put("title", item.title()).put("hash", item.hash());
      Event event = item.event();
      if (event != null) {
        line.put("event", event.id().value()).put("type", event.type());
      }
      list.add(line);
    }
    ObjectNode manifest = Json.object().put("hash", hash(list));
    manifest.set("items", list);
    return manifest;
  }

  /** SHA-256 of canonical JSON, in hexadecimal. */
  public static String hash(JsonNode json) {
    return DigestUtils.sha256Hex(CanonicalJson.encode(json));
  }
}
