package org.caseroom.cases.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.AccessEvents;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Permissions;
import org.caseroom.identity.Account;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomView;
import org.caseroom.storage.Database;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opening a case from outside of its team, and what managers do about it. */
public final class BreakGlass {
  private static final Logger LOG = LoggerFactory.getLogger(BreakGlass.class);

  private final Desk desk;
  private final Database database;
  private final Managers managers;
  private final Stays stays;

  /** Makes the service. */
  public BreakGlass(Desk desk, Database database) {
    this.desk = desk;
    this.database = database;
    this.managers = new Managers(desk.accounts(), permissions(desk));
    this.stays = new Stays(desk.policy().service());
  }

  private static Permissions permissions(Desk desk) {
    return desk.policy().rules().permissions();
  }

  /**
   * Opens a case to somebody who is not in it.
   *
   * @param reason why, in words that the family reads
   * @param rooms the kinds of rooms; empty for all that the procedure lets be opened
   * @throws Problem 404 for a case of another agency, and for who may not; 409 when it is open to
   *     them already, or they are in it
   */
  public BreakGlassView open(UserId by, String reference, String reason, List<String> rooms) {
    CaseFile file = file(by, reference);
    ObjectNode content = Json.object().put("reason", reason);
    if (!rooms.isEmpty()) {
      Fields.put(content, "rooms", rooms);
    }
    act(by, file, AccessEvents.BREAK_GLASS, content, true);
    RoomView view = desk.log().view();
    CaseFile now = CaseFile.of(view, file.space()).orElseThrow();
    String number =
        now.state(AccessEvents.READER, CaseEvents.personKey(by))
            .flatMap(reader -> reader.text("number"))
            .orElseThrow();
    return view(now, number);
  }

  /** Ends what somebody has open in a case. */
  public BreakGlassView end(UserId by, String reference, @Nullable String number) {
    CaseFile file = file(by, reference);
    String which =
        Optional.ofNullable(number)
            .or(
                () ->
                    file.state(AccessEvents.READER, CaseEvents.personKey(by))
                        .flatMap(reader -> reader.text("number")))
            .orElseThrow(() -> Problem.notFound("You have not opened this case."));
    act(by, file, AccessEvents.END, Json.object().put("number", which), false);
    return view(file.space(), which);
  }

  /** A manager says what they find. */
  public BreakGlassView review(
      UserId by, String reference, String number, String outcome, String words) {
    return manage(
        by,
        reference,
        AccessEvents.REVIEW,
        Json.object().put("number", number).put("outcome", outcome).put("words", words));
  }

  /** A manager keeps it from the family, or lets them see it again. */
  public BreakGlassView hide(
      UserId by, String reference, String number, boolean hidden, String reason) {
    return manage(
        by,
        reference,
        hidden ? AccessEvents.HIDE : AccessEvents.SHOW,
        Json.object().put("number", number).put("reason", reason));
  }

  private BreakGlassView manage(UserId by, String reference, String type, ObjectNode content) {
    CaseFile file = file(by, reference);
    String number = content.path("number").asText();
    act(by, file, type, content, false);
    return view(file.space(), number);
  }

  /**
   * The openings of a case, newest first: for its managers, the auditors of its agency, and who
   * opened it themselves.
   */
  public List<BreakGlassView> of(UserId by, String reference) {
    CaseFile file = file(by, reference);
    Account who = desk.accounts().require(by);
    List<BreakGlassView> all = new ArrayList<>();
    for (var record : file.state(AccessEvents.RECORD)) {
      boolean own = record.text("person").filter(by.value()::equals).isPresent();
      if (own || managers.answersFor(who, file) || who.is(Role.AUDITOR)) {
        all.add(view(file, String.valueOf(record.stateKey())));
      }
    }
    all.sort(Comparator.comparing(BreakGlassView::from).reversed());
    return all;
  }

  /**
   * One of these.
   *
   * @throws Problem 404 for one that is not there, or not theirs to see
   */
  public BreakGlassView one(UserId by, String reference, String number) {
    return of(by, reference).stream()
        .filter(each -> each.number().equals(number))
        .findFirst()
        .orElseThrow(() -> Problem.notFound("There is no such opening that you can see."));
  }

  /**
   * The openings of all cases that a manager answers for, or that an auditor's agency has.
   *
   * @throws Problem 403 for everybody else
   */
  public List<BreakGlassView> all(UserId by) {
    Account who = desk.accounts().require(by);
    if (!looksAfterAll(who)) {
      throw Problem.forbidden("This list is for the managers and auditors of an agency.");
    }
    return of(who, BreakGlassDao::of);
  }

  /** Somebody's own that are open now: they see them, whoever they are. */
  public List<BreakGlassView> openBy(UserId by) {
    RoomView view = desk.log().view();
    List<BreakGlassView> open = new ArrayList<>();
    for (BreakGlassDao.Row row :
        database.read(tx -> new BreakGlassDao(tx).openOf(by.value(), BreakGlassPart.OPEN))) {
      CaseFile.of(view, RoomId.of(row.space()))
          .ifPresent(file -> open.add(view(file, row.number())));
    }
    return open;
  }

  /** Those of {@link #all} that no manager has looked at; none for who may not see that list. */
  public List<BreakGlassView> unreviewed(UserId by) {
    Account who = desk.accounts().require(by);
    return looksAfterAll(who) ? of(who, BreakGlassDao::unreviewed) : List.of();
  }

  private boolean looksAfterAll(Account who) {
    return who.agency() != null && (managers.isManager(who) || who.is(Role.AUDITOR));
  }

  private List<BreakGlassView> of(
      Account who, BiFunction<BreakGlassDao, String, List<BreakGlassDao.Row>> which) {
    String agency = String.valueOf(who.agency());
    RoomView view = desk.log().view();
    List<BreakGlassView> all = new ArrayList<>();
    for (BreakGlassDao.Row row : database.read(tx -> which.apply(new BreakGlassDao(tx), agency))) {
      CaseFile.of(view, RoomId.of(row.space()))
          .filter(file -> who.is(Role.AUDITOR) || managers.answersFor(who, file))
          .ifPresent(file -> all.add(view(file, row.number())));
    }
    return all;
  }

  /**
   * Takes those out of the rooms whose time is over. They read nothing since it was: this puts the
   * record in order. What is refused in one case keeps no other from being done.
   */
  public void tidy() {
    long now = desk.log().view().now().toEpochMilli();
    for (BreakGlassDao.Row row :
        database.read(tx -> new BreakGlassDao(tx).over(BreakGlassPart.OPEN, now))) {
      try {
        desk.log().appendNow(view -> ending(view, row, now));
      } catch (Problem refused) {
        LOG.warn("{} in {} could not be ended: {}", row.number(), row.space(), refused.message());
      }
    }
  }

  private List<Draft> ending(RoomView view, BreakGlassDao.Row row, long now) {
    Optional<CaseFile> file = CaseFile.of(view, RoomId.of(row.space()));
    Optional<ObjectNode> record =
        file.flatMap(found -> found.state(AccessEvents.RECORD, row.number()))
            .map(event -> event.content().deepCopy())
            .filter(content -> content.path("status").asText().equals(BreakGlassPart.OPEN))
            .filter(content -> content.path("until").asLong() <= now);
    if (file.isEmpty() || record.isEmpty()) {
      return List.of();
    }
    List<Draft> drafts = new ArrayList<>();
    drafts.add(
        Draft.state(
            file.get().space(),
            desk.policy().service(),
            AccessEvents.RECORD,
            row.number(),
            record.get().put("status", BreakGlassPart.ENDED)));
    UserId person = UserId.of(record.get().path("person").asText());
    // They may have opened it anew, or have come into the team, meanwhile.
    if (AccessEvents.reader(person, file.get()).isPresent()
        && !AccessEvents.hasOpen(person, file.get())) {
      drafts.addAll(stays.leave(file.get(), person));
    }
    return drafts;
  }

  // ---- How ----

  /** A case of the caller's own agency; everybody else learns nothing of it. */
  private CaseFile file(UserId by, String reference) {
    RoomView view = desk.log().view();
    Account who = desk.accounts().require(by);
    return desk.register()
        .space(view, reference)
        .flatMap(space -> CaseFile.of(view, space))
        .filter(file -> who.active() && who.isStaff() && file.agency().equals(who.agency()))
        .filter(
            file ->
                desk.mayOpen(by, file)
                    || who.is(Role.AUDITOR)
                    || permissions(desk).allows(who, AccessEvents.BREAK_GLASS, RoomKind.CASE))
        .orElseThrow(() -> Desk.noSuchCase(reference));
  }

  /**
   * Appends an act to the case's space. Who is not in it is brought in just before, in the same
   * unit, and out again just after, unless they stay.
   */
  private void act(UserId by, CaseFile file, String type, ObjectNode content, boolean remains) {
    desk.log()
        .appendNow(
            view -> {
              List<Draft> drafts = new ArrayList<>();
              boolean inside = view.membership(file.space(), by) == Membership.JOIN;
              if (!inside) {
                drafts.addAll(stays.enter(view, List.of(file.space()), by, desk.name(by)));
              }
              drafts.add(Draft.message(file.space(), by, type, content));
              if (!inside && !remains) {
                drafts.add(stays.leave(file.space(), by));
              }
              return drafts;
            });
  }

  private BreakGlassView view(RoomId space, String number) {
    return view(CaseFile.of(desk.log().view(), space).orElseThrow(), number);
  }

  private BreakGlassView view(CaseFile file, String number) {
    ObjectNode record =
        file.state(AccessEvents.RECORD, number)
            .orElseThrow(
                () -> Problem.notFound("This case was never opened with that number: check it."))
            .content();
    Instant now = file.view().now();
    LocalDate due = LocalDate.parse(record.path("review_due").asText());
    LocalDate today = now.atZone(desk.policy().procedure(file).zone()).toLocalDate();
    UserId person = UserId.of(record.path("person").asText());
    return new BreakGlassView(
        file.reference(),
        file.child(),
        number,
        person.value(),
        desk.name(person),
        role(record),
        record.path("reason").asText(),
        Fields.texts(record.path("rooms")),
        BreakGlassPart.isOpen(record, now) ? BreakGlassPart.OPEN : BreakGlassPart.ENDED,
        Instant.ofEpochMilli(record.path("from").asLong()),
        Instant.ofEpochMilli(record.path("until").asLong()),
        Fields.users(record.path("told")).stream().map(desk::name).toList(),
        due,
        !record.has("review") && today.isAfter(due),
        said(record, "review", "words"),
        Fields.text(record.path("review"), "outcome"),
        record.has("hidden"),
        record.has("shown") ? said(record, "shown", "reason") : said(record, "hidden", "reason"));
  }

  private static String role(ObjectNode record) {
    return Role.of(record.path("role").asText()).title();
  }

  private BreakGlassView.@Nullable Said said(ObjectNode record, String field, String words) {
    if (!record.has(field)) {
      return null;
    }
    var said = record.path(field);
    return new BreakGlassView.Said(
        desk.name(UserId.of(said.path("by").asText())),
        Instant.ofEpochMilli(said.path("at").asLong()),
        said.path(words).asText());
  }
}
