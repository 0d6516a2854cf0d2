/** {@code question}: questions and who has each of them. */
@NullMarked
package org.caseroom.bots.questions;

import org.jspecify.annotations.NullMarked;
