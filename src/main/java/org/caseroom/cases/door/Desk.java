package org.caseroom.cases.door;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Agency;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomLog;
import org.caseroom.rooms.RoomView;

/** What the services share: finding a case for a person, and sending as that person. */
public final class Desk {
  private final RoomLog log;
  private final Register register;
  private final Accounts accounts;
  private final CasePolicy policy;

  /** Makes the desk that all services of casework work at. */
  public Desk(RoomLog log, Register register, Accounts accounts, CasePolicy policy) {
    this.log = log;
    this.register = register;
    this.accounts = accounts;
    this.policy = policy;
  }

  /** The log. */
  public RoomLog log() {
    return log;
  }

  /** The register of cases and hubs. */
  public Register register() {
    return register;
  }

  /** People. */
  public Accounts accounts() {
    return accounts;
  }

  /** The rules at the door. */
  public CasePolicy policy() {
    return policy;
  }

  /**
   * A case, for somebody who may open it: joined or invited to its space, or staff of the hub that
   * it came to.
   *
   * @throws Problem 404 for everyone else too, so that nobody learns which references exist
   */
  public CaseFile open(UserId by, String reference) {
    RoomView view = log.view();
    return register
        .space(view, reference)
        .flatMap(space -> CaseFile.of(view, space))
        .filter(file -> mayOpen(by, file))
        .orElseThrow(() -> noSuchCase(reference));
  }

  /** The one answer for a case that is not there and for one that is not theirs. */
  public static Problem noSuchCase(String reference) {
    return Problem.notFound(
        "There is no case '"
            + reference.replaceAll("[^A-Za-z0-9-]", "?")
            + "' that you can open. Check the reference, or ask to be added to its team.");
  }

  /** Whether somebody may open a case: they are in it, or it lies in the queue of their hub. */
  public boolean mayOpen(UserId by, CaseFile file) {
    Membership membership = file.view().membership(file.space(), by);
    if (membership == Membership.JOIN || membership == Membership.INVITE) {
      return policy.mayRead(by, file.space(), file.view());
    }
    return worksAtHub(by, file);
  }

  /** Whether somebody's post is at the case's hub. */
  boolean worksAtHub(UserId by, CaseFile file) {
    return accounts
        .find(by)
        .filter(account -> Hubs.worksAt(account, file.agency(), file.hub()))
        .isPresent();
  }

  /** The queue of the hub that a case came to; whose post it is, is taken in. */
  public RoomId hub(UserId by, CaseFile file) {
    RoomId queue =
        register
            .hub(file.view(), file.agency(), file.hub())
            .orElseThrow(() -> Problem.notFound("The hub of this case has no room."));
    accounts
        .find(by)
        .filter(account -> Hubs.worksAt(account, file.agency(), file.hub()))
        .ifPresent(account -> Hubs.enter(log, policy.service(), queue, List.of(account)));
    return queue;
  }

  /** The queue of a hub, for somebody whose post is there; they are taken in. */
  public RoomId queue(Account by, Agency agency, Agency.Hub hub) {
    RoomId queue = register.requireHub(agency, hub);
    if (Hubs.worksAt(by, agency.id(), hub.id())) {
      Hubs.enter(log, policy.service(), queue, List.of(by));
    }
    return queue;
  }

  /** Appends a message event of somebody to a room. */
  public Event act(UserId by, RoomId room, String type, ObjectNode content) {
    return log.appendNow(Draft.message(room, by, type, content)).first();
  }

  /**
   * Appends a message event of somebody to the case's space; of who works at its hub and is not in
   * the case, to the hub's queue, with the reference.
   */
  public Event atDesk(UserId by, CaseFile file, String type, ObjectNode content) {
    if (file.view().membership(file.space(), by) != Membership.JOIN && worksAtHub(by, file)) {
      return act(by, hub(by, file), type, content.put("reference", file.reference()));
    }
    return act(by, file.space(), type, content);
  }

  /** Appends a state event of somebody to a room. */
  public Event paper(UserId by, RoomId room, String type, String key, ObjectNode content) {
    return log.appendNow(Draft.state(room, by, type, key, content)).first();
  }

  /** Appends several drafts, all or none. */
  public RoomLog.Appended unit(List<Draft> drafts) {
    return log.appendNow(view -> drafts);
  }

  /** How somebody is called. */
  public String name(UserId user) {
    return accounts.nameOf(user);
  }
}
