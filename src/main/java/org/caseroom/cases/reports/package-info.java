/**
 * What a service has to know about all of its cases together: who has how much to do, what is late,
 * the data set, its own review of itself, samples for audit, and examples for others to learn from.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>Lists and figures come from tables of their own ({@link
 *       org.caseroom.cases.reports.ReportProjection}), filled in the log's transaction: a board
 *       over thousands of cases opens none of them.
 *   <li>Of what people write, the tables take only words of lists, dates and numbers, field by
 *       field as {@code facts.json} names them. A figure can be counted from any of them by
 *       configuration; a sentence about a child is in the log and nowhere else. Rejected: a copy of
 *       the events' whole content, which would be a second record to protect and to erase.
 *   <li>Reports name cases by reference, never by the child's name, and are cut to the reader's hub
 *       or agency before anything is counted ({@link org.caseroom.cases.reports.ReportReaders}).
 *   <li>A late clock belongs to the managers of the case's hub. Every run of a clock counts, one
 *       that is started again too: a table of clocks as they stand would forget the year before.
 *   <li>Day counts are those of the clock: working days where it counts those, else days of the
 *       calendar.
 * </ul>
 */
@NullMarked
package org.caseroom.cases.reports;

import org.jspecify.annotations.NullMarked;
