package org.caseroom.web.view;

/**
 * Something that a professional can do now.
 *
 * @param path the page with its form
 * @param text what it is, in words
 * @param clause the clause it belongs to; empty for none
 * @param group what it belongs with
 * @param main whether it is what the case waits for
 */
public record Action(String path, String text, String clause, String group, boolean main) {}
