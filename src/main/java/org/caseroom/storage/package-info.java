/** Being written. */
@NullMarked
package org.caseroom.storage;

import org.jspecify.annotations.NullMarked;
