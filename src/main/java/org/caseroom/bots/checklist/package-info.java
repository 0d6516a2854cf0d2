/**
 * {@code checklist}: lists with one owner for each item, ticked where they are read.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>A family's list of six and fewer comes item by item, so that each can be answered with ✅;
 *       any other list is one message, and numbers under it tick its items.
 *   <li>A bare number is taken only where it can mean one thing: the one list where that item is
 *       open, or of several the one where it is the person's own. Else the bot asks which.
 *       Rejected: the list that was posted last; a tick is a record, and is not guessed.
 *   <li>A plain answer counts when it is a word for "done", or a number, or both; all else is talk
 *       between people.
 * </ul>
 */
@NullMarked
package org.caseroom.bots.checklist;

import org.jspecify.annotations.NullMarked;
