package org.caseroom.web.view;

/**
 * A device that somebody is signed in on.
 *
 * @param seen when it was last used, in words; empty when unknown
 * @param here whether it is the one that they use now
 */
public record DeviceLine(String id, String name, String seen, boolean here) {}
