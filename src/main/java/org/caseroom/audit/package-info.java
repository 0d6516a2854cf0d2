/** Being written. */
@NullMarked
package org.caseroom.audit;

import org.jspecify.annotations.NullMarked;
