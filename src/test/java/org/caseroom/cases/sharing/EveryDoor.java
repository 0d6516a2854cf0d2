package org.caseroom.cases.sharing;

import static org.caseroom.cases.CasePlay.encode;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.CasePlay;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.identity.Role;
import org.caseroom.ops.Http;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomReader;

/**
 * What every door shows everybody of a case, held against what the rules allow as {@link
 * ReadingOracle} says them again: history, sync, search, single events and the case's view.
 */
public final class EveryDoor {
  private static final String MARKER = "marker";

  private final CasePlay play;
  private final RoomId space;
  private final List<ReadingOracle.Person> people = new ArrayList<>();
  private final Set<String> known = new HashSet<>();
  private final List<String> wrong = new ArrayList<>();
  private long asked;

  /** Watches the case that somebody sees. */
  public EveryDoor(CasePlay play, String who) {
    this.play = play;
    this.space = RoomId.of(play.view(who).path("summary").path("space").asText());
  }

  /** Somebody whose reading is looked at; no agency for family. */
  public EveryDoor person(String name, Role role, String agency) {
    people.add(new ReadingOracle.Person(play.id(name).value(), role.word(), agency));
    return this;
  }

  /** Asks every door as everybody, now. */
  public void check(String at) {
    UserId house = play.caseroom().caseroom().cases().policy().service();
    CaseFile file =
        CaseFile.of(play.caseroom().caseroom().rooms().log().view(), space).orElseThrow();
    Map<String, String> kinds = new LinkedHashMap<>();
    kinds.put("case", space.value());
    file.rooms().forEach((kind, room) -> kinds.put(kind.word(), room.value()));
    List<Event> all = all(house, kinds);
    ReadingOracle oracle = new ReadingOracle(file.agency(), kinds);
    all.forEach(oracle::hear);
    oracle.at(play.caseroom().clock().instant());
    List<Event> fresh =
        all.stream()
            .filter(event -> !known.contains(event.id().value()))
            // Of the state that the house keeps, the other doors tell enough.
            .filter(event -> !event.sender().equals(house) || event.text("body").isPresent())
            .toList();
    all.forEach(event -> known.add(event.id().value()));
    for (ReadingOracle.Person person : people) {
      new Doors(oracle, person, at).check(kinds, all, fresh);
    }
  }

  private List<Event> all(UserId house, Map<String, String> kinds) {
    RoomReader reader = play.caseroom().caseroom().rooms().reader();
    List<Event> all = new ArrayList<>();
    for (String room : kinds.values()) {
      all.addAll(
          reader
              .page(house, RoomId.of(room), RoomReader.Direction.FORWARDS, null, null, 5_000)
              .events());
    }
    all.sort(Comparator.comparing(Event::position));
    return all;
  }

  /**
   * Fails with the first answers that were not as the rules have it, or when too little was asked.
   */
  public void assertAllowed(long atLeast) {
    assertEquals(List.of(), wrong);
    assertTrue(asked > atLeast, "person x event x door: " + asked);
  }

  /** All doors for one person at one minute. */
  private final class Doors {
    private final ReadingOracle oracle;
    private final ReadingOracle.Person person;
    private final String who;
    private final String at;

    Doors(ReadingOracle oracle, ReadingOracle.Person person, String at) {
      this.oracle = oracle;
      this.person = person;
      this.who = person.id().replaceAll("^@|:.*$", "");
      this.at = at;
    }

    void check(Map<String, String> kinds, List<Event> all, List<Event> fresh) {
      Map<String, Boolean> allowed = new LinkedHashMap<>();
      all.forEach(event -> allowed.put(event.id().value(), oracle.reads(person, event)));
      for (String room : kinds.values()) {
        same("messages", messages(room), room, all, allowed);
      }
      sync(all, allowed);
      search(all, allowed);
      for (Event event : fresh) {
        event(event, allowed.get(event.id().value()));
      }
      caseView(kinds, all, allowed);
    }

    private void same(
        String door,
        Set<String> shown,
        String room,
        List<Event> all,
        Map<String, Boolean> allowed) {
      for (Event event : all) {
        String id = event.id().value();
        // Members of their own room see how they came to it in any case.
        if (event.room().value().equals(room) && !isOwnMembership(event)) {
          compare(door, event, allowed.get(id), shown.contains(id));
        }
      }
    }

    private boolean isOwnMembership(Event event) {
      return event.isState("m.room.member", person.id());
    }

    private void compare(String door, Event event, boolean should, boolean does) {
      asked++;
      if (should != does && wrong.size() < 40) {
        wrong.add(
            at
                + " "
                + door
                + ": "
                + who
                + (does ? " reads " : " does not read ")
                + event.type()
                + " "
                + event.stateKey()
                + " "
                + event.content());
      }
    }

    private Set<String> messages(String room) {
      Set<String> shown = new TreeSet<>();
      String from = "";
      while (true) {
        Http.Response page =
            play.get(
                who,
                "/_matrix/client/v3/rooms/" + encode(room) + "/messages?dir=f&limit=1000" + from);
        if (page.status() != 200) {
          return shown;
        }
        page.json().path("chunk").forEach(event -> shown.add(event.path("event_id").asText()));
        if (!page.json().has("end")) {
          return shown;
        }
        from = "&from=" + encode(page.json().path("end").asText());
      }
    }

    /** A first sync shows nothing else, and the newest of what is allowed. */
    private void sync(List<Event> all, Map<String, Boolean> allowed) {
      String filter = "{\"room\":{\"timeline\":{\"limit\":40}}}";
      JsonNode rooms =
          play.get(who, "/_matrix/client/v3/sync?filter=" + encode(filter)).ok().path("rooms");
      Set<String> shown = new TreeSet<>();
      rooms
          .path("join")
          .forEach(
              room -> {
                room.path("timeline")
                    .path("events")
                    .forEach(e -> shown.add(e.path("event_id").asText()));
                room.path("state")
                    .path("events")
                    .forEach(e -> shown.add(e.path("event_id").asText()));
              });
      for (Event event : all) {
        String id = event.id().value();
        boolean newest = all.indexOf(event) >= all.size() - 10;
        if (!isOwnMembership(event) && (newest || shown.contains(id))) {
          compare("sync", event, allowed.get(id), shown.contains(id));
        }
      }
    }

    private void search(List<Event> all, Map<String, Boolean> allowed) {
      ObjectNode query = Json.object();
      ObjectNode events = query.putObject("search_categories").putObject("room_events");
      events.put("search_term", MARKER).putObject("filter").put("limit", 100);
      Set<String> shown = new TreeSet<>();
      play.post(who, "/_matrix/client/v3/search", query)
          .ok()
          .path("search_categories")
          .path("room_events")
          .path("results")
          .forEach(result -> shown.add(result.path("result").path("event_id").asText()));
      for (Event event : all) {
        String id = event.id().value();
        boolean talk =
            event.type().equals("m.room.message")
                && event.text("body").filter(body -> body.contains(MARKER)).isPresent()
                && !event
                    .content()
                    .path("m.relates_to")
                    .path("rel_type")
                    .asText()
                    .equals("m.replace");
        if (shown.contains(id) || talk) {
          boolean edited =
              oracle.events().stream()
                  .anyMatch(
                      other ->
                          other
                              .content()
                              .path("m.relates_to")
                              .path("event_id")
                              .asText()
                              .equals(id));
          if (shown.contains(id) || !edited) {
            compare("search", event, allowed.get(id), shown.contains(id));
          }
        }
      }
    }

    private void event(Event event, boolean should) {
      int status =
          play.get(
                  who,
                  "/_matrix/client/v3/rooms/"
                      + encode(event.room().value())
                      + "/event/"
                      + encode(event.id().value()))
              .status();
      if (!isOwnMembership(event)) {
        compare("event", event, should, status == 200);
      }
    }

    /** The case as a page or program has it: the story, the sections, the rooms. */
    private void caseView(
        Map<String, String> kinds, List<Event> all, Map<String, Boolean> allowed) {
      Http.Response answer = play.get(who, "/api/cases/REF-1");
      String text = answer.status() == 200 ? answer.text() : "";
      for (Event event : all) {
        boolean current =
            all.stream()
                .noneMatch(
                    later ->
                        later.position() > event.position()
                            && later.room().equals(event.room())
                            && event.stateKey() != null
                            && later.isState(event.type(), event.stateKey()));
        boolean told =
            event.type().equals("org.caseroom.story")
                || event.type().equals("org.caseroom.assessment_section");
        if (told && current) {
          String words = event.text("text").orElse("");
          compare("case", event, allowed.get(event.id().value()), text.contains(words));
        }
      }
      for (Map.Entry<String, String> room : kinds.entrySet()) {
        boolean listed =
            text.contains("\"kind\":\"" + room.getKey() + "\",\"id\":\"" + room.getValue());
        if (!room.getKey().equals("case") && listed && !oracle.opens(person, room.getValue())) {
          boolean invited = text.contains("\"membership\":\"invite\"");
          assertTrue(invited, at + " " + who + " has the room " + room.getKey());
        }
      }
    }
  }
}
