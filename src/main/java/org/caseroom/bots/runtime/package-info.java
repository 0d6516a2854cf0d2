/**
 * What every bot stands on: its file and its words, the one thread that follows the log, and the
 * desk through which it reads and acts. Knows no bot by name.
 */
@NullMarked
package org.caseroom.bots.runtime;

import org.jspecify.annotations.NullMarked;
