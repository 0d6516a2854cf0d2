package org.caseroom.bots.transfer;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.caseroom.base.RoomId;
import org.caseroom.bots.runtime.Desk;
import org.caseroom.bots.runtime.MessageKey;
import org.caseroom.bots.runtime.Messages;
import org.caseroom.bots.runtime.Words;
import org.caseroom.cases.transfer.ResponsibilityCard;
import org.caseroom.cases.transfer.TransferView;
import org.caseroom.identity.Account;
import org.caseroom.identity.Agencies;
import org.caseroom.identity.Agency;
import org.caseroom.rooms.Membership;
import org.jspecify.annotations.Nullable;

/** What the transfer bot says, from what casework knows. */
final class TransferText {
  static final MessageKey USAGE = MessageKey.of("usage", "usage");
  static final MessageKey NOT_A_CASE = MessageKey.of("not-a-case");
  static final MessageKey NO_SUCH_PERSON = MessageKey.of("no-such-person", "name");
  static final MessageKey NO_SUCH_AGENCY = MessageKey.of("no-such-agency", "name");
  static final MessageKey NO_OFFER = MessageKey.of("no-offer");
  static final MessageKey NO_SUCH_CHECK = MessageKey.of("no-such-check", "checks");
  static final MessageKey OFFERED_HERE =
      MessageKey.of("offered-here", "reference", "agency", "day").optionally("message");

  /** What a manager who is consulted writes for yes and for no, with commas between. */
  static final MessageKey YES_WORDS = MessageKey.of("yes-words");

  static final MessageKey NO_WORDS = MessageKey.of("no-words");

  private static final MessageKey CARD = MessageKey.of("card", "agency");
  private static final MessageKey CARD_NO_AREA = MessageKey.of("card-no-area", "agency");
  private static final MessageKey CARD_NO_ORDER = MessageKey.of("card-no-order", "agency");
  private static final MessageKey CARD_UNTIL = MessageKey.of("card-until", "agency", "day", "next");
  private static final MessageKey CARD_OVER = MessageKey.of("card-over", "agency", "day", "next");
  private static final MessageKey CARD_MOVED =
      MessageKey.of("card-moved", "agency", "day", "before");
  private static final MessageKey RULE = MessageKey.of("rule", "clause", "rule");

  private static final MessageKey OFFERED = MessageKey.of("offered", "agency", "day");
  private static final MessageKey CLARIFYING = MessageKey.of("clarifying", "agency");
  private static final MessageKey ACCEPTED = MessageKey.of("accepted", "agency", "day", "worker");
  private static final MessageKey DECLINED = MessageKey.of("declined", "agency");
  private static final MessageKey REASON = MessageKey.of("reason", "reason");

  private static final MessageKey GATES = MessageKey.of("gates", "lines");
  private static final MessageKey GATE_MET = MessageKey.of("gate-met", "number", "why");
  private static final MessageKey GATE_OPEN = MessageKey.of("gate-open", "number", "why", "who");
  private static final MessageKey NEXT_GATES = MessageKey.of("next-gates");
  private static final MessageKey NEXT_FORM = MessageKey.of("next-form", "papers");
  private static final MessageKey NEXT_OFFER = MessageKey.of("next-offer", "agency");
  private static final MessageKey NEXT_ANSWER = MessageKey.of("next-answer", "question");
  private static final MessageKey NEXT_RECEIVER = MessageKey.of("next-receiver");

  static final MessageKey WHO_IS_WHO =
      MessageKey.of("who-is-who", "child", "agency", "before", "people");
  private static final MessageKey PERSON = MessageKey.of("person", "name", "role");
  private static final MessageKey PERSON_OF = MessageKey.of("person-of", "name", "role", "agency");
  static final MessageKey THANKS = MessageKey.of("thanks");

  static final List<MessageKey> ALL =
      List.of(
          USAGE,
          NOT_A_CASE,
          NO_SUCH_PERSON,
          NO_SUCH_AGENCY,
          NO_OFFER,
          NO_SUCH_CHECK,
          OFFERED_HERE,
          YES_WORDS,
          NO_WORDS,
          CARD,
          CARD_NO_AREA,
          CARD_NO_ORDER,
          CARD_UNTIL,
          CARD_OVER,
          CARD_MOVED,
          RULE,
          OFFERED,
          CLARIFYING,
          ACCEPTED,
          DECLINED,
          REASON,
          GATES,
          GATE_MET,
          GATE_OPEN,
          NEXT_GATES,
          NEXT_FORM,
          NEXT_OFFER,
          NEXT_ANSWER,
          NEXT_RECEIVER,
          WHO_IS_WHO,
          PERSON,
          PERSON_OF,
          THANKS);

  private final Desk desk;
  private final Messages.Style style;

  TransferText(Desk desk, Messages.Style style) {
    this.desk = desk;
    this.style = style;
  }

  private String text(MessageKey key, Map<String, String> values) {
    return desk.text(key, style, values);
  }

  private String day(LocalDate day) {
    return Words.day(style, day);
  }

  // ---- Who is responsible ----

  /** The responsibility card in a sentence or two. */
  String card(ResponsibilityCard card, LocalDate today) {
    String agency = card.responsible().name();
    ResponsibilityCard.Party before = card.before();
    LocalDate moved = card.movedOn();
    if (before != null && moved != null) {
      return text(CARD_MOVED, Map.of("agency", agency, "day", day(moved), "before", before.name()));
    }
    if (card.area() == null) {
      return text(CARD_NO_AREA, Map.of("agency", agency));
    }
    LocalDate until = card.until();
    ResponsibilityCard.Party next = card.next();
    if (until != null && next != null) {
      return text(
          today.isBefore(until) ? CARD_UNTIL : CARD_OVER,
          Map.of("agency", agency, "day", day(until), "next", next.name()));
    }
    return text(card.outOfArea() ? CARD_NO_ORDER : CARD, Map.of("agency", agency));
  }

  private Optional<String> rule(ResponsibilityCard card) {
    String clause = card.clause();
    String rule = card.rule();
    return clause == null || rule == null
        ? Optional.empty()
        : Optional.of(text(RULE, Map.of("clause", clause, "rule", rule)));
  }

  // ---- How far it is ----

  private Optional<String> status(TransferView view) {
    String agency = or(view.agencyName());
    LocalDate on = view.on();
    String day = on == null ? "" : day(on);
    return switch (or(view.status())) {
      case "offered" -> Optional.of(text(OFFERED, Map.of("agency", agency, "day", day)));
      case "clarifying" -> Optional.of(text(CLARIFYING, Map.of("agency", agency)));
      case "accepted" ->
          Optional.of(
              text(
                  ACCEPTED, Map.of("agency", agency, "day", day, "worker", or(view.workerName()))));
      case "declined" -> Optional.of(text(DECLINED, Map.of("agency", agency)));
      default -> Optional.empty();
    };
  }

  private static String or(@Nullable String text) {
    return text == null ? "" : text;
  }

  /** For the family: who supports them, and how far a transfer is. */
  String forFamily(ResponsibilityCard card, TransferView view, LocalDate today) {
    List<String> parts = new ArrayList<>(List.of(card(card, today)));
    status(view).ifPresent(parts::add);
    return String.join("\n", parts);
  }

  /** For professionals: the same with the rule, what a transfer waits for, and what comes next. */
  String forProfessionals(ResponsibilityCard card, TransferView view, LocalDate today) {
    List<String> parts = new ArrayList<>(List.of(card(card, today)));
    rule(card).ifPresent(parts::add);
    status(view).ifPresent(parts::add);
    String reason = view.reason();
    if (reason != null) {
      parts.add(text(REASON, Map.of("reason", reason)));
    }
    if (!"moved".equals(view.status())) {
      if (!view.gates().isEmpty()) {
        parts.add(text(GATES, Map.of("lines", gates(view))));
      }
      next(card, view).ifPresent(parts::add);
    }
    return String.join("\n", parts);
  }

  private String gates(TransferView view) {
    List<String> lines = new ArrayList<>();
    for (TransferView.Gate gate : view.gates()) {
      String number = String.valueOf(lines.size() + 1);
      lines.add(
          gate.met()
              ? text(GATE_MET, Map.of("number", number, "why", gate.why()))
              : text(GATE_OPEN, Map.of("number", number, "why", gate.why(), "who", gate.says())));
    }
    return String.join("\n", lines);
  }

  private Optional<String> next(ResponsibilityCard card, TransferView view) {
    String status = or(view.status());
    if (status.equals("clarifying")) {
      return view.clarifications().stream()
          .filter(asked -> asked.answer() == null)
          .max(Comparator.comparing(TransferView.Clarification::number))
          .map(asked -> text(NEXT_ANSWER, Map.of("question", asked.text())))
          .or(() -> Optional.of(text(NEXT_RECEIVER, Map.of())));
    }
    if (status.equals("offered")) {
      return Optional.of(text(NEXT_RECEIVER, Map.of()));
    }
    if (status.equals("accepted") || view.gates().isEmpty()) {
      return Optional.empty();
    }
    if (!view.gates().stream().allMatch(TransferView.Gate::met)) {
      return Optional.of(text(NEXT_GATES, Map.of()));
    }
    ResponsibilityCard.Party next = card.next();
    return Optional.of(
        view.form()
            ? text(NEXT_OFFER, Map.of("agency", next == null ? "" : or(next.id())))
            : text(NEXT_FORM, Map.of("papers", papers(view))));
  }

  private static String papers(TransferView view) {
    return view.papers().stream()
        .map(
            paper ->
                paper.title()
                    + (paper.version() == null ? "" : " (" + paper.version() + ")")
                    + ": "
                    + paper.link())
        .collect(Collectors.joining("; "));
  }

  // ---- Who is who ----

  /** The people of a room who are no family, by name, each with what they are. */
  String people(RoomId room, String agency, Agencies agencies) {
    return desk.view().members(room, Membership.JOIN).stream()
        .flatMap(user -> desk.accounts().find(user).stream())
        .filter(account -> account.isStaff() && account.active())
        .sorted(
            Comparator.comparing((Account account) -> !agency.equals(account.agency()))
                .thenComparing(Account::displayName)
                .thenComparing(Account::id))
        .map(account -> person(account, agencies))
        .collect(Collectors.joining("\n"));
  }

  private String person(Account account, Agencies agencies) {
    String role = desk.role(account.mainRole(), style);
    Map<String, String> values = Map.of("name", account.displayName(), "role", role);
    return Optional.ofNullable(account.agency())
        .flatMap(agencies::find)
        .map(Agency::name)
        .map(
            agency ->
                text(
                    PERSON_OF,
                    Map.of(
                        "name", account.displayName(),
                        "role", role,
                        "agency", agency)))
        .orElseGet(() -> text(PERSON, values));
  }
}
