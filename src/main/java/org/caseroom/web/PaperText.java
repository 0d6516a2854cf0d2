package org.caseroom.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caseroom.cases.CaseView;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.DecisionRules;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomReader;
import org.caseroom.web.view.Passage;

/** What a paper says, for who is to sign it: nobody signs what they cannot read on the page. */
final class PaperText {
  private static final Map<String, String> LABELS =
      Map.ofEntries(
          Map.entry("title", "Title"),
          Map.entry("needs", "Needs"),
          Map.entry("situation", "Situation"),
          Map.entry("proposed_actions", "Proposed actions"),
          Map.entry("decided", "Decided"),
          Map.entry("reasons", "Reasons"),
          Map.entry("reason", "Reason"),
          Map.entry("options", "What else was considered"),
          Map.entry("views", "Views of the child and the family"),
          Map.entry("lawful_basis", "Lawful basis"),
          Map.entry("corrects", "Corrects decision"),
          Map.entry("text", "Text"),
          Map.entry("mode", "How it was held"),
          Map.entry("progress", "Progress"),
          Map.entry("impact", "Impact"),
          Map.entry("changes", "Changes and further actions"),
          Map.entry("peer_support", "Peer support"),
          Map.entry("closure", "Closure"),
          Map.entry("point", "Closure point"));

  private final RoomReader reader;

  PaperText(RoomReader reader) {
    this.reader = reader;
  }

  /** The passages of a paper, as the reader may see it. */
  List<Passage> of(Opened opened, CaseView.Document document) {
    List<Passage> passages = new ArrayList<>();
    Optional<Event> paper =
        opened
            .room(RoomKind.PROFESSIONALS)
            .flatMap(room -> reader.event(opened.visit().user(), room.id(), document.event()));
    paper.ifPresent(
        event ->
            event
                .content()
                .properties()
                .forEach(
                    field -> {
                      String label = LABELS.get(field.getKey());
                      if (label != null) {
                        passages.add(new Passage(label, words(field.getValue())));
                      }
                    }));
    paper
        .filter(event -> event.type().equals(CaseEvents.DECISION))
        .ifPresent(event -> passages.addAll(decision(opened.procedure(), event)));
    if (document.id().equals("assessment")) {
      passages.addAll(assessment(opened.view()));
    }
    return passages;
  }

  /** The kind of a decision, and what the procedure asks for beside what every paper says. */
  private static List<Passage> decision(Procedure procedure, Event paper) {
    List<Passage> passages = new ArrayList<>();
    DecisionRules rules = procedure.decisions();
    if (rules != null) {
      rules
          .of(paper.content())
          .ifPresent(kind -> passages.add(new Passage("Kind of decision", kind.title())));
      for (DecisionRules.Field field : rules.fields()) {
        boolean said = DecisionRules.OWN.contains(field.id()) && LABELS.containsKey(field.id());
        if (!said) {
          field
              .words(paper.content())
              .ifPresent(words -> passages.add(new Passage(field.title(), words)));
        }
      }
    }
    return passages;
  }

  private static List<Passage> assessment(CaseView view) {
    List<Passage> passages = new ArrayList<>();
    CaseView.Assessment assessment = view.assessment();
    if (assessment != null) {
      for (CaseView.Assessment.Section section : assessment.sections()) {
        String text = section.text();
        passages.add(new Passage(section.title(), text == null ? "Not written yet" : text));
      }
    }
    for (CaseView.PlanItem item : view.plan()) {
      passages.add(new Passage("Plan: " + item.title(), item.kind() + ", " + item.status()));
    }
    return passages;
  }

  private static String words(JsonNode value) {
    if (!value.isArray()) {
      return value.asText();
    }
    List<String> lines = new ArrayList<>();
    value.forEach(line -> lines.add(line.asText()));
    return String.join("\n", lines);
  }
}
