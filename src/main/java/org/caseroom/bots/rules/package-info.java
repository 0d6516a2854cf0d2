/** Bots without code: what stands under {@code rules} in a {@code bot.yaml} is what they do. */
@NullMarked
package org.caseroom.bots.rules;

import org.jspecify.annotations.NullMarked;
