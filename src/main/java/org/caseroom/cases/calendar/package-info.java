/**
 * A person's calendar: what falls due and who meets when in their cases, as iCalendar (RFC 5545).
 * May import {@code base}, {@code audit}, {@code identity}, {@code storage} and {@code rooms}; of
 * casework what is below the parts, and the list of cases and the names of assessment's records.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>An entry says what sort of thing it is and the case's reference, and links to the page: no
 *       child's name, school, place, nor what is planned, since calendars lie open on telephones
 *       and in other firms' services.
 *   <li>It is made anew at each request from what its owner may read at that moment, so that a case
 *       that they left is gone with the next one.
 *   <li>What falls due is an event that lasts all day, and not a task: the calendars that people
 *       subscribe with show no tasks.
 *   <li>The day shown is the one to plan by: the working day on or before the last day.
 *   <li>Stamps are those of the records, not of the request, so that what has not changed is the
 *       same text, and is not sent again (ETag).
 * </ul>
 */
@NullMarked
package org.caseroom.cases.calendar;

import org.jspecify.annotations.NullMarked;
