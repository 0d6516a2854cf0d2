package org.caseroom.web.view;

import java.util.List;

/**
 * A case that somebody opened from outside of its team, for managers.
 *
 * @param title which case, and who
 * @param tag the class of the tag that tells how it stands
 * @param state how it stands
 * @param when from when to when, and by when it is reviewed
 * @param outcome what managers said about it; empty for nothing
 * @param actions what the reader can do
 */
public record OpeningLine(
    String id,
    String title,
    String tag,
    String state,
    String when,
    String reason,
    String outcome,
    List<Link> actions) {}
