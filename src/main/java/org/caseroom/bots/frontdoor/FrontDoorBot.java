package org.caseroom.bots.frontdoor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.identity.Agencies;
import org.caseroom.identity.Agency;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.NewRoom;
import org.caseroom.rooms.RoomVersion;
import org.caseroom.rooms.RoomView;
import org.jspecify.annotations.Nullable;

/**
 * Answers a family that refers itself: a receipt that says who will read it, and the questions of
 * the accessible-information standard, before anybody from the service writes or rings.
 *
 * <p>A referral's queue is not for the family's eyes, and their own rooms open later. So the answer
 * comes in a room of two, the family member and this bot.
 */
public final class FrontDoorBot implements Bot {
  private static final Pattern CHOICE = Pattern.compile("(\\d{1,3})(?::(.{1,100}))?");

  private static final MessageKey ROOM_NAME = MessageKey.family("room-name", "reference");
  private static final MessageKey RECEIPT =
      MessageKey.family("receipt", "name", "reference", "readers").optionally("child");
  private static final MessageKey READER = MessageKey.family("reader", "name", "role");
  private static final MessageKey NO_READERS = MessageKey.family("no-readers");
  private static final MessageKey NEEDS_QUESTION = MessageKey.family("needs-question", "options");
  private static final MessageKey OPTION = MessageKey.family("option", "number", "option");
  private static final MessageKey SAVED = MessageKey.family("saved", "needs");
  private static final MessageKey NEEDS_USAGE = MessageKey.family("needs-usage", "count");
  private static final MessageKey NO_CASE = MessageKey.family("no-case");

  private final CaseRules rules;
  private final Agencies agencies;
  private final Set<String> watched = new HashSet<>();

  public FrontDoorBot(CaseRules rules, Agencies agencies) {
    this.rules = rules;
    this.agencies = agencies;
  }

  /** One thing that somebody can need, in the list of the procedure that it is from. */
  private record Option(String list, String id) {
    MessageKey key() {
      return MessageKey.family("need-" + id);
    }
  }

  @Override
  public String name() {
    return "front-door";
  }

  @Override
  public List<MessageKey> messages() {
    List<MessageKey> keys =
        new ArrayList<>(
            List.of(
                ROOM_NAME,
                RECEIPT,
                READER,
                NO_READERS,
                NEEDS_QUESTION,
                OPTION,
                SAVED,
                NEEDS_USAGE,
                NO_CASE));
    rules.work().policy().rules().procedures().all().stream()
        .flatMap(procedure -> options(procedure).stream())
        .map(Option::key)
        .distinct()
        .forEach(keys::add);
    return keys;
  }

  private static List<Option> options(Procedure procedure) {
    Procedure.NeedsRules needs = procedure.needs();
    return Stream.of(
            options("formats", needs.formats()),
            options("communication", needs.communication()),
            options("languages", needs.languages()),
            options("contact_by", needs.contact()))
        .flatMap(List::stream)
        .toList();
  }

  private static List<Option> options(String list, List<String> ids) {
    return ids.stream().map(id -> new Option(list, id)).toList();
  }

  /** Sits in the queue of every hub, so that it hears of each referral. */
  @Override
  public void onTick(Desk desk) {
    rules.work().intake().urgents().due(desk.now());
    Optional<Account> me = desk.accounts().find(desk.me());
    for (Agency agency : agencies.all()) {
      for (Agency.Hub hub : agency.hubs()) {
        if (me.isPresent() && watched.add(agency.id() + "/" + hub.id())) {
          rules.work().intake().referrals().watch(agency, hub, me.get());
        }
      }
    }
  }

  /** Somebody referred themselves: those who can sign in get their receipt in a room of two. */
  @Override
  public void onEvent(Desk desk, Event event) {
    Optional<UserId> referrer = event.text("referrer").map(UserId::of);
    Optional<CaseFile> file = referrer.flatMap(who -> caseOf(desk.view(), who, event));
    if (referrer.isEmpty() || file.isEmpty()) {
      return;
    }
    Procedure procedure = rules.procedure(file.get());
    RoomId room = open(desk, referrer.get(), file.get(), event);
    Messages.Style style = Messages.Style.PLAIN;
    desk.say(
        room,
        Cause.of(event, "receipt"),
        desk.text(
            RECEIPT,
            style,
            Map.of(
                "name", desk.nameOf(referrer.get()),
                "reference", file.get().reference(),
                "child", file.get().child(),
                "readers", readers(desk, event.room(), style))),
        List.of(referrer.get()),
        Json.object().put("case", file.get().space().value()));
    desk.say(
        room,
        Cause.of(event, "needs"),
        desk.text(NEEDS_QUESTION, style, Map.of("options", lines(desk, procedure, style))));
  }

  private static Optional<CaseFile> caseOf(RoomView view, UserId referrer, Event referral) {
    return Stream.of(Membership.JOIN, Membership.INVITE)
        .flatMap(membership -> view.rooms(referrer, membership).stream())
        .filter(room -> CaseFile.kind(view, room).filter(RoomKind.CASE::equals).isPresent())
        .flatMap(room -> CaseFile.of(view, room).stream())
        .filter(
            file -> file.head().text("referral").filter(referral.id().value()::equals).isPresent())
        .findFirst();
  }

  private static String readers(Desk desk, RoomId hub, Messages.Style style) {
    String lines =
        desk.view().members(hub, Membership.JOIN).stream()
            .flatMap(user -> desk.accounts().find(user).stream())
            .filter(account -> !account.isBot())
            .sorted(Comparator.comparing(Account::displayName))
            .map(
                account ->
                    desk.text(
                        READER,
                        style,
                        Map.of(
                            "name", account.displayName(),
                            "role",
                                account.roles().stream()
                                    .sorted()
                                    .map(role -> role.title())
                                    .findFirst()
                                    .orElse(""))))
            .collect(Collectors.joining("\n"));
    return lines.isEmpty() ? desk.text(NO_READERS, style, Map.of()) : lines;
  }

  private static String lines(Desk desk, Procedure procedure, Messages.Style style) {
    List<Option> options = options(procedure);
    List<String> lines = new ArrayList<>();
    for (Option option : options) {
      lines.add(
          desk.text(
              OPTION,
              style,
              Map.of(
                  "number", String.valueOf(lines.size() + 1),
                  "option", desk.text(option.key(), style, Map.of()))));
    }
    return String.join("\n", lines);
  }

  /** A direct room with the family member. */
  private static RoomId open(Desk desk, UserId person, CaseFile file, Event cause) {
    return desk.open(
        Cause.of(cause, "room"),
        view -> {
          NewRoom room =
              NewRoom.prepare(
                  RoomVersion.DEFAULT, desk.me(), Json.object(), view.now(), desk.me().server());
          List<Draft> drafts = new ArrayList<>(List.of(room.create()));
          drafts.add(member(room.id(), desk.me(), desk.me(), "join", false));
          drafts.add(powerLevels(room.id(), desk.me()));
          drafts.add(state(room.id(), desk.me(), "m.room.join_rules", "join_rule", "invite"));
          drafts.add(
              state(
                  room.id(),
                  desk.me(),
                  "m.room.history_visibility",
                  "history_visibility",
                  "shared"));
          drafts.add(
              state(
                  room.id(),
                  desk.me(),
                  "m.room.name",
                  "name",
                  desk.text(ROOM_NAME, Map.of("reference", file.reference()))));
          drafts.add(member(room.id(), desk.me(), person, "invite", true));
          return drafts;
        });
  }

  private static Draft member(
      RoomId room, UserId sender, UserId user, String membership, boolean direct) {
    ObjectNode content = Json.object().put("membership", membership);
    if (direct) {
      content.put("is_direct", true);
    }
    return Draft.state(room, sender, "m.room.member", user.value(), content);
  }

  private static Draft powerLevels(RoomId room, UserId me) {
    ObjectNode content = Json.object();
    content.putObject("users").put(me.value(), 100);
    return Draft.state(room, me, "m.room.power_levels", "", content);
  }

  private static Draft state(RoomId room, UserId me, String type, String field, String text) {
    return Draft.state(room, me, type, "", Json.object().put(field, text));
  }

  /** {@code !needs 1 5 11}: what the person picked becomes their needs, in their own name. */
  @Override
  public void onCommand(Desk desk, Event event, Command command) {
    Messages.Style style = Messages.Style.PLAIN;
    Optional<CaseFile> file = caseOfRoom(desk, event);
    if (file.isEmpty()) {
      desk.reply(event, Cause.of(event, "said"), desk.text(NO_CASE, style, Map.of()));
      return;
    }
    List<Option> options = options(rules.procedure(file.get()));
    Map<Option, String> chosen = chosen(command, options);
    if (chosen.isEmpty()) {
      desk.reply(
          event,
          Cause.of(event, "said"),
          desk.text(NEEDS_USAGE, style, Map.of("count", String.valueOf(options.size()))));
      return;
    }
    desk.appendFor(
        event,
        Cause.of(event, "needs"),
        view ->
            Draft.state(
                file.get().space(),
                event.sender(),
                CaseEvents.NEEDS,
                CaseEvents.personKey(event.sender()),
                content(chosen)));
    String said =
        chosen.keySet().stream()
            .map(option -> desk.text(option.key(), style, Map.of()))
            .collect(Collectors.joining(", "));
    desk.reply(event, Cause.of(event, "said"), desk.text(SAVED, style, Map.of("needs", said)));
  }

  private static ObjectNode content(Map<Option, String> chosen) {
    ObjectNode content = Json.object();
    chosen.forEach(
        (option, text) -> {
          if (option.list().equals("contact_by")) {
            content.put("contact_by", text);
          } else {
            content.withArray(option.list()).add(text);
          }
        });
    return content;
  }

  /** The options that a command picks; none when it is not made of their numbers. */
  private static Map<Option, String> chosen(Command command, List<Option> options) {
    Map<Option, String> chosen = new TreeMap<>(Comparator.comparingInt(options::indexOf));
    for (String word : command.rest().replace(',', ' ').strip().split("\\s+")) {
      Matcher matcher = CHOICE.matcher(word);
      if (!matcher.matches()) {
        return Map.of();
      }
      int number = Integer.parseInt(matcher.group(1));
      if (number < 1 || number > options.size()) {
        return Map.of();
      }
      Option option = options.get(number - 1);
      chosen.put(option, withDetail(option.id(), matcher.group(2)));
    }
    return chosen;
  }

  private static String withDetail(String id, @Nullable String detail) {
    return detail == null ? id : id + ":" + detail;
  }

  /** The case that a receipt's room is about, or the room's own case. */
  private static Optional<CaseFile> caseOfRoom(Desk desk, Event event) {
    Optional<CaseFile> own = CaseFile.of(desk.view(), event.room());
    if (own.isPresent()) {
      return own;
    }
    return desk.own(event.room()).stream()
        .flatMap(message -> Stream.of(message.content().path(Desk.MARK).path("case")))
        .filter(space -> space.isTextual())
        .flatMap(space -> CaseFile.of(desk.view(), RoomId.of(space.textValue())).stream())
        .findFirst();
  }
}
