package org.caseroom.cases;

import java.time.Instant;
import java.util.List;
import org.caseroom.base.RoomId;
import org.caseroom.cases.file.ClockState;
import org.jspecify.annotations.Nullable;

/**
 * A case in a list.
 *
 * @param reference such as {@code REF-1}
 * @param child the child's given name
 * @param stage the stage's id
 * @param stageTitle the stage in words
 * @param closed whether the stage is an end
 * @param agency the responsible agency's id
 * @param hub the hub's id
 * @param opened when the referral came
 * @param space the case's space
 * @param deadlines running clocks, soonest first
 * @param openQuestions how many questions wait for an answer
 * @param needsFlag whether somebody has accessible-information needs
 * @param lead the lead practitioner's name
 */
public record CaseSummary(
    String reference,
    String child,
    String stage,
    String stageTitle,
    boolean closed,
    String agency,
    String hub,
    Instant opened,
    RoomId space,
    List<ClockState> deadlines,
    int openQuestions,
    boolean needsFlag,
    @Nullable String lead) {}
