/** Being written. */
@NullMarked
package org.caseroom.rooms;

import org.jspecify.annotations.NullMarked;
