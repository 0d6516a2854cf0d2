package org.caseroom.web.view;

/**
 * A link of a menu.
 *
 * @param path where it leads
 * @param text its words
 * @param current whether it leads to the page that is shown
 */
public record Link(String path, String text, boolean current) {}
