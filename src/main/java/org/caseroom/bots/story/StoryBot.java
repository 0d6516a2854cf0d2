package org.caseroom.bots.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.bots.runtime.Bot;
import org.caseroom.bots.runtime.CaseRules;
import org.caseroom.bots.runtime.Cause;
import org.caseroom.bots.runtime.Command;
import org.caseroom.bots.runtime.Desk;
import org.caseroom.bots.runtime.MessageKey;
import org.caseroom.bots.runtime.Messages;
import org.caseroom.bots.runtime.Words;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.story.Stopped;
import org.caseroom.cases.story.StoryPart;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;

/**
 * Shows the headings of the family's story. Not the text: each section has readers of its own, and
 * a room has more. For the same reason it shows only headings that it may read itself, which is
 * what the family meant for the whole team.
 *
 * <p>In a room of two it tells whoever joins a case what is there to read for them, and whose
 * message was stopped where it is told already. There too it repeats no text: a copy would outlive
 * consent that ends and an audience that is narrowed.
 */
public final class StoryBot implements Bot {
  private static final MessageKey HEADINGS = MessageKey.of("headings", "child", "lines");
  private static final MessageKey HEADING =
      MessageKey.of("heading", "place", "title").optionally("version", "day");
  private static final MessageKey NONE = MessageKey.of("none");
  private static final MessageKey NOT_A_CASE = MessageKey.of("not-a-case");

  private static final MessageKey DIRECT = MessageKey.of("direct");
  private static final MessageKey STOPPED =
      MessageKey.of("stopped", "reference", "says", "page", "message");
  private static final MessageKey POSTED = MessageKey.of("posted");
  private static final MessageKey NOTHING_STOPPED = MessageKey.of("nothing-stopped");
  private static final MessageKey WELCOME =
      MessageKey.of("welcome", "child", "reference", "lines", "page");
  private static final MessageKey READ = MessageKey.of("read", "reference");
  private static final MessageKey NEWER = MessageKey.of("newer", "child", "lines");
  private static final MessageKey NOTHING_NEW = MessageKey.of("nothing-new");

  private final CaseRules rules;

  public StoryBot(CaseRules rules) {
    this.rules = rules;
  }

  @Override
  public String name() {
    return "story";
  }

  @Override
  public List<MessageKey> messages() {
    return List.of(
        HEADINGS,
        HEADING,
        NONE,
        NOT_A_CASE,
        DIRECT,
        STOPPED,
        POSTED,
        NOTHING_STOPPED,
        WELCOME,
        READ,
        NEWER,
        NOTHING_NEW);
  }

  /**
   * Tells in private whose message was stopped where it is told, and how to post it all the same.
   */
  @Override
  public void onTick(Desk desk) {
    rules
        .work()
        .policy()
        .part(StoryPart.class)
        .ifPresent(part -> part.stopped().take().forEach(message -> stopped(desk, message)));
  }

  private static void stopped(Desk desk, Stopped.Message message) {
    RoomId room = direct(desk, message.sender());
    String says = message.problem().message();
    int more = says.indexOf(" To ask all the same");
    JsonNode section = message.problem().details().get("org.caseroom.section");
    String page =
        "/cases/"
            + message.reference()
            + (section == null ? "/questions" : "/story#story-" + section.asText());
    ObjectNode mark =
        Json.object()
            .put("room", message.room().value())
            .put("type", message.type())
            .put("body", message.body());
    desk.say(
        room,
        new Cause(
            "stopped/"
                + message.room()
                + "/"
                + message.sender()
                + "/"
                + message.at().toEpochMilli()
                + "/"
                + message.body().hashCode()),
        style ->
            desk.text(
                STOPPED,
                style,
                Map.of(
                    "reference",
                    message.reference(),
                    "says",
                    more < 0 ? says : says.substring(0, more),
                    "page",
                    page,
                    "message",
                    message.body())),
        List.of(message.sender()),
        mark);
  }

  /** The room with one person, named in their language. */
  private static RoomId direct(Desk desk, UserId person) {
    return desk.direct(person, desk.text(DIRECT, desk.styleFor(person), Map.of()));
  }

  /** {@code !post}: what was stopped last is posted all the same, in the person's own name. */
  private static void post(Desk desk, Event event) {
    Optional<Event> last =
        desk.lately(event.room()).stream()
            .filter(message -> message.content().path(Desk.MARK).has("room"))
            .findFirst();
    if (last.isEmpty()) {
      desk.reply(
          event, Cause.of(event, "said"), style -> desk.text(NOTHING_STOPPED, style, Map.of()));
      return;
    }
    JsonNode mark = last.get().content().path(Desk.MARK);
    String type = mark.path("type").asText();
    String text = mark.path("body").asText();
    ObjectNode content =
        type.equals(CaseEvents.QUESTION_ASK)
            ? Json.object().put("text", text)
            : Json.object().put("msgtype", "m.text").put("body", text);
    content.put(CaseEvents.ASK_AGAIN, true);
    desk.appendFor(
        event,
        Cause.of(last.get(), "post"),
        view ->
            Draft.message(RoomId.of(mark.path("room").asText()), event.sender(), type, content));
    desk.reply(event, Cause.of(event, "said"), style -> desk.text(POSTED, style, Map.of()));
  }

  /** A professional who joins a case hears in private what of the story is for them to read. */
  @Override
  public void onEvent(Desk desk, Event event) {
    String key = event.stateKey();
    Optional<CaseFile> file = CaseFile.of(desk.view(), event.room());
    if (key == null
        || file.isEmpty()
        || !event.text("membership").filter("join"::equals).isPresent()
        || desk.accounts().find(UserId.of(key)).filter(who -> who.isStaff()).isEmpty()) {
      return;
    }
    UserId newcomer = UserId.of(key);
    List<Event> sections = readableBy(newcomer, file.get());
    if (!sections.isEmpty()) {
      desk.say(
          direct(desk, newcomer),
          new Cause("welcome/" + file.get().space() + "/" + newcomer),
          style ->
              desk.text(
                  WELCOME,
                  style,
                  Map.of(
                      "child", file.get().child(),
                      "reference", file.get().reference(),
                      "lines", lines(desk, style, file.get(), sections),
                      "page", "/cases/" + file.get().reference() + "/story")),
          List.of(newcomer),
          Json.object().put("story", file.get().space().value()));
    }
  }

  private List<Event> readableBy(UserId reader, CaseFile file) {
    return file.state(CaseEvents.STORY).stream()
        .filter(section -> rules.work().policy().mayRead(reader, section, file.view()))
        .toList();
  }

  /** ✅ under the welcome: they have read it, and the family sees that. */
  @Override
  public void onReaction(Desk desk, Event reaction, Event message) {
    String space = message.content().path(Desk.MARK).path("story").asText();
    Optional<CaseFile> file =
        Optional.of(space)
            .filter(text -> text.startsWith("!"))
            .flatMap(room -> CaseFile.of(desk.view(), RoomId.of(room)));
    if (file.isEmpty()) {
      return;
    }
    UserId reader = reaction.sender();
    ObjectNode content = Json.object();
    ObjectNode versions = content.putObject("versions");
    readableBy(reader, file.get())
        .forEach(
            section ->
                versions.put(
                    String.valueOf(section.stateKey()), section.content().path("version").asInt()));
    desk.appendFor(
        reaction,
        Cause.of(reaction, "read"),
        view ->
            Draft.state(
                file.get().space(),
                reader,
                CaseEvents.STORY_READ,
                CaseEvents.personKey(reader),
                content));
    desk.say(
        reaction.room(),
        Cause.of(reaction, "thanks"),
        style -> desk.text(READ, style, Map.of("reference", file.get().reference())));
  }

  @Override
  public void onCommand(Desk desk, Event event, Command command) {
    if (command.name().equals("post")) {
      post(desk, event);
      return;
    }
    Optional<CaseFile> file = CaseFile.of(desk.view(), event.room());
    if (file.isEmpty()) {
      desk.reply(event, Cause.of(event, "said"), style -> desk.text(NOT_A_CASE, style, Map.of()));
      return;
    }
    boolean newer = command.words().stream().findFirst().filter("new"::equals).isPresent();
    List<Event> sections =
        file.get().state(CaseEvents.STORY).stream()
            .filter(section -> desk.services().reader().maySee(desk.me(), section))
            .filter(section -> !newer || unread(section, event.sender(), file.get()))
            .toList();
    MessageKey none = newer ? NOTHING_NEW : NONE;
    MessageKey some = newer ? NEWER : HEADINGS;
    desk.reply(
        event,
        Cause.of(event, "said"),
        style ->
            sections.isEmpty()
                ? desk.text(none, style, Map.of())
                : desk.text(
                    some,
                    style,
                    Map.of(
                        "child",
                        file.get().child(),
                        "lines",
                        lines(desk, style, file.get(), sections))));
  }

  /** Whether a section was written, or written anew, since somebody last said that they read it. */
  private static boolean unread(Event section, UserId reader, CaseFile file) {
    int read =
        file.state(CaseEvents.STORY_READ, CaseEvents.personKey(reader))
            .map(event -> event.content().path("versions").path(String.valueOf(section.stateKey())))
            .map(JsonNode::asInt)
            .orElse(0);
    return section.content().path("version").asInt() > read;
  }

  private String lines(Desk desk, Messages.Style style, CaseFile file, List<Event> sections) {
    return sections.stream()
        .sorted(Comparator.comparingInt(each -> each.content().path("place").asInt()))
        .map(section -> heading(desk, style, file, section))
        .collect(Collectors.joining("\n"));
  }

  private String heading(Desk desk, Messages.Style style, CaseFile file, Event section) {
    return desk.text(
        HEADING,
        style,
        Map.of(
            "place", section.content().path("place").asText(),
            "title", section.text("title").orElse(""),
            "version", section.content().path("version").asText(),
            "day",
                Words.day(
                    style, section.time().atZone(rules.procedure(file).zone()).toLocalDate())));
  }
}
