package org.caseroom.web;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.caseroom.base.UserId;
import org.caseroom.cases.CaseSummary;
import org.caseroom.cases.CaseView;
import org.caseroom.cases.file.ClockState;
import org.caseroom.identity.Account;
import org.caseroom.web.view.CaseLine;
import org.caseroom.web.view.Checklist;
import org.caseroom.web.view.Clock;
import org.caseroom.web.view.ConsentLine;
import org.caseroom.web.view.Member;
import org.caseroom.web.view.Paper;
import org.caseroom.web.view.PlanLine;
import org.caseroom.web.view.Question;
import org.caseroom.web.view.StorySection;

/** Puts a case into the words that pages show, for one reader at one moment. */
final class CaseWords {
  private final Account reader;
  private final Instant now;
  private final Names names;

  CaseWords(Account reader, Instant now, Names names) {
    this.reader = reader;
    this.now = now;
    this.names = names;
  }

  LocalDate today() {
    return Dates.dateOf(now);
  }

  /** The team: family first, as the read model orders it. */
  List<Member> team(CaseView view) {
    return view.team().stream()
        .map(
            member ->
                new Member(
                    member.name(),
                    member.roleTitle(),
                    Objects.requireNonNullElse(member.agencyName(), ""),
                    member.why(),
                    member.joined(),
                    member.user().equals(reader.id())))
        .toList();
  }

  /** The clocks, running ones first. */
  List<Clock> clocks(CaseView view) {
    return view.clocks().stream().map(this::clock).toList();
  }

  /** One clock. */
  Clock clock(ClockState clock) {
    return new ClockWords(now).of(clock);
  }

  /** Where a rule comes from, in words. */
  static String clause(String clause) {
    return switch (clause) {
      case "" -> "No clause named";
      case "ours" -> "Our own rule";
      default -> "Clause " + clause;
    };
  }

  /** The questions, as the read model orders them. */
  List<Question> questions(CaseView view) {
    return view.questions().stream().map(this::question).toList();
  }

  private Question question(CaseView.Question question) {
    boolean open = question.status().equals("open");
    boolean late = open && today().isAfter(question.due());
    String state = late ? "late" : question.status();
    String with =
        switch (question.status()) {
          case "open" ->
              "With "
                  + question.with()
                  + ", answer due "
                  + Dates.day(question.due())
                  + (late ? ". This is late" : "");
          case "answered" -> "Answered by " + question.with() + ". Tell us if this answers it";
          default -> "Closed. It was with " + question.with();
        };
    return new Question(
        question.number(),
        question.text(),
        question.askerName() + " asked on " + Dates.dayAndTime(question.asked()),
        with + ".",
        state,
        stateWords(state),
        Objects.requireNonNullElse(question.answer(), ""),
        question.answered() == null
            ? ""
            : question.ownerName() + " answered on " + Dates.dayAndTime(question.answered()),
        Objects.requireNonNullElse(question.card(), ""),
        question.passed().stream().map(this::pass).toList(),
        open && question.owner().equals(reader.id()),
        question.status().equals("answered") && question.asker().equals(reader.id()));
  }

  private String pass(CaseView.Question.Pass pass) {
    return names.of(pass.from())
        + " passed it to "
        + names.of(pass.to())
        + " on "
        + Dates.day(pass.at())
        + ": "
        + pass.reason();
  }

  private static String stateWords(String state) {
    return switch (state) {
      case "late" -> "Late";
      case "answered" -> "Answered";
      case "closed" -> "Closed";
      default -> "Waiting for an answer";
    };
  }

  /** The story's sections. */
  List<StorySection> story(CaseView view) {
    return view.story().stream()
        .map(
            section ->
                new StorySection(
                    section.id(),
                    section.place(),
                    section.title(),
                    section.text(),
                    names.audience(section.audience()),
                    section.audience(),
                    section.authorName()
                        + " wrote this on "
                        + Dates.day(section.written())
                        + (section.version() > 1 ? " (version " + section.version() + ")" : "")))
        .toList();
  }

  /** Whether the reader has read the story since it last changed. */
  boolean hasReadStory(CaseView view) {
    Optional<Instant> newest =
        view.story().stream().map(CaseView.StorySection::written).max(Instant::compareTo);
    return newest.isEmpty()
        || view.storyReads().stream()
            .anyMatch(read -> read.user().equals(reader.id()) && !read.at().isBefore(newest.get()));
  }

  /** The checklists, for one who may tick. */
  List<Checklist> checklists(CaseView view) {
    return view.checklists().stream()
        .map(
            list ->
                new Checklist(
                    list.id(),
                    list.title(),
                    clause(list.clause()),
                    list.done() + " of " + list.items().size() + " done",
                    list.items().stream().map(this::item).toList(),
                    people(view, list)))
        .toList();
  }

  /** Those on whose side a list is, for whoever is of them. */
  private List<Checklist.Person> people(CaseView view, CaseView.Checklist list) {
    boolean familys =
        list.items().stream()
            .anyMatch(item -> item.owner() != null && names.isFamily(item.owner()));
    return familys != reader.isFamily()
        ? List.of()
        : view.team().stream()
            .filter(member -> member.joined() && member.family() == familys)
            .map(member -> new Checklist.Person(member.user().value(), member.name()))
            .toList();
  }

  private Checklist.Item item(CaseView.Checklist.Item item) {
    String note = "";
    if (!item.status().equals("open") && item.by() != null && item.at() != null) {
      String what = item.status().equals("done") ? "Done by " : "Not relevant, says ";
      note = what + names.of(item.by()) + " on " + Dates.day(item.at());
      note += item.note() == null ? "" : ": " + item.note();
      note += item.received() == null ? "" : ". The family has it.";
    }
    return new Checklist.Item(
        item.id(),
        item.text(),
        item.owner() == null
            ? ""
            : item.owner().equals(reader.id())
                ? "You"
                : Objects.requireNonNullElse(item.ownerName(), names.of(item.owner())),
        item.status(),
        note,
        item.status().equals("open") && mayTick(item),
        reader.isFamily()
            && item.receipt()
            && item.status().equals("done")
            && item.received() == null);
  }

  /** Who has an item ticks it; professionals tick for each other, never for the family. */
  private boolean mayTick(CaseView.Checklist.Item item) {
    UserId owner = item.owner();
    if (owner == null || owner.equals(reader.id())) {
      return true;
    }
    return !reader.isFamily() && !names.isFamily(owner);
  }

  /** What was agreed to. */
  List<ConsentLine> consents(CaseView view) {
    return view.consents().stream()
        .map(
            consent ->
                new ConsentLine(
                    consent.id(),
                    names.purpose(consent.purpose()),
                    Stream.of(
                            names.agency(consent.agency()),
                            consent.user() == null ? "" : names.of(consent.user()))
                        .filter(text -> !text.isEmpty())
                        .reduce((agency, user) -> user + ", " + agency)
                        .orElse(""),
                    String.join(", ", consent.rooms().stream().map(room -> room.title()).toList()),
                    consent.status(),
                    signed(consent),
                    Objects.requireNonNullElse(consent.reason(), ""),
                    consent.status().equals("given") && reader.isFamily()))
        .toList();
  }

  private String signed(CaseView.Consent consent) {
    String who = String.join(" and ", consent.signedBy().stream().map(names::of).toList());
    String form = consent.formVersion() == null ? "" : ", form " + consent.formVersion();
    return (who.isEmpty() ? "" : who + " on ") + Dates.day(consent.at()) + form;
  }

  /** Each person's needs in one line. */
  List<String> needs(CaseView view) {
    return view.needs().stream()
        .map(
            need -> {
              List<String> parts = new ArrayList<>();
              need.communication().forEach(code -> parts.add(NeedsWords.of(code)));
              need.languages().forEach(code -> parts.add(NeedsWords.of(code)));
              need.formats().forEach(code -> parts.add(NeedsWords.of(code)));
              if (need.contactBy() != null) {
                parts.add(
                    "contact by "
                        + NeedsWords.of(need.contactBy()).toLowerCase(java.util.Locale.UK));
              }
              if (need.notes() != null && !need.notes().isBlank()) {
                parts.add(need.notes());
              }
              return need.name() + ": " + String.join("; ", parts);
            })
        .toList();
  }

  /** Where the assessment is, in a sentence. */
  String assessment(CaseView view) {
    CaseView.Assessment assessment = view.assessment();
    if (assessment == null) {
      return "It has not started. It starts with the family's signed consent.";
    }
    boolean complete = assessment.status().equals("complete");
    String begun =
        names.of(assessment.author())
            + (complete ? " completed it on " : " started it on ")
            + Dates.day(assessment.started())
            + ". ";
    String signedBy = assessment.signedBy();
    if (signedBy != null) {
      return begun
          + (UserId.isValid(signedBy) ? names.of(UserId.of(signedBy)) : signedBy)
          + " signed it.";
    }
    return begun + (complete ? "It is complete and waits for a signature." : "It is under way.");
  }

  /** The support plan, in its order. */
  List<PlanLine> plan(CaseView view) {
    return view.plan().stream()
        .map(
            item ->
                new PlanLine(
                    item.title(),
                    names.planKind(item.kind()),
                    switch (item.status()) {
                      case "started" -> "Started";
                      case "done" -> "Done";
                      default -> "Planned";
                    },
                    Objects.requireNonNullElse(item.provider(), ""),
                    Objects.requireNonNullElse(item.reason(), ""),
                    item.shared(),
                    fund(view, item)))
        .toList();
  }

  private static String fund(CaseView view, CaseView.PlanItem item) {
    return view.funds().stream()
        .filter(application -> application.number().equals(item.application()))
        .map(
            application ->
                application.title()
                    + ": "
                    + switch (application.status()) {
                      case "agreed" ->
                          "agreed, £" + Objects.requireNonNullElse(application.granted(), 0);
                      case "refused" -> "refused";
                      default ->
                          "£"
                              + application.amount()
                              + " asked for on "
                              + Dates.day(application.sent());
                    })
        .findFirst()
        .orElse("");
  }

  /** Papers that want a signature or have one. */
  List<Paper> papers(CaseView view) {
    return view.documents().stream().map(document -> paper(view, document)).toList();
  }

  private Paper paper(CaseView view, CaseView.Document document) {
    boolean signed = document.signedBy() != null;
    boolean author = document.author().equals(reader.id());
    boolean signer =
        reader.roles().stream().anyMatch(role -> document.signers().contains(role.word()));
    String state;
    if (document.signedBy() != null && document.signedAt() != null) {
      state =
          "Signed by "
              + names.of(document.signedBy())
              + " on "
              + Dates.dayAndTime(document.signedAt());
    } else if (author && signer) {
      state = "Waits for another person's signature: who writes it cannot sign it";
    } else {
      state = "Waits for a signature: " + names.roles(document.signers());
    }
    boolean late =
        view.clocks().stream()
            .anyMatch(clock -> clock.overdue(now) && names.signingMeets(clock.id(), document.id()));
    return new Paper(
        document.id(),
        document.title(),
        clause(document.clause()),
        document.authorName() + " wrote it on " + Dates.dayAndTime(document.written()),
        state,
        signed,
        !signed && signer && !author,
        late && !signed);
  }

  /** A case in a list. */
  CaseLine line(CaseSummary summary) {
    Optional<ClockState> next = summary.deadlines().stream().findFirst();
    String flag =
        next.map(new ClockWords(now)::state).filter(state -> !state.equals("running")).orElse("");
    return new CaseLine(
        "/cases/" + summary.reference(),
        summary.reference(),
        summary.child(),
        summary.stageTitle(),
        next.map(
                clock ->
                    clock.title()
                        + ": "
                        + Dates.day(clock.worked())
                        + " ("
                        + Dates.distance(today(), clock.worked())
                        + ")")
            .orElse(""),
        flag,
        summary.openQuestions() == 0
            ? ""
            : summary.openQuestions() == 1
                ? "1 question waits"
                : summary.openQuestions() + " questions wait",
        Objects.requireNonNullElse(summary.lead(), ""),
        summary.needsFlag(),
        summary.closed());
  }
}
