/** {@code checklist}: the prompts of a list, one owner each. */
@NullMarked
package org.caseroom.bots.checklist;

import org.jspecify.annotations.NullMarked;
