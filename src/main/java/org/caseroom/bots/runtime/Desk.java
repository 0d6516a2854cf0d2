package org.caseroom.bots.runtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.caseroom.base.EventId;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.Proposal;
import org.caseroom.rooms.RoomLog;
import org.caseroom.rooms.RoomReader;
import org.caseroom.rooms.RoomView;
import org.jspecify.annotations.Nullable;

/**
 * A bot's place in the house: who it is, what it may see, and the one way it acts. A bot reads
 * through {@link RoomReader} as any member does, and writes through {@link RoomLog} only what its
 * file permits.
 */
public final class Desk {
  /** The content field by which a bot knows its own messages again. */
  public static final String MARK = "org.caseroom.bot";

  /** The content field of an event that a bot sent for a person: the person's own command. */
  public static final String COMMAND = "org.caseroom.command";

  private static final int SMALL_ROOM = 50;

  private final BotDefinition definition;
  private final UserId me;
  private final Messages messages;
  private final BotServices services;
  private final FloodGuard flood;

  public Desk(BotDefinition definition, UserId me, Messages messages, BotServices services) {
    this.definition = definition;
    this.me = me;
    this.messages = messages;
    this.services = services;
    this.flood = new FloodGuard();
  }

  /** The bot as its file describes it. */
  public BotDefinition definition() {
    return definition;
  }

  /** The bot's user id. */
  public UserId me() {
    return me;
  }

  /** The services, for what a bot keeps of its own. */
  public BotServices services() {
    return services;
  }

  /** The time. */
  public Instant now() {
    return services.clock().instant();
  }

  /** The current state of rooms. */
  public RoomView view() {
    return services.log().view();
  }

  /** Whether the bot is in a room. */
  public boolean isIn(RoomId room) {
    return view().membership(room, me) == Membership.JOIN;
  }

  /** An event that the bot may see. */
  public Optional<Event> event(RoomId room, EventId event) {
    return services.reader().event(me, room, event);
  }

  /** The name by which people know somebody. */
  public String nameOf(UserId user) {
    return services.accounts().find(user).map(Account::displayName).orElse(user.localpart());
  }

  /** The accounts of all. */
  public Accounts accounts() {
    return services.accounts();
  }

  /** The wording that one person needs. */
  public Messages.Style styleFor(UserId person) {
    return Wordings.of(view(), person);
  }

  /** A text as the people of a room need it: in easy read, in Welsh, in both languages. */
  public String worded(RoomId room, Text text) {
    return worded(room, text, "\n\n");
  }

  private String worded(RoomId room, Text text, String between) {
    return Wordings.worded(Wordings.of(view(), accounts(), room), text, between);
  }

  /** A message's text in one wording. */
  public String text(MessageKey key, Messages.Style style, Map<String, String> values) {
    return messages.text(key, style, values);
  }

  /**
   * Whether what somebody wrote is one of the words that a message lists with commas between them,
   * in any language: for plain answers such as "done" or "wedi ei wneud".
   */
  public boolean means(MessageKey words, String written) {
    return messages.lists(words, written);
  }

  /** What a role is called. */
  public String role(Role role, Messages.Style style) {
    return text(CommonMessages.of(role), style, Map.of());
  }

  /** The bot's name as the people of a room know it. */
  private String nameIn(RoomId room) {
    return worded(room, style -> text(BotDefinition.DISPLAY_NAME, style, Map.of()), " / ");
  }

  /** The bot's name as one person knows it. */
  public String nameFor(UserId person) {
    return text(BotDefinition.DISPLAY_NAME, styleFor(person), Map.of());
  }

  /** The bot's name in English. */
  public String displayName() {
    return text(BotDefinition.DISPLAY_NAME, Messages.Style.PLAIN, Map.of());
  }

  /** What the bot does, in English. */
  public String about() {
    return text(BotDefinition.ABOUT, Messages.Style.PLAIN, Map.of());
  }

  /** Says something in a room, as its people need it. */
  public Event say(RoomId room, Cause cause, Text text) {
    return say(room, cause, text, List.of(), null);
  }

  /**
   * Says something in a room, as its people need it.
   *
   * @param mentions whom to call on
   * @param mark what the bot wants to know about the message when somebody answers it
   */
  public Event say(
      RoomId room, Cause cause, Text text, Collection<UserId> mentions, @Nullable ObjectNode mark) {
    return send(room, cause, MessageContent.notice(worded(room, text), mentions, mark));
  }

  /**
   * Says something, and beside it, in one unit, what machines read of it; does not wait until it is
   * in the log, so that much that is said at once is committed together.
   *
   * @param records the events for machines, in the same room
   * @return the message; fails with the {@link Problem} of the door
   */
  public CompletableFuture<Event> saying(
      RoomId room,
      Cause cause,
      String text,
      Collection<UserId> mentions,
      ObjectNode mark,
      List<Draft> records) {
    permit(definition.permissions().sends(), "m.room.message");
    records.forEach(record -> permit(definition.permissions().sends(), record.type()));
    Draft[] drafts = new Draft[records.size() + 1];
    drafts[0] =
        Draft.message(room, me, "m.room.message", MessageContent.notice(text, mentions, mark))
            .in(transaction(cause, room));
    for (int i = 0; i < records.size(); i++) {
      drafts[i + 1] = records.get(i);
    }
    return services.log().append(drafts).thenApply(RoomLog.Appended::first);
  }

  /**
   * Says something in a room, as its people need it, and does not wait until it is in the log.
   *
   * @return the message; fails with the {@link Problem} of the door
   */
  public CompletableFuture<Event> saying(
      RoomId room, Cause cause, Text text, Collection<UserId> mentions, ObjectNode mark) {
    return saying(room, cause, worded(room, text), mentions, mark, List.of());
  }

  /**
   * Appends an event in the bot's own name: what machines read, without words of its own, which the
   * door adds.
   */
  public Event record(Draft draft, Cause cause) {
    permit(definition.permissions().sends(), draft.type());
    return append(draft.in(transaction(cause, draft.room())));
  }

  private Draft.Transaction transaction(Cause cause, RoomId room) {
    return cause.transaction(definition.name() + "/" + room.value());
  }

  /** Says something unless the bot has said much in this room in the last minute. */
  public void sayIfQuiet(RoomId room, Cause cause, Text text, Collection<UserId> mentions) {
    if (flood.allows(room, now().toEpochMilli())) {
      say(room, cause, text, mentions, null);
    }
  }

  /**
   * Answers a person's message, as the people of the room need it. Too many answers in a room in a
   * minute are left unsaid.
   */
  public void reply(Event to, Cause cause, Text text) {
    if (!flood.allows(to.room(), to.originServerTs())) {
      return;
    }
    send(to.room(), cause, MessageContent.reply(to, worded(to.room(), text)));
  }

  /**
   * Asks a person about their message, in its thread, so that the room is not flooded.
   *
   * @param mark what the bot wants to know about its question when it is answered
   */
  public void ask(Event to, Cause cause, Text text, ObjectNode mark) {
    if (!flood.allows(to.room(), to.originServerTs())) {
      return;
    }
    send(to.room(), cause, MessageContent.inThread(to, root(to), worded(to.room(), text), mark));
  }

  /** The thread that a message is in; a plain reply goes on with that of what it answers. */
  private EventId root(Event message) {
    return MessageContent.thread(message)
        .or(
            () ->
                Command.answers(message)
                    .flatMap(id -> event(message.room(), id))
                    .flatMap(MessageContent::thread))
        .orElse(message.id());
  }

  /** Puts ✅ under a command: done, and no more need be said. */
  public void tick(Event command, Cause cause) {
    record(
        Draft.message(command.room(), me, "m.reaction", MessageContent.reaction(command, "✅")),
        cause);
  }

  private Event send(RoomId room, Cause cause, ObjectNode content) {
    return record(Draft.message(room, me, "m.room.message", content), cause);
  }

  /** Makes a room, whose drafts begin with its creation. */
  public RoomId open(Cause cause, Proposal room) {
    permit(definition.permissions().sends(), "m.room.create");
    return RoomLog.await(services.log().append(me, cause.transaction(definition.name()), room))
        .first()
        .room();
  }

  /** The bot's own messages in a room, oldest first: for small rooms of its own. */
  public List<Event> own(RoomId room) {
    return own(room, RoomReader.Direction.FORWARDS);
  }

  /** The bot's own messages in a room, newest first: of the last ones there. */
  public List<Event> lately(RoomId room) {
    return own(room, RoomReader.Direction.BACKWARDS);
  }

  private List<Event> own(RoomId room, RoomReader.Direction direction) {
    return services.reader().page(me, room, direction, null, null, SMALL_ROOM).events().stream()
        .filter(event -> event.sender().equals(me) && event.type().equals("m.room.message"))
        .toList();
  }

  /** A room of the bot with one person, made once and used again. */
  public RoomId direct(UserId person, String name) {
    RoomId room = direct(new Cause("direct/" + person.value()), person, name);
    if (view().membership(room, person) == Membership.LEAVE) {
      append(DirectRoom.invitation(this, room, person));
    }
    return room;
  }

  /** A room of the bot with one person that is for one thing, whatever others they share. */
  public RoomId direct(Cause cause, UserId person, String name) {
    return open(cause, DirectRoom.with(this, person, name));
  }

  /** Joins a room that the bot was invited to. */
  public void join(RoomId room) {
    append(
        Draft.state(
            room,
            me,
            "m.room.member",
            me.value(),
            Json.object().put("membership", "join").put("displayname", nameIn(room))));
  }

  /**
   * Appends an event for the person who asked for it. It stands in the log under that person's own
   * name, so that the door checks that person's rights and role and not the bot's, and it names the
   * command or reaction that asked for it.
   *
   * @param asked the person's command or reaction
   * @param wanted makes what the person asked for, from the state just before; its sender must be
   *     that person
   * @throws Problem the door's refusal
   */
  public Event appendFor(Event asked, Cause cause, Function<RoomView, Draft> wanted) {
    Draft.Transaction transaction = cause.transaction(definition.name());
    return RoomLog.await(
            services
                .log()
                .append(
                    asked.sender(),
                    transaction,
                    view -> List.of(asAskedFor(asked, wanted.apply(view)))))
        .first();
  }

  private Draft asAskedFor(Event asked, Draft draft) {
    permit(definition.permissions().forPeople(), draft.type());
    if (!draft.sender().equals(asked.sender())) {
      throw new IllegalArgumentException("a bot acts only for the person who asked it");
    }
    ObjectNode content = draft.content().deepCopy();
    content
        .putObject(COMMAND)
        .put("event_id", asked.id().value())
        .put("room_id", asked.room().value())
        .put("bot", me.value());
    return new Draft(
        draft.room(), draft.sender(), draft.type(), draft.stateKey(), content, null, null, null);
  }

  private Event append(Draft draft) {
    return services.log().appendNow(draft).first();
  }

  private void permit(List<String> permitted, String type) {
    if (!permitted.contains(type)) {
      throw Problem.forbidden(
          "The bot "
              + definition.name()
              + " may not send "
              + type
              + ": add it to the permissions in its bot.yaml if it should.");
    }
  }
}
