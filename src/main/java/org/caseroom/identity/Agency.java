package org.caseroom.identity;

import java.util.List;

/**
 * An organisation that people in a team work for.
 *
 * @param id a short word, such as {@code together4children}
 * @param name the name that people read
 * @param kind what sort of agency: {@code regional-adoption-agency}, {@code local-authority},
 *     {@code health}, {@code education}, {@code virtual-school}, {@code voluntary}
 * @param areas the council areas it serves, as words: a virtual school is found by the area of the
 *     child's school
 * @param hubs its front doors
 */
public record Agency(String id, String name, String kind, List<String> areas, List<Hub> hubs) {
  /**
   * A hub: a front door that referrals arrive at.
   *
   * @param id a short word, unique in the agency, such as {@code stoke-on-trent}
   * @param name the name that people read
   * @param email where to write, as printed for families
   * @param telephone where to call, as printed for families
   */
  public record Hub(String id, String name, String email, String telephone) {}
}
