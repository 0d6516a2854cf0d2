package org.caseroom.cases.intake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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
import org.caseroom.cases.file.Home;
import org.caseroom.cases.file.HubFiles;
import org.caseroom.cases.procedure.IntakeRules;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
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
   * Takes a referral and opens its case. Without a hub it goes to the one that serves the family's
   * area, and where none does, to the agency's first.
   *
   * @param by who is signed in: the adopter (website), or a worker who writes down a call or an
   *     email; null for the public form
   * @throws Problem 404 for an unknown agency, hub or earlier case, 400 for a missing field, 409
   *     for an earlier case that is still open
   */
  public Referral.Receipt refer(Referral referral, @Nullable UserId by) {
    Agency agency =
        agencies
            .find(referral.agency())
            .orElseThrow(() -> Problem.notFound("There is no such agency: see /api/agencies."));
    Agency.Hub hub = nearest(agency, referral);
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
    UserId sender = service;
    if (worker && referrer != null) {
      if (sits(referrer, queue)) {
        sender = referrer.id();
      } else {
        // At another hub's telephone they are not in this hub's room: the house writes it in.
        content.put("recorded_by", referrer.id().value());
      }
    }
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

  private boolean sits(Account worker, RoomId queue) {
    return desk.log().view().membership(queue, worker.id()) == Membership.JOIN;
  }

  /** The hub that the referral names, or else the nearest one. */
  private static Agency.Hub nearest(Agency agency, Referral referral) {
    String named = referral.hub();
    List<Agency.Hub> hubs = agency.hubs();
    if (named != null) {
      return hubs.stream()
          .filter(hub -> hub.id().equals(named))
          .findFirst()
          .orElseThrow(() -> Problem.notFound("This agency has no such hub: see /api/agencies."));
    }
    if (hubs.isEmpty()) {
      throw Problem.notFound("This agency has no hub that referrals go to: see /api/agencies.");
    }
    String area = referral.more().area();
    if (area == null && hubs.size() > 1) {
      throw Problem.missingParam(
          "Say where the family lives ('area'), or name the hub ('hub'): this agency has several.");
    }
    return hubs.stream()
        .filter(hub -> area != null && hub.serves(area))
        .findFirst()
        .orElse(hubs.get(0));
  }

  /** Who reads what arrives at a hub, as the receipt tells the family. */
  private Referral.Receipt receipt(String reference, RoomId queue) {
    RoomView view = desk.log().view();
    CaseFile file =
        desk.register()
            .space(view, reference)
            .flatMap(space -> CaseFile.of(view, space))
            .orElseThrow(() -> Desk.noSuchCase(reference));
    List<Referral.Reader> readers = readers(view, queue);
    String names =
        readers.stream()
            .map(reader -> reader.name() + " (" + reader.role() + ")")
            .collect(Collectors.joining(", "));
    IntakeRules.Urgent urgent = desk.policy().procedure(file).intakeRules().urgent();
    boolean flagged =
        urgent != null
            && desk.log().view().state(queue, IntakeEvents.URGENT, reference + "/U1").isPresent();
    String text =
        (flagged && urgent != null ? urgent.emergency() + " " : "")
            + "Thank you. Your reference is "
            + reference
            + ". "
            + (readers.isEmpty()
                ? "The duty workers of the hub will read it."
                : "These people will read what you wrote: " + names + ".")
            + " A duty worker answers you in the way you asked for.";
    return new Referral.Receipt(
        reference,
        file.stage(),
        file.agency(),
        file.hub(),
        Home.of(file).outOfArea(),
        readers,
        text);
  }

  private List<Referral.Reader> readers(RoomView view, RoomId queue) {
    return view.members(queue, Membership.JOIN).stream()
        .flatMap(user -> desk.accounts().find(user).stream())
        .filter(account -> !account.isBot() && !account.id().equals(service))
        .map(this::reader)
        .sorted(Comparator.comparing(Referral.Reader::name))
        .toList();
  }

  private Referral.Reader reader(Account account) {
    String agency = account.agency();
    return new Referral.Reader(
        account.displayName(),
        account.mainRole().title(),
        agency == null ? null : agencies.find(agency).map(Agency::name).orElse(agency));
  }

  /** Takes the duty workers and managers of a hub into its queue. */
  private void staff(RoomId queue, Agency agency, Agency.Hub hub) {
    Hubs.enter(
        desk.log(),
        service,
        queue,
        desk.accounts().stream()
            .filter(account -> Hubs.worksAt(account, agency.id(), hub.id()))
            .sorted(Accounts.BY_NAME)
            .toList());
  }

  /** Takes a house bot into a hub's queue, so that it hears referrals. */
  public void watch(Agency agency, Agency.Hub hub, Account bot) {
    Hubs.enter(desk.log(), service, desk.register().requireHub(agency, hub), List.of(bot));
  }

  /** The case that a referral in a hub's room has opened: one of the newest. */
  public Optional<CaseFile> opened(Event referral) {
    RoomView view = desk.log().view();
    int last =
        view.state(desk.register().room(), CaseEvents.REGISTER, "")
            .map(event -> event.content().path("last").asInt())
            .orElse(0);
    for (int number = last; number > 0; number--) {
      Optional<CaseFile> file = HubFiles.find(view, referral.room(), "REF-" + number);
      if (file.isPresent()
          && file.get().head().text("referral").filter(referral.id().value()::equals).isPresent()) {
        return file;
      }
      if (file.isPresent() && file.get().opened().isBefore(referral.time())) {
        return Optional.empty();
      }
    }
    return Optional.empty();
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
    Fields.put(content, "area", referral.more().area());
    Fields.put(content, "school_area", referral.more().schoolArea());
    Fields.put(content, "placement_date", referral.more().placed());
    Fields.put(content, "trigger", referral.more().trigger());
    Fields.put(content, "earlier", referral.more().earlier());
    return content;
  }
}
