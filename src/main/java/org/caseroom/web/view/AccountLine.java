package org.caseroom.web.view;

/**
 * An account in a list.
 *
 * @param where agency and hub in words; empty for none
 * @param state what holds the account back, in a word; empty for nothing
 */
public record AccountLine(String name, String userId, String role, String where, String state) {}
