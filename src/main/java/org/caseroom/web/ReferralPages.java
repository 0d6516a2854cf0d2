package org.caseroom.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.intake.Referral;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.identity.Agency;
import org.caseroom.web.view.Field;
import org.caseroom.web.view.Form;
import org.caseroom.web.view.Option;
import org.jspecify.annotations.Nullable;

/** Asking for support: the website's channel of self-referral, for everybody (7.1). */
final class ReferralPages {
  private static final String RECEIPT_COOKIE = "caseroom_receipt";

  private final Cabinet cabinet;
  private final Frame frame;

  ReferralPages(Cabinet cabinet, Frame frame) {
    this.cabinet = cabinet;
    this.frame = frame;
  }

  void register(Doors doors) {
    doors.openPage("/referral", visit -> show(visit, Form.FRESH));
    doors.openForm("/referral", this::refer);
    doors.openPage("/referral/received", this::received);
  }

  private void show(Visit visit, Form form) {
    List<Option> hubs = hubs();
    if (hubs.isEmpty()) {
      throw Problem.notFound(
          "No agency has opened a front door here yet. An administrator adds agencies and their"
              + " hubs.");
    }
    List<Field> fields = new ArrayList<>();
    if (isStaff(visit)) {
      fields.add(Field.radios("channel", "How did it arrive?", "", CHANNELS));
    }
    fields.add(Field.list("hub", "Which hub is nearest to the family?", "", hubs));
    Account account = visit.visitor() == null ? null : visit.account();
    Field name = Field.line("name", "Your name", "");
    fields.add(account != null && account.isFamily() ? name.with(account.displayName()) : name);
    fields.add(Field.line("child", "The child’s first name", ""));
    fields.add(
        Field.line(
            "surname",
            "The child’s surname",
            "You can leave this empty. It never stands in the name of a room."));
    fields.add(Field.date("born", "The child’s date of birth", "You can leave this empty."));
    fields.add(
        Field.date(
            "order_date",
            "The date of the adoption order",
            "You can leave this empty, also when there is no order yet."));
    fields.add(
        Field.text(
            "words", "What is happening?", "In your own words. You only have to tell it once."));
    Procedure.NeedsRules needs = procedure().needs();
    fields.add(Field.radios("reply_by", "How should we answer you?", "", options(needs.contact())));
    fields.add(Field.line("reply_to", "The number or address for our answer", ""));
    fields.add(
        Field.boxes(
            "communication",
            "Who do you need to communicate with us?",
            "Tick what fits, or none.",
            options(needs.communication())));
    fields.add(
        Field.boxes(
            "formats",
            "How do you need written information?",
            "Tick what fits, or none.",
            options(needs.formats())));
    fields.add(
        Field.boxes(
            "languages",
            "Do you need another language?",
            "Tick what fits, or none.",
            options(needs.languages())));
    FormPage.show(
        visit,
        form,
        new FormPage.Shape(
            "Ask for adoption support",
            List.of(
                "You do not need an account. Your message goes to the duty workers of one hub. The"
                    + " next page tells you who they are.",
                "If a child is in danger now, call 999."),
            "/referral",
            "referral",
            fields,
            "Send",
            "/",
            null));
  }

  private static final List<Option> CHANNELS =
      List.of(
          Option.of("telephone", "By telephone: I write down what was said"),
          Option.of("email", "By email"),
          Option.of("website", "On this website"));

  private static boolean isStaff(Visit visit) {
    return visit.visitor() != null && visit.account().isStaff();
  }

  private List<Option> hubs() {
    List<Option> hubs = new ArrayList<>();
    for (Agency agency : cabinet.web().agencies().all()) {
      for (Agency.Hub hub : agency.hubs()) {
        hubs.add(Option.of(agency.id() + "/" + hub.id(), hub.name() + ", " + agency.name()));
      }
    }
    return hubs;
  }

  private Procedure procedure() {
    return cabinet.services().policy().rules().procedures().usual();
  }

  private static List<Option> options(List<String> codes) {
    return codes.stream().map(code -> Option.of(code, NeedsWords.of(code))).toList();
  }

  private void refer(Visit visit) {
    visit.submit(
        "referral",
        sent -> {
          UserId by = visit.visitor() == null ? null : visit.user();
          String hub = sent.choice("hub", hubs(), "Choose a hub");
          String channel =
              isStaff(visit) ? sent.choice("channel", CHANNELS, "Say how it arrived") : "website";
          String name = sent.text("name", "Enter your name");
          String child = sent.text("child", "Enter the child’s first name");
          String words = sent.text("words", "Tell us what is happening, in a few words");
          LocalDate born = optionalDate(sent, "born");
          LocalDate order = optionalDate(sent, "order_date");
          sent.check();
          boolean asPerson = by != null && visit.account().isFamily();
          Referral.Receipt receipt =
              cabinet
                  .services()
                  .intake()
                  .referrals()
                  .refer(
                      new Referral(
                          hub.split("/", 2)[0],
                          hub.split("/", 2)[1],
                          channel,
                          child,
                          sent.optional("surname"),
                          born,
                          order,
                          asPerson ? words : withNeeds(words, sent),
                          name,
                          sent.optional("reply_by"),
                          sent.optional("reply_to")),
                      by);
          if (asPerson && by != null) {
            needs(by, receipt.reference(), sent);
          }
          remember(visit, receipt);
          visit.goTo("/referral/received", "");
        },
        form -> show(visit, form));
  }

  private static @Nullable LocalDate optionalDate(Sent sent, String field) {
    return sent.text(field).isEmpty()
        ? null
        : sent.date(field, "Enter a date, such as 14 2 2024, or leave it empty");
  }

  /** Somebody without an account cannot have needs of their own on the case: they go in words. */
  private static String withNeeds(String words, Sent sent) {
    List<String> needs = ticked(sent).map(NeedsWords::of).toList();
    return needs.isEmpty() ? words : words + "\n\nTo reach me: " + String.join(", ", needs) + ".";
  }

  private static Stream<String> ticked(Sent sent) {
    return Stream.of("communication", "formats", "languages")
        .flatMap(field -> sent.all(field).stream());
  }

  private void needs(UserId by, String reference, Sent sent) {
    if (ticked(sent).findAny().isEmpty() && sent.text("reply_by").isEmpty()) {
      return;
    }
    cabinet
        .services()
        .contacts()
        .needs(
            by,
            reference,
            by,
            sent.all("formats"),
            sent.all("communication"),
            sent.all("languages"),
            sent.optional("reply_by"),
            null);
  }

  /** The receipt travels in a cookie, so that loading the page again sends nothing twice. */
  private void remember(Visit visit, Referral.Receipt receipt) {
    ObjectNode json =
        Json.object().put("reference", receipt.reference()).put("text", receipt.text());
    for (Referral.Reader reader : receipt.readers()) {
      json.withArray("readers").add(reader.name() + ", " + reader.role());
    }
    String value =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(Json.write(json).getBytes(StandardCharsets.UTF_8));
    visit.http().cookie(frame.cookie(visit.http(), RECEIPT_COOKIE, value));
  }

  private void received(Visit visit) {
    String cookie = visit.http().cookie(RECEIPT_COOKIE);
    if (cookie == null) {
      visit.goTo("/referral", "");
      return;
    }
    try {
      JsonNode receipt = Json.parse(Base64.getUrlDecoder().decode(cookie));
      List<String> readers = new ArrayList<>();
      receipt.path("readers").forEach(reader -> readers.add(reader.asText()));
      visit.show(
          "receipt",
          "We have your message",
          Map.of(
              "reference", receipt.path("reference").asText(),
              "text", receipt.path("text").asText(),
              "readers", readers.isEmpty() ? List.of("The duty workers of the hub") : readers));
    } catch (IllegalArgumentException notOurs) {
      throw Problem.invalidParam("The receipt cannot be read any more.");
    }
  }
}
