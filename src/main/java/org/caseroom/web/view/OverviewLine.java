package org.caseroom.web.view;

/**
 * Something on the manager's page.
 *
 * @param path the page to act on
 * @param title what it is
 * @param detail whose, since when, by when, in words
 */
public record OverviewLine(String path, String title, String detail) {}
