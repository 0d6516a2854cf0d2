package org.caseroom.cases.door;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.caseroom.audit.AuditEntry;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.file.AccessEvents;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.HubFiles;
import org.caseroom.cases.procedure.Permissions;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.Procedures;
import org.caseroom.cases.procedure.ReportRules;
import org.caseroom.cases.procedure.WorkingDays;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomPolicy;
import org.caseroom.rooms.RoomView;

/** Casework's rules at the log's door. */
public final class CasePolicy implements RoomPolicy {
  /**
   * The files that the rules come from.
   *
   * @param procedures {@code config/procedures}
   * @param permissions {@code config/permissions.yaml}
   * @param workingDays bank holidays with {@code config/holidays.yaml}
   * @param folder the folder {@code config}, where parts find files of their own
   * @param reports what reports count, {@code config/reports.yaml}
   */
  public record Rules(
      Procedures procedures,
      Permissions permissions,
      WorkingDays workingDays,
      java.nio.file.Path folder,
      ReportRules reports) {
    /**
     * Loads them all.
     *
     * @param config the folder {@code config}
     * @throws org.caseroom.base.Problem {@code ORG.CASEROOM_CONFIG} that names the line
     */
    public static Rules load(java.nio.file.Path config) {
      return new Rules(
          Procedures.load(config.resolve("procedures")),
          Permissions.load(config.resolve("permissions.yaml")),
          WorkingDays.load(config.resolve("holidays.yaml")),
          config,
          ReportRules.load(config.resolve("reports.yaml")));
    }

    /** The procedure that a case follows. */
    public Procedure procedure(CaseFile file) {
      return procedures.of(file).procedure();
    }
  }

  /** How the audit log notes what is read by who opened a case with a reason. */
  public static final String BREAK_GLASS = "break-glass";

  private final Rules rules;
  private final UserId service;
  private final Access access;
  private final Refusals refusals;
  private final Openings openings;
  private final Door door;
  private final Consequences consequences;
  private final List<CasePart> parts;

  /**
   * Makes the rules; they need no log, they look at the view that the log hands them.
   *
   * @param service the house's own user, who writes what follows from events
   * @param parts the parts of casework, given who may read what
   */
  public CasePolicy(
      Rules rules, Accounts accounts, UserId service, Function<Access, List<CasePart>> parts) {
    this.rules = rules;
    this.service = service;
    this.access = new Access(accounts::find, rules, service);
    this.refusals = new Refusals(access, rules);
    this.openings = new Openings(rules, accounts, service);
    List<CasePart> all = List.copyOf(parts.apply(access));
    this.door = new Door(rules, accounts, service, access, refusals, all);
    this.consequences = new Consequences(rules, accounts, service, openings, all);
    this.parts = all;
  }

  private CasePolicy(CasePolicy now, Access access) {
    this.rules = now.rules;
    this.service = now.service;
    this.access = access;
    this.refusals = new Refusals(access, now.rules);
    this.openings = now.openings;
    this.door = now.door;
    this.consequences = now.consequences;
    this.parts = now.parts;
  }

  /**
   * The same rules with people as they were once, for asking who could read something then.
   *
   * @param people everybody's account at that moment
   */
  public CasePolicy reading(Function<UserId, Optional<Account>> people) {
    return new CasePolicy(this, new Access(people, rules, service));
  }

  /** Why somebody may not read, in words. */
  public Refusals refusals() {
    return refusals;
  }

  /** The part of a class, where it is plugged in: for what it tells beside the log. */
  public <T extends CasePart> Optional<T> part(Class<T> type) {
    return parts.stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  /** Who may read, and why. */
  public Access access() {
    return access;
  }

  @Override
  public void check(Event proposed, RoomView before) {
    door.check(proposed, before);
  }

  @Override
  public void checkRedaction(Event redaction, Event target, RoomView before) {
    door.checkRedaction(redaction, target, before);
  }

  @Override
  public List<Draft> consequences(Event accepted, RoomView after) {
    return consequences.of(accepted, after);
  }

  @Override
  public Optional<AuditEntry> recorded(Event event, RoomView after) {
    if (!event.type().equals(AccessEvents.BREAK_GLASS)) {
      return Optional.empty();
    }
    return HubFiles.about(after, event).flatMap(file -> opening(event, file));
  }

  private static Optional<AuditEntry> opening(Event event, CaseFile file) {
    return AccessEvents.record(event, file)
        .map(
            record ->
                new AuditEntry(
                    AuditEntry.Kind.BREAK_GLASS,
                    Json.object()
                        .put("who", event.sender().value())
                        .put("what", file.space().value())
                        .put("number", record.stateKey())));
  }

  @Override
  public boolean mayRead(UserId reader, RoomId room, RoomView now) {
    return access.mayRead(reader, room, now);
  }

  @Override
  public boolean mayRead(UserId reader, Event event, RoomView now) {
    return access.mayRead(reader, event, now);
  }

  @Override
  public boolean isRecord(RoomId room, RoomView now) {
    return CaseFile.kind(now, room).isPresent();
  }

  @Override
  public boolean isConfidential(RoomId room, RoomView now) {
    return CaseFile.kind(now, room).isPresent()
        || CaseFile.of(now, room).isPresent()
        || isPrivate(room, now);
  }

  @Override
  public boolean isUnseen(UserId member, RoomId room, RoomView now) {
    return now.state(room, "m.room.member", member.value())
        .filter(AccessEvents::isMarked)
        .isPresent();
  }

  @Override
  public String readsAs(UserId reader, RoomId room, RoomView now, String usual) {
    return access.isBreakGlass(reader, room, now) ? BREAK_GLASS : usual;
  }

  @Override
  public String whyNot(UserId reader, RoomId room, RoomView now) {
    return refusals.room(reader, room, now);
  }

  @Override
  public Optional<String> whyNot(UserId reader, Event event, RoomView now) {
    return refusals.event(reader, event, now);
  }

  /** A bot's room with one person, in which it speaks of cases. */
  private static boolean isPrivate(RoomId room, RoomView now) {
    return now.state(room, "m.room.create", "")
        .filter(create -> create.content().path(CaseEvents.PRIVATE).asBoolean())
        .isPresent();
  }

  /** The house's own user. */
  public UserId service() {
    return service;
  }

  /** The files that the rules come from. */
  public Rules rules() {
    return rules;
  }

  /** The procedure that a case follows. */
  public Procedure procedure(CaseFile file) {
    return rules.procedure(file);
  }
}
