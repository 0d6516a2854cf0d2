package org.caseroom.cases.assessment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What a case counts: numbers for reports, and for whoever asks how often something happened.
 *
 * @param visits visits in person and by video
 * @param visitsByVideo those by video
 * @param visitsOutOfArea those to a family that lived out of area then
 * @param visitsJoint those jointly with another agency
 * @param visitsInterpreted those with an interpreter
 * @param contacts contacts that took place, by how: {@code phone}, {@code text} and so on
 * @param voiceSeen how often the child was seen and heard
 * @param voiceNotSeen how often they were not, with a reason
 * @param education what happened at school, by kind, with its school days
 * @param conditions conditions with the status that holds
 * @param emergingNeeds needs that showed after placement, by kind
 * @param requests what others were asked for, by kind
 * @param forms screening forms that were filled in, by form
 * @param consultations consultations that were held
 * @param timeliness how the runs of each clock ended
 */
public record CaseMeasures(
    int visits,
    int visitsByVideo,
    int visitsOutOfArea,
    int visitsJoint,
    int visitsInterpreted,
    List<Count> contacts,
    int voiceSeen,
    int voiceNotSeen,
    List<EducationCount> education,
    List<ConditionStatus> conditions,
    List<Count> emergingNeeds,
    List<Count> requests,
    List<Count> forms,
    int consultations,
    List<ClockCount> timeliness) {

  static final String CASE = "case";
  static final String VISITS = "visit.";
  static final String VISITS_OUT_OF_AREA = "visits-out-of-area";
  static final String VISITS_JOINT = "visits-joint";
  static final String VISITS_INTERPRETED = "visits-interpreted";
  static final String CONTACT = "contact.";
  static final String VOICE_SEEN = "voice-seen";
  static final String VOICE_NOT_SEEN = "voice-not-seen";
  static final String EDUCATION = "education.";
  static final String EDUCATION_DAYS = "education-days.";
  static final String CONDITION = "condition.";
  static final String NEED = "emerging-need.";
  static final String REQUEST = "request.";
  static final String FORM = "form.";
  static final String CONSULTATIONS = "consultations-held";
  static final String CLOCK = "clock.";

  /** How often there was something of a kind. */
  public record Count(String kind, int times) {}

  /**
   * What happened at school.
   *
   * @param days school days in all; 0 for what lasts no number of days
   */
  public record EducationCount(String kind, int times, int days) {}

  /** A condition and the status that holds. */
  public record ConditionStatus(String condition, String status) {}

  /**
   * How the runs of a clock ended.
   *
   * @param met in time
   * @param breached late, by a rule that is binding
   * @param late late, by a rule that only warns
   * @param stopped because it no longer mattered
   */
  public record ClockCount(String clock, int met, int breached, int late, int stopped) {}

  /** Puts the rows of one case together. */
  static CaseMeasures of(Map<String, Long> rows) {
    return new CaseMeasures(
        under(rows, VISITS).stream().mapToInt(Count::times).sum(),
        number(rows, VISITS + "video"),
        number(rows, VISITS_OUT_OF_AREA),
        number(rows, VISITS_JOINT),
        number(rows, VISITS_INTERPRETED),
        under(rows, CONTACT),
        number(rows, VOICE_SEEN),
        number(rows, VOICE_NOT_SEEN),
        under(rows, EDUCATION).stream()
            .map(
                count ->
                    new EducationCount(
                        count.kind(), count.times(), number(rows, EDUCATION_DAYS + count.kind())))
            .toList(),
        under(rows, CONDITION).stream()
            .map(
                count -> {
                  int dot = count.kind().indexOf('.');
                  return new ConditionStatus(
                      count.kind().substring(dot + 1), count.kind().substring(0, dot));
                })
            .toList(),
        under(rows, NEED),
        under(rows, REQUEST),
        under(rows, FORM),
        number(rows, CONSULTATIONS),
        clocks(rows));
  }

  private static int number(Map<String, Long> rows, String measure) {
    return Math.toIntExact(rows.getOrDefault(measure, 0L));
  }

  private static List<Count> under(Map<String, Long> rows, String prefix) {
    List<Count> counts = new ArrayList<>();
    rows.forEach(
        (measure, amount) -> {
          if (measure.startsWith(prefix)) {
            counts.add(new Count(measure.substring(prefix.length()), Math.toIntExact(amount)));
          }
        });
    return counts;
  }

  private static List<ClockCount> clocks(Map<String, Long> rows) {
    TreeSet<String> ids = new TreeSet<>();
    under(rows, CLOCK)
        .forEach(count -> ids.add(count.kind().substring(count.kind().indexOf('.') + 1)));
    return ids.stream()
        .map(
            id ->
                new ClockCount(
                    id,
                    number(rows, CLOCK + "met." + id),
                    number(rows, CLOCK + "breached." + id),
                    number(rows, CLOCK + "late." + id),
                    number(rows, CLOCK + "stopped." + id)))
        .toList();
  }
}
