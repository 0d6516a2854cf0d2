package org.caseroom.cases.versions;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which version of a procedure a case follows.
 *
 * @param id the procedure's id
 * @param title what people call it
 * @param version the version that the case follows, by content
 * @param newest the version that new cases follow
 * @param moved when the case was moved to its version; null for the one that it opened under
 * @param movedBy the record of the decision that moved it; null as above
 */
public record CaseProcedure(
    String id,
    String title,
    String version,
    String newest,
    @Nullable Instant moved,
    @Nullable String movedBy) {}
