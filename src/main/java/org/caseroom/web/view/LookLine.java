package org.caseroom.web.view;

/**
 * One person's looking at a case on one day.
 *
 * @param day the day in words
 * @param who the name, with role and agency
 * @param says what, when, how often and why, in a sentence or two
 * @param emergency whether they were not in the team and opened the case with a reason
 * @param hidden whether the family does not see this line
 */
public record LookLine(String day, String who, String says, boolean emergency, boolean hidden) {}
