/** {@code story}: what the family told once. */
@NullMarked
package org.caseroom.bots.story;

import org.jspecify.annotations.NullMarked;
