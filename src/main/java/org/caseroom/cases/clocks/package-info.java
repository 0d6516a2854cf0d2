/**
 * What people do to clocks, and who stands in for whom: pausing where the procedure lets a clock
 * stand still, acknowledging reminders, deputies. Clocks start and end by what happens to a case
 * ({@code cases.door}), never by hand.
 *
 * <p>Decision: a deputy is on record at the hub, where managers are members, with dates and the
 * reason. Rejected: a setting of the account, which would leave no trace of who could sign when.
 */
@NullMarked
package org.caseroom.cases.clocks;

import org.jspecify.annotations.NullMarked;
