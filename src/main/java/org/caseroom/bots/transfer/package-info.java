/** {@code transfer}: responsibility that moves to another agency. */
@NullMarked
package org.caseroom.bots.transfer;

import org.jspecify.annotations.NullMarked;
