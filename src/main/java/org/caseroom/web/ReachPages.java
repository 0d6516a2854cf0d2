package org.caseroom.web;

import java.util.List;
import java.util.function.BiConsumer;
import org.caseroom.base.EmailAddress;
import org.caseroom.base.PhoneNumber;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.base.UserId;
import org.caseroom.identity.Contacts;
import org.caseroom.notices.Channel;
import org.caseroom.notices.Notices;
import org.caseroom.notices.Preference;
import org.caseroom.web.view.Field;
import org.caseroom.web.view.Form;
import org.caseroom.web.view.Option;
import org.jspecify.annotations.Nullable;

/** How one is told outside of the service, and where one is reached. */
final class ReachPages {
  private static final String ACCOUNT = "/account";
  private static final String BY_NEEDS = "needs";

  private static final List<Option> CHANNELS =
      List.of(
          Option.of(BY_NEEDS, "The way that I asked for in my needs, or else by email"),
          Option.of("email", "By email"),
          Option.of("text", "By text message"),
          Option.of("none", "Do not tell me"));

  private static final List<Option> OFTEN =
      List.of(
          Option.of("at-once", "When there is something"),
          Option.of("daily", "Once a day, in the morning"),
          Option.of("never", "Never"));

  private static final List<Option> LANGUAGES =
      List.of(
          Option.of(BY_NEEDS, "As in my needs, or else in English"),
          Option.of("en", "In English"),
          Option.of("cy", "In Welsh (Cymraeg)"));

  private static final List<Option> EASY =
      List.of(
          Option.of(BY_NEEDS, "As in my needs"),
          Option.of("yes", "Yes, in easy read"),
          Option.of("no", "No"));

  /**
   * An address that one enters, and then confirms with a code.
   *
   * @param name its name in addresses of pages and in forms
   * @param what what people call it
   * @param says what to know before entering it
   * @param adds sends the code to it
   */
  private record Entry(
      String name, String what, String says, String example, BiConsumer<UserId, String> adds) {}

  private final Notices notices;

  ReachPages(Notices notices) {
    this.notices = notices;
  }

  void register(Doors doors) {
    doors.page("/account/notices", visit -> choices(visit, Form.FRESH));
    doors.form("/account/notices", this::choose);
    for (Entry entry :
        List.of(
            new Entry(
                "phone",
                "phone number",
                "We send a code to it by text message. We never ring it.",
                "For example 07700 900123.",
                (user, phone) -> notices.addPhone(user, PhoneNumber.of(phone))),
            new Entry(
                "email",
                "email address",
                "We send a code to it.",
                "For example name@example.org.",
                (user, email) -> notices.addEmail(user, EmailAddress.of(email))))) {
      doors.page(ACCOUNT + "/" + entry.name(), visit -> enter(visit, entry, Form.FRESH));
      doors.form(ACCOUNT + "/" + entry.name(), visit -> add(visit, entry));
    }
    doors.page("/account/code/{kind}", visit -> code(visit, Form.FRESH));
    doors.form("/account/code/{kind}", this::confirm);
    doors.form("/account/contacts", this::remove);
  }

  private void choices(Visit visit, Form form) {
    Preference now = notices.of(visit.user()).preference();
    Channel channel = now.channel();
    Boolean easyRead = now.easyRead();
    FormPage.show(
        visit,
        form,
        new FormPage.Shape(
            "How we tell you",
            List.of(
                "When there is something new for you, we can tell you by email or text message. It"
                    + " says only that there is something, and never what it is or whom it is"
                    + " about."),
            "/account/notices",
            "notices",
            List.of(
                Field.radios("channel", "How should we tell you?", "", CHANNELS)
                    .with(channel == null ? BY_NEEDS : channel.word()),
                Field.radios("often", "How often?", "", OFTEN).with(now.often().word()),
                Field.radios("language", "In which language?", "", LANGUAGES)
                    .with(now.language() == null ? BY_NEEDS : now.language()),
                Field.radios("easy", "In easy read?", "Short sentences and plain words.", EASY)
                    .with(easyRead == null ? BY_NEEDS : easyRead ? "yes" : "no")),
            "Save",
            ACCOUNT,
            null));
  }

  private void choose(Visit visit) {
    visit.submit(
        "notices",
        sent -> {
          String channel = sent.choice("channel", CHANNELS, "Choose how we should tell you");
          String often = sent.choice("often", OFTEN, "Choose how often we should tell you");
          String language = sent.choice("language", LANGUAGES, "Choose a language");
          String easy = sent.choice("easy", EASY, "Choose whether you want easy read");
          sent.check();
          notices.set(
              visit.user(),
              new Preference(
                  unlessByNeeds(channel) == null ? null : Channel.of(channel),
                  Preference.Often.of(often),
                  unlessByNeeds(language),
                  unlessByNeeds(easy) == null ? null : easy.equals("yes")));
          visit.goTo(ACCOUNT, "Saved.");
        },
        form -> choices(visit, form));
  }

  private static @Nullable String unlessByNeeds(String chosen) {
    return chosen.equals(BY_NEEDS) ? null : chosen;
  }

  private void enter(Visit visit, Entry entry, Form form) {
    FormPage.show(
        visit,
        form,
        new FormPage.Shape(
            "Add your " + entry.what(),
            List.of(entry.says()),
            ACCOUNT + "/" + entry.name(),
            entry.name(),
            List.of(Field.line(entry.name(), "Your " + entry.what(), entry.example())),
            "Send me a code",
            ACCOUNT,
            null));
  }

  private void add(Visit visit, Entry entry) {
    visit.submit(
        entry.name(),
        sent -> {
          String value = sent.text(entry.name(), "Enter your " + entry.what());
          sent.check();
          entry.adds().accept(visit.user(), value);
          visit.goTo(ACCOUNT + "/code/" + entry.name(), "");
        },
        form -> enter(visit, entry, form));
  }

  private void code(Visit visit, Form form) {
    Contacts.Kind kind = kind(visit);
    FormPage.show(
        visit,
        form,
        new FormPage.Shape(
            kind == Contacts.Kind.PHONE ? "Check your phone" : "Check your email",
            List.of("We have sent you a code. It works for 15 minutes."),
            "/account/code/" + visit.path("kind"),
            "code",
            List.of(Field.line("code", "The code", "6 digits.")),
            "Confirm",
            ACCOUNT,
            null));
  }

  private static Contacts.Kind kind(Visit visit) {
    return switch (visit.path("kind")) {
      case "phone" -> Contacts.Kind.PHONE;
      case "email" -> Contacts.Kind.EMAIL;
      default -> throw Problem.notFound("There is no such page.");
    };
  }

  private void confirm(Visit visit) {
    Contacts.Kind kind = kind(visit);
    visit.submit(
        "code",
        sent -> {
          String code = sent.text("code", "Enter the code");
          sent.check();
          notices.confirm(visit.user(), kind, Secret.of(code.replace(" ", "")));
          visit.goTo(
              ACCOUNT,
              kind == Contacts.Kind.PHONE
                  ? "Your phone number is confirmed."
                  : "Your email address is confirmed.");
        },
        form -> code(visit, form));
  }

  private void remove(Visit visit) {
    String email = visit.http().formParam("email");
    if (email != null) {
      notices.removeEmail(visit.user(), EmailAddress.of(email));
    } else {
      notices.removePhone(visit.user());
    }
    visit.goTo(ACCOUNT, "Removed.");
  }
}
