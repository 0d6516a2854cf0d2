package org.caseroom.web.view;

import java.util.List;

/**
 * Actions that belong together.
 *
 * @param heading what they are about
 */
public record ActionGroup(String heading, List<Action> actions) {}
