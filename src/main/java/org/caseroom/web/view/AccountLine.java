package org.caseroom.web.view;

/**
 * An account in a list.
 *
 * @param where agency and hub in words; empty for none
 */
public record AccountLine(String name, String userId, String role, String where, boolean active) {}
