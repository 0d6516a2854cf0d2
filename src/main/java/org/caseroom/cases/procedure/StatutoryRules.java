package org.caseroom.cases.procedure;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;

/**
 * When and how statutory services are asked for.
 *
 * @param clauses the clauses of its steps
 * @param limbs what meets the threshold
 * @param routes whom to call, by area
 * @param taskTypes types of tasks in joint work
 * @param always ids of pack items that go along unless the worker says why not
 */
public record StatutoryRules(
    Clauses clauses,
    List<Limb> limbs,
    List<Route> routes,
    @JsonProperty("task_types") List<TaskType> taskTypes,
    List<String> always) {

  /** Lists that the file leaves out are empty. */
  public StatutoryRules {
    limbs = ClockRule.listOrEmpty(limbs);
    routes = ClockRule.listOrEmpty(routes);
    taskTypes = ClockRule.listOrEmpty(taskTypes);
    always = ClockRule.listOrEmpty(always);
  }

  /** The clauses of the threshold, the decision, the pack, the call, refusal, joint work, duty. */
  public record Clauses(
      String threshold,
      String decision,
      String pack,
      String call,
      String refused,
      String joint,
      String duty) {}

  /** One of the things that meet the threshold. */
  public record Limb(String id, String title) {}

  /**
   * A service that is called.
   *
   * @param areas the council areas that it is for, as words
   * @param by how it is reached
   */
  public record Route(String id, String title, List<String> areas, String by) {
    /** Areas that the file leaves out are none. */
    public Route {
      areas = ClockRule.listOrEmpty(areas);
    }
  }

  /**
   * A type of task.
   *
   * @param team whether the team itself can be given it
   */
  public record TaskType(String id, String title, boolean team) {}

  /** A route by id. */
  public Optional<Route> route(String id) {
    return routes.stream().filter(route -> route.id().equals(id)).findFirst();
  }

  /** A type of task by id. */
  public Optional<TaskType> taskType(String id) {
    return taskTypes.stream().filter(type -> type.id().equals(id)).findFirst();
  }
}
