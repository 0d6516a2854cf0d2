package org.caseroom.cases.statutory;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.caseroom.cases.procedure.StatutoryRules;
import org.jspecify.annotations.Nullable;

/**
 * Statutory services in a case, as the reader may see it.
 *
 * @param lead the agency that leads the statutory work, for everybody; null for none
 * @param limbs what meets the threshold
 * @param routes whom to call, those of the family's area first
 * @param taskTypes the types of tasks in joint work
 * @param pack what could go with a request now, for professionals
 * @param requests the requests, for professionals
 */
public record StatutoryView(
    @Nullable Lead lead,
    List<StatutoryRules.Limb> limbs,
    List<RouteCard> routes,
    List<StatutoryRules.TaskType> taskTypes,
    List<PackItem> pack,
    List<Request> requests) {
  /** The agency that leads, as the banner says it. */
  public record Lead(
      String agency, @Nullable String person, String since, String request, String banner) {}

  /**
   * Whom to call.
   *
   * @param here whether it is the one for the family's area
   */
  public record RouteCard(String id, String title, List<String> areas, String by, boolean here) {}

  /** What could go along. */
  public record PackItem(String id, String title, String hash) {}

  /**
   * A request.
   *
   * @param status raised, agreed, not-agreed, packed, referred, accepted or not-accepted
   * @param red not accepted, and no line manager has decided yet
   * @param details what was said at each step
   */
  public record Request(
      String number, String status, boolean red, List<String> limbs, JsonNode details) {}
}
