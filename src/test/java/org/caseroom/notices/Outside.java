package org.caseroom.notices;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.caseroom.base.EmailAddress;
import org.caseroom.base.Json;
import org.caseroom.base.PhoneNumber;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.CasePlay;
import org.caseroom.identity.Contacts;
import org.caseroom.mail.MailServer;
import org.caseroom.matrix.push.TestGateway;
import org.caseroom.ops.Settings;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;

/**
 * All ways out of the house at once: a mail server, a stand-in for GOV.UK Notify and a push
 * gateway; and everything that went out.
 */
public final class Outside implements AutoCloseable {
  /** A text of fewer characters may be in a notice by chance. */
  private static final int TELLING = 12;

  private final MailServer mail = MailServer.start();
  private final NotifyServer govNotify = NotifyServer.start();
  private final TestGateway gateway = new TestGateway();
  private final List<String> pushed = new ArrayList<>();

  /** The settings with all ways on. */
  public Settings on(Settings settings) {
    return settings
        .with("mail", mail.settings())
        .with("notices.enabled", true)
        .with("notices.govukNotify", govNotify.settings(false))
        .with("push.closedNetwork", true);
  }

  /**
   * Gives people a confirmed address each way, an app that gets pushes, and tastes of all kinds.
   */
  public void reach(CasePlay play, List<String> people) {
    int number = 0;
    for (String name : people) {
      UserId user = play.id(name);
      var identity = play.caseroom().caseroom().identity();
      Contacts contacts = identity.contacts();
      EmailAddress address = EmailAddress.of("p" + number + "@example.org");
      contacts.confirm(user, Contacts.Kind.EMAIL, contacts.begin(user, address));
      PhoneNumber phone = PhoneNumber.of("0770090010" + number % 10);
      contacts.confirm(user, Contacts.Kind.PHONE, contacts.begin(user, phone));
      Channel channel = number % 3 == 0 ? null : number % 3 == 1 ? Channel.EMAIL : Channel.TEXT;
      play.caseroom()
          .caseroom()
          .notices()
          .set(
              user,
              new Preference(
                  channel,
                  number % 4 == 3 ? Preference.Often.DAILY : Preference.Often.AT_ONCE,
                  number % 2 == 0 ? null : "cy",
                  null));
      ObjectNode pusher = Json.object().put("app_id", "a").put("pushkey", "k" + number);
      pusher.put("kind", "http").put("app_display_name", "A").put("device_display_name", "D");
      pusher.put("lang", "en").putObject("data").put("url", gateway.url());
      play.post(name, "/_matrix/client/v3/pushers/set", pusher).ok();
      number++;
    }
  }

  /** People read all that there is in their rooms. */
  public static void read(CasePlay play, List<String> people) {
    var rooms = play.caseroom().caseroom().rooms();
    for (String name : people) {
      for (RoomId room : rooms.log().view().rooms(play.id(name), Membership.JOIN)) {
        rooms.log().view().newest(room, 1).stream()
            .filter(event -> rooms.reader().maySee(play.id(name), event))
            .forEach(
                event ->
                    play.post(
                            name,
                            "/_matrix/client/v3/rooms/"
                                + CasePlay.encode(room.value())
                                + "/receipt/m.read.private/"
                                + CasePlay.encode(event.id().value()),
                            Json.object())
                        .ok());
      }
    }
  }

  /** What went out by mail and text message: subject and text of each. */
  public List<String> notices() {
    List<String> all = new ArrayList<>();
    mail.all().forEach(message -> all.add(message.subject() + "\n" + message.text()));
    govNotify.taken().forEach(message -> all.add(message.words()));
    return all;
  }

  /** What went to the push gateway. */
  public List<String> pushes() {
    gateway.drain().forEach(each -> pushed.add(each.toString()));
    return List.copyOf(pushed);
  }

  /**
   * What of a house's words stands in anything that went out.
   *
   * @param names names of people, schools and places, each as a word of its own
   * @return each with what it stands in; nothing where all is well
   */
  public List<String> told(CasePlay play, Set<String> names) {
    List<String> sent = new ArrayList<>(notices());
    sent.addAll(pushes());
    List<String> told = new ArrayList<>();
    for (String name : names) {
      Pattern word = Pattern.compile("(?i)(?<![\\w$!])" + Pattern.quote(name) + "(?!\\w)");
      sent.stream()
          .filter(text -> word.matcher(text).find())
          .forEach(t -> told.add(name + ": " + t));
    }
    for (String said : said(play)) {
      sent.stream().filter(text -> text.contains(said)).forEach(t -> told.add(said + ": " + t));
    }
    return told;
  }

  /** Every text that any event holds, line by line, but for ids and names of types. */
  private static Set<String> said(CasePlay play) {
    Set<String> said = new TreeSet<>();
    long position = 0;
    while (true) {
      List<Event> page = play.caseroom().caseroom().rooms().whole().after(position, 1000);
      if (page.isEmpty()) {
        return said;
      }
      for (Event event : page) {
        collect(event.content(), said);
        position = event.position();
      }
    }
  }

  private static void collect(JsonNode node, Set<String> said) {
    if (node.isTextual()) {
      node.textValue()
          .lines()
          .map(String::strip)
          .filter(line -> line.length() >= TELLING && line.contains(" "))
          .forEach(said::add);
    }
    node.forEach(child -> collect(child, said));
  }

  @Override
  public void close() {
    mail.close();
    govNotify.close();
    gateway.close();
  }
}
