package org.caseroom.cases;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.door.Hubs;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.identity.Account;
import org.caseroom.identity.Agencies;
import org.caseroom.identity.Agency;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomLog;
import org.caseroom.rooms.RoomView;
import org.jspecify.annotations.Nullable;

/** The front doors: self-referrals from every channel into the queue of a hub (7.1). */
public final class Referrals {
  private final Desk desk;
  private final Agencies agencies;
  private final UserId service;

  Referrals(Desk desk, Agencies agencies, UserId service) {
    this.desk = desk;
    this.agencies = agencies;
    this.service = service;
  }

  /**
   * Takes a referral and opens its case.
   *
   * @param by who is signed in: the adopter (website), or a worker who writes down a call or an
   *     email; null for the public form
   * @throws Problem 404 for an unknown agency or hub, 400 for a missing field
   */
  public Referral.Receipt refer(Referral referral, @Nullable UserId by) {
    Agency agency =
        agencies
            .find(referral.agency())
            .orElseThrow(() -> Problem.notFound("There is no such agency: see /api/agencies."));
    Agency.Hub hub =
        agency.hubs().stream()
            .filter(candidate -> candidate.id().equals(referral.hub()))
            .findFirst()
            .orElseThrow(() -> Problem.notFound("This agency has no such hub: see /api/agencies."));
    RoomId queue = desk.register().requireHub(agency, hub);
    staff(queue, agency, hub);
    Account referrer = by == null ? null : desk.accounts().require(by);
    boolean worker = referrer != null && (referrer.isStaff() || referrer.isHouseBot());
    if (!worker && !referral.channel().equals("website")) {
      throw Problem.invalidParam(
          "A call or an email is written down by a worker: leave 'channel' out.");
    }
    ObjectNode content = content(referral);
    // Who registered by themselves is told as strangers are, until they are known as family.
    if (referrer != null && referrer.isFamily()) {
      content.put("referrer", referrer.id().value());
    }
    UserId sender = worker && referrer != null ? referrer.id() : service;
    RoomLog.Appended appended =
        desk.log().appendNow(Draft.message(queue, sender, CaseEvents.REFERRAL, content));
    String reference =
        appended.events().stream()
            .filter(event -> event.type().equals(CaseEvents.REGISTER_CASE))
            .map(Event::stateKey)
            .filter(key -> key != null)
            .findFirst()
            .orElseThrow(() -> Problem.of(500, "M_UNKNOWN", "The referral opened no case."));
    return receipt(reference, queue);
  }

  /** Who reads what arrives at a hub, as the receipt tells the family. */
  private Referral.Receipt receipt(String reference, RoomId queue) {
    RoomView view = desk.log().view();
    CaseFile file =
        desk.register()
            .space(view, reference)
            .flatMap(space -> CaseFile.of(view, space))
            .orElseThrow(() -> Desk.noSuchCase(reference));
    List<CaseView.Reader> readers = readers(view, queue);
    String names =
        readers.stream()
            .map(reader -> reader.name() + " (" + reader.role() + ")")
            .collect(Collectors.joining(", "));
    String text =
        "Thank you. Your reference is "
            + reference
            + ". "
            + (readers.isEmpty()
                ? "The duty workers of the hub will read it."
                : "These people will read what you wrote: " + names + ".")
            + " A duty worker answers you in the way you asked for.";
    return new Referral.Receipt(reference, file.stage(), readers, text);
  }

  private List<CaseView.Reader> readers(RoomView view, RoomId queue) {
    return view.members(queue, Membership.JOIN).stream()
        .flatMap(user -> desk.accounts().find(user).stream())
        .filter(account -> !account.isBot() && !account.id().equals(service))
        .map(account -> Readers.reader(account, agencies))
        .sorted(Comparator.comparing(CaseView.Reader::name))
        .toList();
  }

  /** Takes the duty workers and managers of a hub into its queue. */
  private void staff(RoomId queue, Agency agency, Agency.Hub hub) {
    Hubs.enter(
        desk.log(),
        service,
        queue,
        desk.accounts().all().stream()
            .filter(account -> Hubs.worksAt(account, agency.id(), hub.id()))
            .toList());
  }

  /** Takes a house bot into a hub's queue, so that it hears referrals. */
  public void watch(Agency agency, Agency.Hub hub, Account bot) {
    Hubs.enter(desk.log(), service, desk.register().requireHub(agency, hub), List.of(bot));
  }

  private static ObjectNode content(Referral referral) {
    ObjectNode content =
        Json.object()
            .put("channel", referral.channel())
            .put("child", referral.child())
            .put("words", referral.words())
            .put("referrer_name", referral.referrerName());
    Fields.put(content, "surname", referral.surname());
    Fields.put(content, "born", referral.born());
    Fields.put(content, "order_date", referral.orderDate());
    Fields.put(content, "reply_by", referral.replyBy());
    Fields.put(content, "reply_to", referral.replyTo());
    return content;
  }
}
