/**
 * The procedure as data: reads and checks {@code config/procedures}, {@code permissions.yaml} and
 * {@code holidays.yaml}, reckons clocks, and asks a {@link org.caseroom.cases.file.CaseFile}
 * whether a gate's condition holds. May import {@code cases.file}.
 *
 * <p>The code knows no clause and no stage by name. A procedure's file describes its source too:
 * {@link org.caseroom.cases.procedure.ProcedureLint} concludes from that what the owner of the
 * document has to answer, and invents no rule.
 */
@NullMarked
package org.caseroom.cases.procedure;

import org.jspecify.annotations.NullMarked;
