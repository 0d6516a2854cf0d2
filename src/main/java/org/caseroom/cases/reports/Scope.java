package org.caseroom.cases.reports;

import org.jspecify.annotations.Nullable;

/**
 * Which cases somebody's reports are about.
 *
 * @param agency the agency that is responsible for them
 * @param hub the hub that they came to; null for all of the agency's
 * @param lead the lead practitioner's user id; null for everybody's
 */
public record Scope(String agency, @Nullable String hub, @Nullable String lead) {}
