package org.caseroom.cases;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caseroom.base.EventId;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.decisions.Decisions;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.door.Door;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.ClockState;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.plan.FundRules;
import org.caseroom.cases.procedure.Documents;
import org.caseroom.cases.procedure.Gates;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.identity.Agencies;
import org.caseroom.identity.Agency;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.jspecify.annotations.Nullable;

/** Builds what people see of a case from its current state. */
final class CaseViews {
  private final Desk desk;
  private final Agencies agencies;

  CaseViews(Desk desk, Agencies agencies) {
    this.desk = desk;
    this.agencies = agencies;
  }

  CaseSummary summary(CaseFile file) {
    Procedure procedure = desk.policy().procedure(file);
    Optional<Procedure.Stage> stage = procedure.stage(file.stage());
    return new CaseSummary(
        file.reference(),
        file.child(),
        file.stage(),
        stage.map(Procedure.Stage::title).orElse(file.stage()),
        stage.filter(Procedure.Stage::closed).isPresent(),
        file.agency(),
        file.hub(),
        file.opened(),
        file.space(),
        clocks(file).stream().filter(ClockState::running).toList(),
        (int)
            file.state(CaseEvents.QUESTION).stream()
                .filter(question -> question.text("status").filter("open"::equals).isPresent())
                .count(),
        !file.state(CaseEvents.NEEDS).isEmpty(),
        file.state(CaseEvents.LEAD, "")
            .flatMap(event -> event.text("person"))
            .map(person -> desk.name(UserId.of(person)))
            .orElse(null));
  }

  CaseView view(UserId reader, CaseFile file) {
    Procedure procedure = desk.policy().procedure(file);
    boolean professional = readsProfessionals(reader, file);
    // The people of a hub see what they need to answer a referral; the rest is for the team.
    boolean team = Door.looksInto(file, reader);
    boolean family =
        file.room(RoomKind.FAMILY).filter(room -> seesRoom(reader, file, room)).isPresent();
    return new CaseView(
        summary(file),
        rooms(reader, file),
        team(file),
        clocks(file),
        checklists(file),
        file.state(CaseEvents.QUESTION).stream()
            .filter(question -> desk.policy().mayRead(reader, question, file.view()))
            .map(this::question)
            .filter(question -> seesRoom(reader, file, question.room()))
            .sorted(Comparator.comparing(CaseView.Question::asked).reversed())
            .toList(),
        team ? story(reader, file) : List.of(),
        team ? storyReads(file) : List.of(),
        team ? consents(file) : List.of(),
        needs(file),
        professional ? assessment(reader, procedure, file) : null,
        team ? plan(procedure, file, professional) : List.of(),
        professional ? documents(procedure, file) : List.of(),
        professional ? decisions(file) : List.of(),
        family ? CorrectionViews.given(procedure, file) : List.of(),
        family ? CorrectionViews.all(desk, procedure, file) : List.of(),
        team ? FundViews.of(desk, file) : List.of(),
        file.state(CaseEvents.RETENTION, "").map(CaseViews::retention).orElse(null),
        file.state(CaseEvents.REPEAT_ASKS, "")
            .map(event -> event.content().path("count").asInt())
            .orElse(0),
        readers(file));
  }

  private static CaseView.Retention retention(Event event) {
    return new CaseView.Retention(
        event.text("class").orElse(""),
        event.text("title").orElse(""),
        event.text("source").orElse(""),
        event.text("says").orElse(""),
        Instant.ofEpochMilli(event.content().path("since").asLong()));
  }

  private boolean readsProfessionals(UserId reader, CaseFile file) {
    return file.room(RoomKind.PROFESSIONALS)
        .filter(room -> seesRoom(reader, file, room))
        .isPresent();
  }

  private boolean seesRoom(UserId reader, CaseFile file, RoomId room) {
    return file.view().membership(room, reader) == Membership.JOIN
        && desk.policy().mayRead(reader, room, file.view());
  }

  private static List<ClockState> clocks(CaseFile file) {
    List<ClockState> clocks = new ArrayList<>(file.clocks());
    clocks.sort(
        Comparator.comparing((ClockState clock) -> !clock.running())
            .thenComparing(ClockState::dueAt));
    return clocks;
  }

  private List<CaseView.Room> rooms(UserId reader, CaseFile file) {
    List<CaseView.Room> rooms = new ArrayList<>();
    for (Map.Entry<RoomKind, RoomId> room : file.rooms().entrySet()) {
      Membership membership = file.view().membership(room.getValue(), reader);
      if ((membership == Membership.JOIN || membership == Membership.INVITE)
          && desk.policy().mayRead(reader, room.getValue(), file.view())) {
        rooms.add(
            new CaseView.Room(
                room.getKey(),
                room.getValue(),
                file.view()
                    .state(room.getValue(), "m.room.name", "")
                    .flatMap(event -> event.text("name"))
                    .orElse(room.getKey().title()),
                membership.json()));
      }
    }
    return rooms;
  }

  private List<CaseView.TeamMember> team(CaseFile file) {
    List<CaseView.TeamMember> team = new ArrayList<>();
    for (Event event : file.state(CaseEvents.MEMBER)) {
      if (event.content().path("left").asBoolean() || event.stateKey() == null) {
        continue;
      }
      UserId user = CaseEvents.person(event.stateKey());
      Role role = role(event.text("role").orElse(""));
      String agency = event.text("agency").orElse(null);
      team.add(
          new CaseView.TeamMember(
              user,
              desk.name(user),
              role.word(),
              role.title(),
              role.isFamily(),
              agency,
              agencyName(agency),
              event.text("why").orElse(""),
              file.view().membership(file.space(), user) == Membership.JOIN));
    }
    team.sort(
        Comparator.comparing((CaseView.TeamMember member) -> !member.family())
            .thenComparing(CaseView.TeamMember::roleTitle)
            .thenComparing(CaseView.TeamMember::name));
    return team;
  }

  private static Role role(String word) {
    for (Role role : Role.values()) {
      if (role.word().equals(word)) {
        return role;
      }
    }
    return Role.BOT;
  }

  private @Nullable String agencyName(@Nullable String agency) {
    return agency == null ? null : agencies.find(agency).map(Agency::name).orElse(agency);
  }

  private List<CaseView.Checklist> checklists(CaseFile file) {
    List<CaseView.Checklist> lists = new ArrayList<>();
    for (Event event : file.state(CaseEvents.CHECKLIST)) {
      List<CaseView.Checklist.Item> items = new ArrayList<>();
      int done = 0;
      for (JsonNode item : event.content().path("items")) {
        String status = item.path("status").asText();
        done += status.equals("open") ? 0 : 1;
        UserId owner = user(item, "owner");
        items.add(
            new CaseView.Checklist.Item(
                item.path("id").asText(),
                item.path("text").asText(),
                owner,
                owner == null ? null : desk.name(owner),
                status,
                user(item, "by"),
                item.has("at") ? Instant.ofEpochMilli(item.path("at").asLong()) : null,
                Fields.text(item, "note"),
                item.path("receipt").asBoolean(),
                item.has("received")
                    ? Instant.ofEpochMilli(item.at("/received/at").asLong())
                    : null));
      }
      lists.add(
          new CaseView.Checklist(
              String.valueOf(event.stateKey()),
              event.text("title").orElse(""),
              event.text("clause").orElse(""),
              Instant.ofEpochMilli(event.content().path("opened").asLong()),
              done,
              items));
    }
    lists.sort(Comparator.comparing(CaseView.Checklist::opened));
    return lists;
  }

  private static @Nullable UserId user(JsonNode node, String field) {
    String text = Fields.text(node, field);
    return text == null ? null : UserId.of(text);
  }

  CaseView.Question question(Event event) {
    JsonNode content = event.content();
    UserId asker = UserId.of(content.path("asker").asText());
    UserId owner = UserId.of(content.path("owner").asText());
    List<CaseView.Question.Pass> passed = new ArrayList<>();
    for (JsonNode pass : content.path("passed")) {
      passed.add(
          new CaseView.Question.Pass(
              UserId.of(pass.path("from").asText()),
              UserId.of(pass.path("to").asText()),
              pass.path("reason").asText(),
              Instant.ofEpochMilli(pass.path("at").asLong())));
    }
    return new CaseView.Question(
        String.valueOf(event.stateKey()),
        content.path("text").asText(),
        asker,
        desk.name(asker),
        Instant.ofEpochMilli(content.path("asked").asLong()),
        owner,
        desk.name(owner),
        content.path("with").asText(),
        LocalDate.parse(content.path("due").asText()),
        content.path("status").asText(),
        Fields.text(content, "answer"),
        Fields.text(content, "card"),
        content.has("answered") ? Instant.ofEpochMilli(content.path("answered").asLong()) : null,
        RoomId.of(content.path("room").asText()),
        passed);
  }

  private List<CaseView.StorySection> story(UserId reader, CaseFile file) {
    return file.state(CaseEvents.STORY).stream()
        .filter(event -> desk.policy().mayRead(reader, event, file.view()))
        .map(
            event ->
                new CaseView.StorySection(
                    String.valueOf(event.stateKey()),
                    event.content().path("place").asInt(),
                    event.text("title").orElse(""),
                    event.text("text").orElse(""),
                    Fields.texts(event.content().path("audience")),
                    event.content().path("version").asInt(),
                    event.sender(),
                    desk.name(event.sender()),
                    event.time(),
                    event.id()))
        .sorted(Comparator.comparing(CaseView.StorySection::place))
        .toList();
  }

  private List<CaseView.StoryRead> storyReads(CaseFile file) {
    return file.state(CaseEvents.STORY_READ).stream()
        .map(
            event ->
                new CaseView.StoryRead(
                    event.sender(),
                    desk.name(event.sender()),
                    event.time(),
                    event.content().path("versions").size()))
        .sorted(Comparator.comparing(CaseView.StoryRead::at))
        .toList();
  }

  private static List<CaseView.Consent> consents(CaseFile file) {
    return file.state(CaseEvents.CONSENT).stream()
        .map(
            event ->
                new CaseView.Consent(
                    String.valueOf(event.stateKey()),
                    event.text("purpose").orElse(""),
                    event.text("agency").orElse(null),
                    user(event.content(), "user"),
                    Fields.texts(event.content().path("rooms")).stream().map(RoomKind::of).toList(),
                    event.text("status").orElse(""),
                    event.text("form_version").orElse(null),
                    Fields.users(event.content().path("signed_by")),
                    event.time(),
                    event.text("reason").orElse(null)))
        .sorted(Comparator.comparing(CaseView.Consent::id))
        .toList();
  }

  private List<CaseView.Needs> needs(CaseFile file) {
    return file.state(CaseEvents.NEEDS).stream()
        .map(
            event -> {
              String person = "@" + event.stateKey();
              return new CaseView.Needs(
                  person,
                  UserId.isValid(person) ? desk.name(UserId.of(person)) : person,
                  Fields.texts(event.content().path("formats")),
                  Fields.texts(event.content().path("communication")),
                  Fields.texts(event.content().path("languages")),
                  event.text("contact_by").orElse(null),
                  event.text("notes").orElse(null));
            })
        .sorted(Comparator.comparing(CaseView.Needs::person))
        .toList();
  }

  private CaseView.@Nullable Assessment assessment(
      UserId reader, Procedure procedure, CaseFile file) {
    Optional<Event> head = file.state(RoomKind.PROFESSIONALS, CaseEvents.ASSESSMENT, "");
    if (head.isEmpty()) {
      return null;
    }
    List<CaseView.Assessment.Section> sections = new ArrayList<>();
    for (Procedure.Section rule : Gates.owedSections(procedure, file)) {
      Optional<Event> section =
          file.state(RoomKind.PROFESSIONALS, CaseEvents.ASSESSMENT_SECTION, rule.id());
      sections.add(
          new CaseView.Assessment.Section(
              rule.id(),
              rule.title(),
              section
                  .filter(event -> desk.policy().mayRead(reader, event, file.view()))
                  .flatMap(event -> event.text("text"))
                  .orElse(null),
              section.filter(event -> event.content().path("done").asBoolean()).isPresent(),
              CorrectionRules.version(file, rule.id()),
              section.map(Event::id).orElse(null)));
    }
    return new CaseView.Assessment(
        head.get().text("status").orElse(""),
        head.get().sender(),
        head.get().time(),
        sections,
        Documents.signature(procedure, file, "assessment")
            .flatMap(signed -> signed.text("signer"))
            .map(signer -> desk.name(UserId.of(signer)))
            .orElse(null));
  }

  private static List<CaseView.PlanItem> plan(
      Procedure procedure, CaseFile file, boolean professional) {
    List<CaseView.PlanItem> items = new ArrayList<>();
    for (Event event :
        professional
            ? file.state(RoomKind.PROFESSIONALS, CaseEvents.PLAN)
            : file.state(CaseEvents.PLAN)) {
      String kind = event.text("kind").orElse("");
      String id = String.valueOf(event.stateKey());
      items.add(
          new CaseView.PlanItem(
              id,
              event.text("title").orElse(""),
              kind,
              procedure.planKind(kind).map(Procedure.PlanKind::tier).orElse(""),
              event.text("status").orElse(""),
              event.text("provider").orElse(null),
              event.text("reason").orElse(null),
              event.content().path("place").asInt(),
              file.state(CaseEvents.PLAN, id).isPresent(),
              FundRules.applicationFor(file, id)));
    }
    items.sort(Comparator.comparing(CaseView.PlanItem::place));
    return items;
  }

  private List<CaseView.Document> documents(Procedure procedure, CaseFile file) {
    List<CaseView.Document> documents = new ArrayList<>();
    for (Event paper : Documents.all(procedure, file)) {
      String id = Documents.id(procedure, paper).orElse("");
      if (Decisions.isWithdrawn(file, paper)) {
        continue;
      }
      Procedure.DocumentRule rule = procedure.document(id.replaceAll("/.*", "")).orElseThrow();
      Optional<Event> signed = Documents.signature(procedure, file, id);
      documents.add(
          new CaseView.Document(
              id,
              paper.text("title").map(title -> rule.title() + ": " + title).orElse(rule.title()),
              rule.clause(),
              paper.id(),
              paper.sender(),
              desk.name(paper.sender()),
              paper.time(),
              Documents.signers(procedure, rule, paper).stream().map(Role::word).toList(),
              signed.flatMap(event -> event.text("signer")).map(UserId::of).orElse(null),
              signed
                  .map(event -> Instant.ofEpochMilli(event.content().path("at").asLong()))
                  .orElse(null),
              signed
                  .filter(event -> event.content().has("told"))
                  .map(event -> Instant.ofEpochMilli(event.content().path("told").asLong()))
                  .orElse(null)));
    }
    documents.sort(Comparator.comparing(CaseView.Document::written));
    return documents;
  }

  private List<CaseView.Decision> decisions(CaseFile file) {
    List<CaseView.Decision> decisions = new ArrayList<>();
    for (Event event : file.state(RoomKind.PROFESSIONALS, CaseEvents.DECISION_RECORD)) {
      UserId author = UserId.of(event.text("author").orElse(event.sender().value()));
      UserId signer = UserId.of(event.text("signer").orElse(event.sender().value()));
      decisions.add(
          new CaseView.Decision(
              event.content().path("number").asInt(),
              event.text("title").orElse(""),
              event.text("decided").orElse(""),
              event.text("reasons").orElse(""),
              event.text("clause").orElse(""),
              author,
              desk.name(author),
              signer,
              desk.name(signer),
              event.time(),
              event.id(),
              event.text("previous").map(EventId::of).orElse(null)));
    }
    decisions.sort(Comparator.comparing(CaseView.Decision::number));
    return decisions;
  }

  private List<CaseView.Reader> readers(CaseFile file) {
    return file.view().members(file.space(), Membership.JOIN).stream()
        .filter(user -> desk.policy().mayRead(user, file.space(), file.view()))
        .flatMap(user -> desk.accounts().find(user).stream())
        .filter(account -> !account.isBot() && !account.id().equals(desk.policy().service()))
        .map((Account account) -> Readers.reader(account, agencies))
        .sorted(Comparator.comparing(CaseView.Reader::name))
        .toList();
  }
}
