package org.caseroom.cases.sharing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Access;
import org.caseroom.cases.door.CasePart;
import org.caseroom.cases.door.Door;
import org.caseroom.cases.door.Numbers;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.file.SharingEvents;
import org.caseroom.cases.procedure.Documents;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;

/**
 * A page for one more reader: a professional asks and says what for, a parent agrees or not, and
 * can take it back.
 */
public final class PagePart implements CasePart {
  private static final String STORY = "story/";
  private static final String SUMMARY = "summary/";

  private final Accounts accounts;
  private final Access access;

  /** Makes the part. */
  public PagePart(Accounts accounts, Access access) {
    this.accounts = accounts;
    this.access = access;
  }

  @Override
  public Set<String> types() {
    return Set.of(SharingEvents.SHARE_REQUEST, SharingEvents.SHARE_ANSWER);
  }

  // ---- Rules ----

  @Override
  public void check(Event event, Account who, Procedure procedure, CaseFile file) {
    if (event.type().equals(SharingEvents.SHARE_REQUEST)) {
      request(event, who, procedure, file);
    } else {
      answer(event, file);
    }
  }

  private void request(Event event, Account who, Procedure procedure, CaseFile file) {
    String page = event.text("page").orElse("");
    // What the asker does not read is as if it were not there.
    boolean there =
        page.startsWith(STORY)
            ? file.state(CaseEvents.STORY, page.substring(STORY.length()))
                .filter(section -> access.mayRead(who.id(), section, file.view()))
                .isPresent()
            : page.startsWith(SUMMARY)
                && approved(page.substring(SUMMARY.length()), procedure, file)
                    .filter(summary -> access.mayRead(who.id(), summary, file.view()))
                    .isPresent();
    if (!there) {
      throw Problem.notFound(
          "There is no such page that you read: name story/ and a section, or summary/ and the"
              + " number of an approved summary.");
    }
    UserId reader = UserId.of(event.text("reader").orElse(""));
    boolean inTeam =
        accounts.find(reader).filter(Account::isStaff).isPresent() && Door.inCase(file, reader);
    if (!inTeam) {
      throw Problem.gate(
          procedure.cites().consent(),
          "A page is shared with a professional of the team. Add them first, which needs the"
              + " family's consent.");
    }
  }

  private static Optional<Event> approved(String number, Procedure procedure, CaseFile file) {
    return Documents.signature(procedure, file, SUMMARY + number).isPresent()
        ? file.state(RoomKind.PROFESSIONALS, CaseEvents.SUMMARY, number)
        : Optional.empty();
  }

  private static void answer(Event event, CaseFile file) {
    Event page =
        file.state(SharingEvents.SHARED_PAGE, event.text("request").orElse(""))
            .orElseThrow(() -> Problem.notFound("There is no request with this number."));
    String status = page.text("status").orElse("");
    boolean fits =
        event.text("decision").filter("revoke"::equals).isPresent()
            ? status.equals("approved")
            : status.equals("asked");
    if (!fits) {
      throw Problem.of(
          409,
          "ORG.CASEROOM_FINAL",
          "This request is '"
              + status
              + "' already. An agreement can be revoked; anything else is a new request.");
    }
  }

  // ---- What follows ----

  @Override
  public void follow(Step step) {
    if (step.event().type().equals(SharingEvents.SHARE_REQUEST)) {
      asked(step);
    } else {
      answered(step);
    }
  }

  private static void asked(Step step) {
    Event event = step.event();
    int number = Numbers.next(step.file().view(), step.file().space(), SharingEvents.SHARED_PAGE);
    step.state(
        SharingEvents.SHARED_PAGE,
        "P" + number,
        Json.object()
            .put("page", event.text("page").orElse(""))
            .put("reader", event.text("reader").orElse(""))
            .put("purpose", event.text("purpose").orElse(""))
            .put("asked_by", event.sender().value())
            .put("asked", event.originServerTs())
            .put("request", event.id().value())
            .put("status", "asked"));
  }

  private static void answered(Step step) {
    Event event = step.event();
    String number = event.text("request").orElse("");
    Optional<Event> page = step.file().state(SharingEvents.SHARED_PAGE, number);
    if (page.isEmpty()) {
      return;
    }
    String status =
        switch (event.text("decision").orElse("")) {
          case "approve" -> "approved";
          case "revoke" -> "revoked";
          default -> "refused";
        };
    ObjectNode content =
        page.get()
            .content()
            .deepCopy()
            .put("status", status)
            .put("by", event.sender().value())
            .put("at", event.originServerTs())
            .put("answer", event.id().value());
    step.state(SharingEvents.SHARED_PAGE, number, content);
    if (status.equals("approved")) {
      copy(step, number, page.get());
    }
  }

  /** A summary lies where its reader may not be: they get it where they are, and they alone. */
  private static void copy(Step step, String number, Event page) {
    String name = page.text("page").orElse("");
    if (!name.startsWith(SUMMARY)) {
      return;
    }
    Optional<Event> summary =
        step.file()
            .state(RoomKind.PROFESSIONALS, CaseEvents.SUMMARY, name.substring(SUMMARY.length()));
    Optional<RoomId> room = step.room(RoomKind.PROFESSIONALS);
    if (summary.isEmpty() || room.isEmpty()) {
      return;
    }
    String title = summary.get().text("title").orElse("");
    String text = summary.get().text("text").orElse("");
    step.drafts()
        .add(
            Draft.message(
                room.get(),
                step.service(),
                CaseEvents.SUMMARY_PUBLISHED,
                Json.object()
                    .put("title", title)
                    .put("text", text)
                    .put("summary", name.substring(SUMMARY.length()))
                    .put("author", summary.get().sender().value())
                    .put(SharingEvents.SHARE, number)));
    step.drafts()
        .add(
            Draft.message(
                room.get(),
                step.service(),
                "m.room.message",
                Json.object()
                    .put("msgtype", "m.notice")
                    .put("body", title + "\n" + text)
                    .put(SharingEvents.SHARE, number)));
  }

  // ---- Words ----

  @Override
  public Optional<String> words(Step step) {
    Event event = step.event();
    if (event.type().equals(SharingEvents.SHARE_REQUEST)) {
      return Optional.of(
          accounts.nameOf(event.sender())
              + " asks to share "
              + called(event.text("page").orElse(""), step.file())
              + " with "
              + accounts.nameOf(UserId.of(event.text("reader").orElse("")))
              + ". What for: "
              + event.text("purpose").orElse("")
              + " A parent can agree or refuse.");
    }
    return step.file()
        .state(SharingEvents.SHARED_PAGE, event.text("request").orElse(""))
        .map(page -> decided(event, page, step.file()));
  }

  private String decided(Event event, Event page, CaseFile file) {
    String reader = accounts.nameOf(UserId.of(page.text("reader").orElse("")));
    String what = called(page.text("page").orElse(""), file);
    return accounts.nameOf(event.sender())
        + switch (event.text("decision").orElse("")) {
          case "approve" -> " agreed: " + reader + " can read " + what + " now.";
          case "revoke" -> " took it back: " + reader + " does not read " + what + " any more.";
          default -> " did not agree that " + reader + " reads " + what + ".";
        };
  }

  private static String called(String page, CaseFile file) {
    return page.startsWith(STORY)
        ? "§"
            + file.state(CaseEvents.STORY, page.substring(STORY.length()))
                .map(section -> section.content().path("place").asText())
                .orElse("")
            + " of the story"
        : "summary " + page.substring(SUMMARY.length());
  }

  @Override
  public Optional<RoomId> place(Step step) {
    return step.room(RoomKind.FAMILY);
  }
}
