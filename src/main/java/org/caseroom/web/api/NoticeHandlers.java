package org.caseroom.web.api;

import java.util.List;
import org.caseroom.base.EmailAddress;
import org.caseroom.base.PhoneNumber;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.identity.Contacts;
import org.caseroom.notices.Channel;
import org.caseroom.notices.Notices;
import org.caseroom.notices.Preference;
import org.jspecify.annotations.Nullable;

/** How people are told outside of the service, and where they are reached. */
final class NoticeHandlers {
  /**
   * How somebody is told.
   *
   * @param on whether this service tells people at all
   * @param channel what they chose; null for what their needs say
   * @param often how often
   * @param language what they chose; null for what their needs say
   * @param easyRead what they chose; null for what their needs say
   * @param uses the way that a notice would go now
   * @param wording the wording that it would have
   * @param emails their own confirmed e-mail addresses
   * @param phoneEnding the last digits of their confirmed phone number; null for none
   * @param sendsEmail whether e-mail can be sent from here
   * @param sendsText whether text messages can be sent from here
   */
  record Told(
      boolean on,
      @Nullable String channel,
      String often,
      @Nullable String language,
      @Nullable Boolean easyRead,
      String uses,
      String wording,
      List<String> emails,
      @Nullable String phoneEnding,
      boolean sendsEmail,
      boolean sendsText) {}

  private final Notices notices;

  NoticeHandlers(ApiServices services) {
    this.notices = services.delivery().notices();
  }

  void register(ApiRoutes api) {
    api.get("/api/me/notices", call -> told(call));
    api.put("/api/me/notices", this::choose);
    api.post("/api/me/contacts", this::add);
    api.post("/api/me/contacts/confirm", this::confirm);
    api.post("/api/me/contacts/remove", this::remove);
    api.get("/api/notices", this::account);
  }

  private Told told(ApiCall call) {
    Notices.State state = notices.of(call.by());
    Preference preference = state.preference();
    Channel channel = preference.channel();
    return new Told(
        state.on(),
        channel == null ? null : channel.word(),
        preference.often().word(),
        preference.language(),
        preference.easyRead(),
        state.uses().word(),
        state.wording(),
        state.emails().stream().map(EmailAddress::reveal).toList(),
        state.phoneEnding(),
        state.sendsEmail(),
        state.sendsText());
  }

  private Object choose(ApiCall call) {
    Body body = call.body();
    String channel = body.optional("channel");
    Preference.Often often = Preference.Often.of(body.text("often"));
    String language = body.optional("language");
    Boolean easyRead = body.optionalFlag("easy_read");
    body.end();
    notices.set(
        call.by(),
        new Preference(channel == null ? null : Channel.of(channel), often, language, easyRead));
    return told(call);
  }

  private Object add(ApiCall call) {
    Body body = call.body();
    String email = body.optional("email");
    String phone = body.optional("phone");
    body.end();
    if (email != null && phone == null) {
      notices.addEmail(call.by(), EmailAddress.of(email));
    } else if (phone != null && email == null) {
      notices.addPhone(call.by(), PhoneNumber.of(phone));
    } else {
      throw oneOf();
    }
    return ApiCall.object();
  }

  private static Problem oneOf() {
    return Problem.invalidParam("Send either 'email' or 'phone'.");
  }

  private Object confirm(ApiCall call) {
    Body body = call.body();
    Contacts.Kind kind = kind(body.text("kind"));
    Secret code = Secret.of(body.text("code").strip());
    body.end();
    notices.confirm(call.by(), kind, code);
    return told(call);
  }

  private static Contacts.Kind kind(String word) {
    return switch (word) {
      case "email" -> Contacts.Kind.EMAIL;
      case "phone" -> Contacts.Kind.PHONE;
      default -> throw Problem.invalidParam("'kind' is email or phone.");
    };
  }

  private Object remove(ApiCall call) {
    Body body = call.body();
    String email = body.optional("email");
    boolean phone = body.flag("phone", false);
    body.end();
    if (email == null && !phone) {
      throw Problem.missingParam("Say what to remove: 'email' with the address, or 'phone': true.");
    }
    if (email != null) {
      notices.removeEmail(call.by(), EmailAddress.of(email));
    }
    if (phone) {
      notices.removePhone(call.by());
    }
    return told(call);
  }

  private Object account(ApiCall call) {
    call.administrator();
    return notices.account();
  }
}
