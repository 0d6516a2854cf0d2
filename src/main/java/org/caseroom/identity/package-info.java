/** Being written. */
@NullMarked
package org.caseroom.identity;

import org.jspecify.annotations.NullMarked;
