package org.caseroom.web;

import java.util.List;
import org.caseroom.base.EmailAddress;
import org.caseroom.base.PhoneNumber;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
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

  private final Notices notices;

  ReachPages(Notices notices) {
    this.notices = notices;
  }

  void register(Doors doors) {
    doors.page("/account/notices", visit -> choices(visit, Form.FRESH));
    doors.form("/account/notices", this::choose);
    doors.page("/account/phone", visit -> phone(visit, Form.FRESH));
    doors.form("/account/phone", this::addPhone);
    doors.page("/account/email", visit -> email(visit, Form.FRESH));
    doors.form("/account/email", this::addEmail);
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

  private void phone(Visit visit, Form form) {
    FormPage.show(
        visit,
        form,
        new FormPage.Shape(
            "Add your phone number",
            List.of("We send a code to it by text message. We never ring it."),
            "/account/phone",
            "phone",
            List.of(Field.line("phone", "Your phone number", "For example 07700 900123.")),
            "Send me a code",
            ACCOUNT,
            null));
  }

  private void addPhone(Visit visit) {
    visit.submit(
        "phone",
        sent -> {
          String phone = sent.text("phone", "Enter your phone number");
          sent.check();
          notices.addPhone(visit.user(), PhoneNumber.of(phone));
          visit.goTo("/account/code/phone", "");
        },
        form -> phone(visit, form));
  }

  private void email(Visit visit, Form form) {
    FormPage.show(
        visit,
        form,
        new FormPage.Shape(
            "Add your email address",
            List.of("We send a code to it."),
            "/account/email",
            "email",
            List.of(Field.line("email", "Your email address", "For example name@example.org.")),
            "Send me a code",
            ACCOUNT,
            null));
  }

  private void addEmail(Visit visit) {
    visit.submit(
        "email",
        sent -> {
          String email = sent.text("email", "Enter your email address");
          sent.check();
          notices.addEmail(visit.user(), EmailAddress.of(email));
          visit.goTo("/account/code/email", "");
        },
        form -> email(visit, form));
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
