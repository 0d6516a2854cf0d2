/**
 * Which version of a procedure a case follows. A case keeps the version that it opened under and
 * that its clocks started under; a changed file holds for new cases only. A manager moves a case to
 * the newest version by a decision that is signed and on record; clocks that run keep their dates.
 *
 * <p>Decision: a version is known by its content, and its text is kept in the log's register with
 * the first case that follows it. Rejected: a number that its owner writes into the file, which
 * somebody forgets to raise; and old files beside the new one, which somebody tidies away.
 */
@NullMarked
package org.caseroom.cases.versions;

import org.jspecify.annotations.NullMarked;
