/**
 * {@code review-reminder}: says in good time that a clock runs out, and sees that somebody answers.
 */
@NullMarked
package org.caseroom.bots.reminders;

import org.jspecify.annotations.NullMarked;
