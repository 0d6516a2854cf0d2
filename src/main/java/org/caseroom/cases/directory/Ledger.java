package org.caseroom.cases.directory;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.door.Register;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Agencies;
import org.caseroom.identity.Agency;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomLog;
import org.caseroom.rooms.RoomView;
import org.jspecify.annotations.Nullable;

/** What agencies add to the directory: state of the register, and who may write it. */
final class Ledger {
  private static final Pattern WORD = Pattern.compile("[a-z0-9][a-z0-9-]{0,59}");
  private static final int LONGEST = 4000;

  private final Supplier<RoomView> view;
  private final @Nullable RoomLog log;
  private final Accounts accounts;
  private final Agencies agencies;
  private final UserId service;
  private final ZoneId zone;
  private final Function<RoomView, Optional<RoomId>> register;

  private Ledger(
      Supplier<RoomView> view,
      @Nullable RoomLog log,
      House house,
      Function<RoomView, Optional<RoomId>> register) {
    this.view = view;
    this.log = log;
    this.accounts = house.accounts();
    this.agencies = house.agencies();
    this.service = house.service();
    this.zone = house.zone();
    this.register = register;
  }

  /**
   * Whom the ledger knows.
   *
   * @param service the house's own user, who writes
   * @param zone where days are counted
   */
  record House(Accounts accounts, Agencies agencies, UserId service, ZoneId zone) {}

  /** The ledger of a running house, to read and to write. */
  static Ledger of(Desk desk, Agencies agencies, UserId service) {
    return new Ledger(
        () -> desk.log().view(),
        desk.log(),
        new House(
            desk.accounts(), agencies, service, desk.policy().rules().procedures().usual().zone()),
        view -> Optional.of(desk.register().room()));
  }

  /** The ledger as a view shows it: to read, while an event is at the door. */
  static Ledger in(RoomView view, House house) {
    Optional<RoomId> register = Register.find(view, house.service());
    return new Ledger(() -> view, null, house, any -> register);
  }

  /** All entries of a type. */
  Collection<Event> all(String type) {
    RoomView now = view.get();
    return register.apply(now).map(room -> now.state(room, type)).orElse(List.of());
  }

  /** One entry. */
  Optional<Event> find(String type, String key) {
    RoomView now = view.get();
    return register.apply(now).flatMap(room -> now.state(room, type, key));
  }

  /** Writes an entry, in the name of who keeps it. */
  Event write(UserId by, String type, String key, ObjectNode content) {
    return append(by, content, (room, now) -> Draft.state(room, service, type, key, content));
  }

  /** Writes an entry under the next number of an agency. */
  Event writeNext(UserId by, String type, String agency, ObjectNode content) {
    return append(
        by,
        content,
        (room, now) ->
            Draft.state(
                room, service, type, agency + "/" + (count(now, room, type, agency) + 1), content));
  }

  private Event append(UserId by, ObjectNode content, BiFunction<RoomId, RoomView, Draft> draft) {
    RoomLog open = log;
    if (open == null) {
      throw new IllegalStateException("This ledger is there to be read.");
    }
    RoomId room = register.apply(view.get()).orElseThrow();
    content.put("by", by.value()).put("at", view.get().now().toEpochMilli());
    return open.appendNow(now -> List.of(draft.apply(room, now))).first();
  }

  private static long count(RoomView view, RoomId room, String type, String agency) {
    return view.state(room, type).stream()
        .filter(entry -> String.valueOf(entry.stateKey()).startsWith(agency + "/"))
        .count();
  }

  /** The day that it is, where the procedures count days. */
  LocalDate today() {
    return LocalDate.ofInstant(view.get().now(), zone);
  }

  /** How somebody is called; empty for nobody. */
  String name(@Nullable String user) {
    if (user == null || !UserId.isValid(user)) {
      return "";
    }
    UserId id = UserId.of(user);
    return accounts.find(id).map(Account::displayName).orElse(id.localpart());
  }

  /** An account. */
  Account require(UserId user) {
    return accounts.require(user);
  }

  /** What an agency is called; its id for one that is not known. */
  String agencyName(String id) {
    return agencies.find(id).map(Agency::name).orElse(id);
  }

  /**
   * Refuses who does not keep an agency's part of the directory: its managers, its Adoption Support
   * Services Adviser, a virtual school's advisers, and administrators.
   *
   * @throws Problem 404 for no such agency, 403 for anybody else
   */
  Agency requireKeeper(UserId by, String agencyId) {
    Account account = require(by);
    Agency agency = agencies.require(agencyId);
    if (!keeps(account, agencyId)) {
      throw Problem.forbidden(
          "What the directory says of "
              + agency.name()
              + " is kept by its managers, its Adoption Support Services Adviser, the advisers of"
              + " a virtual school, or an administrator.");
    }
    return agency;
  }

  static boolean keeps(Account account, String agencyId) {
    return account.is(Role.ADMINISTRATOR)
        || (agencyId.equals(account.agency())
            && (account.is(Role.TEAM_MANAGER)
                || account.is(Role.LINE_MANAGER)
                || account.is(Role.ADOPTION_SUPPORT_SERVICES_ADVISER)
                || account.is(Role.VIRTUAL_SCHOOL_ADVISER)));
  }

  /** Refuses an id that is no short word. */
  static String word(String id) {
    if (!WORD.matcher(id).matches()) {
      throw Problem.invalidParam(
          "The id in the address is a short word of a-z, 0-9 and hyphens, such as"
              + " 'sunday-group'.");
    }
    return id;
  }

  /** Refuses a text that is empty or too long. */
  static String text(String field, String value) {
    if (value.isBlank()) {
      throw Problem.missingParam("The field '" + field + "' is missing: send a text.");
    }
    return optional(field, value);
  }

  /** Refuses a text that is too long. */
  static String optional(String field, String value) {
    if (value.codePointCount(0, value.length()) > LONGEST) {
      throw Problem.invalidParam(
          "The field '" + field + "' is too long: use at most " + LONGEST + " characters.");
    }
    return value;
  }
}
