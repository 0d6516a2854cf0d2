package org.caseroom.cases.intake;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.EventId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.door.Door;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFacts;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.HubFiles;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.identity.Account;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomReader;
import org.jspecify.annotations.Nullable;

/** Reads the first part of a case. */
final class IntakeViews {
  private final Desk desk;
  private final RoomReader reader;

  IntakeViews(Desk desk, RoomReader reader) {
    this.desk = desk;
    this.reader = reader;
  }

  IntakeView view(UserId by, CaseFile file) {
    Optional<Event> referral = referral(file);
    CaseFacts facts = CaseFacts.of(file);
    return new IntakeView(
        file.reference(),
        new IntakeView.Facts(
            facts.home().area(),
            facts.schoolArea(),
            facts.home().outOfArea(),
            facts.placed(),
            facts.home().order().orElse(null),
            facts.born()),
        contact(by, file),
        file.state(IntakeEvents.INFORM).stream()
            .sorted(Comparator.comparing(event -> event.content().path("at").asLong()))
            .map(this::trigger)
            .toList(),
        screened(by, file),
        referral
            .flatMap(event -> event.text("earlier"))
            .flatMap(earlier -> earlier(by, file, earlier))
            .orElse(null),
        file.state(IntakeEvents.LATER).stream()
            .map(event -> String.valueOf(event.stateKey()))
            .findFirst()
            .orElse(null),
        staff(by, file) ? missing(file) : List.of(),
        file.state(IntakeEvents.BOOKING).stream()
            .sorted(Comparator.comparing(event -> event.content().path("at").asLong()))
            .map(this::booking)
            .toList(),
        file.state(IntakeEvents.ALLOCATED, "").map(this::allocated).orElse(null),
        file.state(CaseEvents.FORM).stream().map(this::form).toList());
  }

  private List<String> missing(CaseFile file) {
    return file.state(RoomKind.PROFESSIONALS, CaseEvents.REFERRAL_FORM, "")
        .map(form -> FormRules.missing(form.content(), desk.policy().procedure(file)))
        .orElse(List.of());
  }

  private IntakeView.Allocated allocated(Event event) {
    JsonNode content = event.content();
    return new IntakeView.Allocated(
        desk.name(UserId.of(content.path("worker").asText())),
        content.path("why").asText(),
        name(content),
        Instant.ofEpochMilli(content.path("at").asLong()));
  }

  private IntakeView.Form form(Event event) {
    JsonNode content = event.content();
    List<IntakeView.Reading> to = new ArrayList<>();
    for (JsonNode each : content.path("to")) {
      to.add(
          new IntakeView.Reading(
              desk.name(UserId.of(each.path("person").asText())),
              each.has("read") ? Instant.ofEpochMilli(each.path("read").asLong()) : null));
    }
    return new IntakeView.Form(
        String.valueOf(event.stateKey()),
        content.path("title").asText(),
        content.path("clause").asText(),
        content.path("version").asText(),
        Fields.texts(content.path("formats")),
        Fields.text(content, "link"),
        Instant.ofEpochMilli(content.path("sent").asLong()),
        desk.name(UserId.of(content.path("sent_by").asText())),
        to,
        content.path("read_by_all").asBoolean());
  }

  private IntakeView.Booking booking(Event event) {
    JsonNode content = event.content();
    String detail = content.path("detail").asText();
    return new IntakeView.Booking(
        String.valueOf(event.stateKey()),
        desk.name(UserId.of(content.path("person").asText())),
        content.path("need").asText(),
        detail.isEmpty() ? null : detail,
        content.path("mode").asText(),
        content.path("what").asText(),
        desk.name(UserId.of(content.path("owner").asText())),
        content.path("status").asText(),
        Fields.text(content, "who"));
  }

  private boolean staff(UserId by, CaseFile file) {
    return desk.accounts()
        .find(by)
        .filter(who -> who.isStaff() && file.agency().equals(who.agency()))
        .isPresent();
  }

  /** The referral lies in the hub's room, which the family is not in: the house looks it up. */
  private Optional<Event> referral(CaseFile file) {
    return event(Optional.ofNullable(Fields.text(file.content(), "referral")));
  }

  private Optional<Event> event(Optional<String> id) {
    return id.flatMap(found -> reader.event(desk.policy().service(), EventId.of(found)));
  }

  /** The words of a first contact are for the family and for the agency that has to act on them. */
  private boolean needsWords(UserId by, CaseFile file) {
    Optional<Account> account = desk.accounts().find(by);
    return account
        .filter(
            who ->
                who.isFamily()
                    ? Door.inCase(file, by)
                    : file.agency().equals(who.agency()) && who.isStaff())
        .isPresent();
  }

  private IntakeView.@Nullable Contact contact(UserId by, CaseFile file) {
    Optional<Event> referral = needsWords(by, file) ? referral(file) : Optional.empty();
    return referral.map(this::contact).orElse(null);
  }

  private IntakeView.Contact contact(Event referral) {
    UserId recorder = FirstContact.recorder(referral);
    boolean written = !recorder.equals(desk.policy().service());
    return new IntakeView.Contact(
        referral.text("channel").orElse(""),
        referral.text("words").orElse(""),
        referral.text("referrer_name").orElse(""),
        referral.text("reply_by").orElse(null),
        referral.text("reply_to").orElse(null),
        referral.time(),
        written ? desk.name(recorder) : null);
  }

  private IntakeView.Trigger trigger(Event event) {
    JsonNode content = event.content();
    return new IntakeView.Trigger(
        content.path("trigger").asText(),
        content.path("title").asText(),
        content.path("clause").asText(),
        Fields.text(content, "how"),
        Instant.ofEpochMilli(content.path("at").asLong()),
        name(content));
  }

  private String name(JsonNode content) {
    UserId by = UserId.of(content.path("by").asText());
    return by.equals(desk.policy().service()) ? "Caseroom" : desk.name(by);
  }

  private IntakeView.@Nullable Screened screened(UserId by, CaseFile file) {
    return HubFiles.hub(file)
        .filter(hub -> staff(by, file))
        .flatMap(hub -> file.view().state(hub, IntakeEvents.SCREENED, file.reference()))
        .or(() -> file.state(IntakeEvents.SCREENED, ""))
        .map(event -> screened(by, file, event.content()))
        .orElse(null);
  }

  private IntakeView.Screened screened(UserId by, CaseFile file, JsonNode content) {
    return new IntakeView.Screened(
        content.path("outcome").asText(),
        content.path("title").asText(),
        content.path("clause").asText(),
        staff(by, file)
            ? event(Optional.ofNullable(Fields.text(content, "because")))
                .flatMap(screening -> screening.text("reason"))
                .orElse(null)
            : null,
        Fields.texts(content.path("advised")),
        Instant.ofEpochMilli(content.path("at").asLong()),
        name(content));
  }

  private Optional<IntakeView.Earlier> earlier(UserId by, CaseFile file, String reference) {
    return desk.register()
        .space(file.view(), reference)
        .flatMap(space -> CaseFile.of(file.view(), space))
        .filter(found -> desk.mayOpen(by, found))
        .map(
            found ->
                new IntakeView.Earlier(
                    found.reference(),
                    found.stage(),
                    found.opened(),
                    contact(by, found),
                    screened(by, found)));
  }
}
