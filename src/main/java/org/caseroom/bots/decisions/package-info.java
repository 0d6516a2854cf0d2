/** {@code decision-log}: proposals, signatures and the record of what was decided. */
@NullMarked
package org.caseroom.bots.decisions;

import org.jspecify.annotations.NullMarked;
