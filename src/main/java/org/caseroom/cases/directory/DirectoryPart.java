package org.caseroom.cases.directory;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Access;
import org.caseroom.cases.door.CasePart;
import org.caseroom.cases.door.CasePolicy;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Agencies;
import org.caseroom.rooms.Event;

/** The directory at the door: its parts, each asked about its own events. */
public final class DirectoryPart implements CasePart {
  private final List<CasePart> parts;

  /**
   * Puts the parts together.
   *
   * @param service the house's own user, who writes what agencies add
   * @throws org.caseroom.base.Problem {@code ORG.CASEROOM_CONFIG} for a file of {@code
   *     config/directory} that is wrong
   */
  public DirectoryPart(
      CasePolicy.Rules rules, Accounts accounts, Agencies agencies, UserId service, Access access) {
    Known known =
        new Known(
            Shelf.load(rules.folder().resolve("directory")),
            new Ledger.House(accounts, agencies, service, rules.procedures().usual().zone()));
    parts =
        List.of(
            new CardPart(known),
            new SchoolPart(known, accounts, agencies, access),
            new PackPart(known, accounts, agencies),
            new OfferPart());
  }

  @Override
  public Set<String> types() {
    return parts.stream().flatMap(part -> part.types().stream()).collect(Collectors.toSet());
  }

  private List<CasePart> of(Event event) {
    return parts.stream().filter(part -> part.types().contains(event.type())).toList();
  }

  @Override
  public void check(Event event, Account who, Procedure procedure, CaseFile file) {
    of(event).forEach(part -> part.check(event, who, procedure, file));
  }

  @Override
  public void checkInvite(Account invited, Procedure procedure, CaseFile file) {
    parts.forEach(part -> part.checkInvite(invited, procedure, file));
  }

  @Override
  public void follow(Step step) {
    of(step.event()).forEach(part -> part.follow(step));
  }

  @Override
  public Optional<String> words(Step step) {
    return of(step.event()).stream().flatMap(part -> part.words(step).stream()).findFirst();
  }

  @Override
  public Optional<RoomId> place(Step step) {
    return of(step.event()).stream().flatMap(part -> part.place(step).stream()).findFirst();
  }
}
