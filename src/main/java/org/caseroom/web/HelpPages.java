package org.caseroom.web;

import java.util.Map;
import org.caseroom.base.Problem;

/** Pages that explain: accessibility, privacy, and what to do when a child is in danger. */
final class HelpPages {
  private static final Map<String, String> TITLES =
      Map.of(
          "accessibility", "Accessibility",
          "privacy", "Privacy and cookies",
          "urgent", "If you are worried about a child");

  void register(Doors doors) {
    doors.openPage(
        "/help/{topic}",
        visit -> {
          String topic = visit.path("topic");
          if (!TITLES.containsKey(topic)) {
            throw Problem.notFound("There is no such page.");
          }
          visit.show("help/" + topic, TITLES.getOrDefault(topic, ""), Map.of());
        });
  }
}
