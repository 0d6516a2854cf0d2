package org.caseroom.cases.story;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.caseroom.audit.AuditEntry;
import org.caseroom.audit.AuditLog;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomReader;
import org.jspecify.annotations.Nullable;

/** The family's story: written once, in sections, each with its own audience. */
public final class Stories {
  private static final int AT_ONCE = 500;
  private static final Set<String> TOLD_OF = Set.of(CaseEvents.STORY, CaseEvents.REPEAT_ASKS);

  private final Desk desk;
  private final RoomReader reader;
  private final AuditLog audit;

  /** The service, on its desk. */
  public Stories(Desk desk, RoomReader reader, AuditLog audit) {
    this.desk = desk;
    this.reader = reader;
    this.audit = audit;
  }

  /**
   * Writes a section, or a new version of it.
   *
   * @param section a short word, such as {@code early-history}
   * @param audience who may read it beside the family: {@code team} for everybody in the team, or
   *     role words, group words of the permissions, agency ids
   * @param why what is corrected, when this corrects something; null otherwise
   */
  public Event write(
      UserId by,
      String reference,
      String section,
      String title,
      String text,
      List<String> audience,
      @Nullable String why) {
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
    Fields.put(content, "why", why);
    return desk.paper(by, file.space(), CaseEvents.STORY, section, content);
  }

  /** The same, where nothing is corrected. */
  public Event write(
      UserId by,
      String reference,
      String section,
      String title,
      String text,
      List<String> audience) {
    return write(by, reference, section, title, text, audience, null);
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

  /**
   * The story as somebody may read it, with its versions. The newest audience of a section holds
   * for its older versions too.
   *
   * @param how the door it is read through, for the audit log
   * @throws Problem 404 when there is no such case for this reader
   */
  public StoryBook book(UserId by, String reference, String how) {
    CaseFile file = desk.open(by, reference);
    audit.access(
        by.value(),
        file.space().value(),
        desk.policy().readsAs(by, file.space(), file.view(), how));
    Map<String, List<Event>> sections = new LinkedHashMap<>();
    Map<UserId, List<Event>> askers = new TreeMap<>();
    for (Event event : past(by, file.space())) {
      if (event.type().equals(CaseEvents.STORY)) {
        sections
            .computeIfAbsent(String.valueOf(event.stateKey()), key -> new ArrayList<>())
            .add(event);
      } else {
        event
            .text("by")
            .map(UserId::of)
            .ifPresent(who -> askers.computeIfAbsent(who, key -> new ArrayList<>()).add(event));
      }
    }
    int repeats =
        file.state(CaseEvents.REPEAT_ASKS, "")
            .map(state -> state.content().path("count").asInt())
            .orElse(0);
    return new StoryBook(
        file.reference(),
        file.child(),
        sections.entrySet().stream()
            .map(entry -> section(entry.getKey(), entry.getValue()))
            .sorted(Comparator.comparing(StoryBook.Section::place))
            .toList(),
        reads(file),
        repeats,
        manages(by, file) ? askers(askers) : null);
  }

  /**
   * The family's own book, to take along; the audit log notes it as an export.
   *
   * @throws Problem 403 for everybody who is not of the family
   */
  public StoryBook export(UserId by, String reference) {
    CaseFile file = desk.open(by, reference);
    if (!desk.accounts().require(by).isFamily()) {
      throw Problem.forbidden(
          "The story is the family's book: one of them takes it along, and gives it to whom they"
              + " like. You can read what is meant for you.");
    }
    audit.record(
        new AuditEntry(
            AuditEntry.Kind.EXPORT,
            Json.object()
                .put("who", by.value())
                .put("what", file.space().value())
                .put("how", "story")));
    return book(by, reference, "story-export");
  }

  private boolean manages(UserId by, CaseFile file) {
    return desk.accounts()
        .find(by)
        .filter(account -> file.agency().equals(account.agency()))
        .filter(account -> account.is(Role.TEAM_MANAGER) || account.is(Role.LINE_MANAGER))
        .isPresent();
  }

  private List<Event> past(UserId by, RoomId space) {
    List<Event> events = new ArrayList<>();
    Long from = null;
    do {
      RoomReader.Page page =
          reader.page(by, space, RoomReader.Direction.FORWARDS, from, null, AT_ONCE);
      page.events().stream().filter(event -> TOLD_OF.contains(event.type())).forEach(events::add);
      from = page.next();
    } while (from != null);
    return events;
  }

  private StoryBook.Section section(String key, List<Event> events) {
    List<StoryBook.Version> versions = events.stream().map(this::version).toList();
    StoryBook.Version now = versions.get(versions.size() - 1);
    return new StoryBook.Section(
        key,
        events.get(events.size() - 1).content().path("place").asInt(),
        now.title(),
        now.text(),
        now.audience(),
        versions);
  }

  private StoryBook.Version version(Event event) {
    return new StoryBook.Version(
        event.content().path("version").asInt(),
        event.text("title").orElse(""),
        event.text("text").orElse(""),
        Fields.texts(event.content().path("audience")),
        event.sender(),
        desk.name(event.sender()),
        event.time(),
        event.id(),
        event.text("why").orElse(null));
  }

  private List<StoryBook.Read> reads(CaseFile file) {
    return file.state(CaseEvents.STORY_READ).stream()
        .map(
            event ->
                new StoryBook.Read(
                    event.sender(),
                    desk.name(event.sender()),
                    event.time(),
                    event.content().path("versions").size()))
        .sorted(Comparator.comparing(StoryBook.Read::at))
        .toList();
  }

  private List<StoryBook.Asker> askers(Map<UserId, List<Event>> askers) {
    return askers.entrySet().stream()
        .map(
            entry ->
                new StoryBook.Asker(
                    entry.getKey(),
                    desk.name(entry.getKey()),
                    entry.getValue().size(),
                    last(entry.getValue())))
        .sorted(Comparator.comparingInt(StoryBook.Asker::asks).reversed())
        .toList();
  }

  private static Instant last(List<Event> events) {
    return events.get(events.size() - 1).time();
  }
}
