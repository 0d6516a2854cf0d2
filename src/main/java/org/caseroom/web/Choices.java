package org.caseroom.web;

import java.util.List;
import org.caseroom.base.UserId;
import org.caseroom.cases.CaseView;
import org.caseroom.web.view.Option;

/** Choices that several forms offer. */
final class Choices {
  /** Yes or no. */
  static final List<Option> YES_NO = List.of(Option.of("yes", "Yes"), Option.of("no", "No"));

  /** How people met. */
  static final List<Option> MEETING =
      List.of(Option.of("in-person", "In person"), Option.of("video", "By video"));

  private Choices() {}

  /** The members of the family. */
  static List<Option> family(Opened opened) {
    return people(opened, true);
  }

  /** The professionals of the team. */
  static List<Option> professionals(Opened opened) {
    return people(opened, false);
  }

  private static List<Option> people(Opened opened, boolean family) {
    return opened.view().team().stream()
        .filter(member -> member.family() == family)
        .map(Choices::option)
        .toList();
  }

  private static Option option(CaseView.TeamMember member) {
    return Option.of(member.user().value(), member.name() + ", " + member.roleTitle());
  }

  /** The people that were chosen. */
  static List<UserId> users(List<String> codes) {
    return codes.stream().map(UserId::of).toList();
  }
}
