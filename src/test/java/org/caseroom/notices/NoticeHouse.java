package org.caseroom.notices;

import static org.caseroom.cases.CasePlay.body;
import static org.caseroom.cases.CasePlay.encode;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caseroom.cases.CasePlay;
import org.caseroom.mail.MailServer;
import org.caseroom.ops.Http;
import org.caseroom.ops.Settings;

/** A house that tells people: with a mail server and a stand-in for GOV.UK Notify. */
final class NoticeHouse implements AutoCloseable {
  final MailServer mail = MailServer.start();
  final NotifyServer govNotify = NotifyServer.start();
  final CasePlay play = new CasePlay(this::settings);

  private int seen;

  Settings settings(Settings settings) {
    return settings
        .with("mail", mail.settings())
        .with("notices.enabled", true)
        .with("notices.govukNotify", govNotify.settings(false));
  }

  void pass() {
    play.caseroom().caseroom().bots().settle();
    play.caseroom().caseroom().notices().pass();
  }

  MailServer.Message next() {
    seen++;
    return mail.next();
  }

  void drain() {
    while (seen < mail.count()) {
      next();
    }
  }

  static String code(String text) {
    Matcher matcher = Pattern.compile("\\b([0-9]{6})\\b").matcher(text);
    assertTrue(matcher.find(), text);
    return matcher.group(1);
  }

  Http.Response confirm(String who, String kind, String code) {
    return play.post(who, "/api/me/contacts/confirm", body("kind", kind, "code", code));
  }

  void email(String who) {
    play.post(who, "/api/me/contacts", body("email", who + "@example.org")).ok();
    confirm(who, "email", code(next().text())).ok();
  }

  void phone(String who, String number) {
    play.post(who, "/api/me/contacts", body("phone", number)).ok();
    confirm(who, "phone", code(lastText().words())).ok();
  }

  NotifyServer.Taken lastText() {
    List<NotifyServer.Taken> all = govNotify.taken();
    assertFalse(all.isEmpty(), "no text message was sent");
    return all.get(all.size() - 1);
  }

  void needs(String who, ObjectNode needs) {
    play.write(who, "/needs/" + encode(play.id(who).value()), needs).ok();
  }

  JsonNode told(String who) {
    return play.get(who, "/api/me/notices").ok();
  }

  void mention(String who) {
    ObjectNode call = body("msgtype", "m.text", "body", "Look at this");
    call.putObject("m.mentions").putArray("user_ids").add(play.id(who).value());
    play.send("dana", play.room("dana", "professionals"), "m.room.message", call).ok();
  }

  @Override
  public void close() {
    play.close();
    mail.close();
    govNotify.close();
  }
}
