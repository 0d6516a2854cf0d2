/** Being written. */
@NullMarked
package org.caseroom.matrix;

import org.jspecify.annotations.NullMarked;
