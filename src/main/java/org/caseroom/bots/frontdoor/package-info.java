/** {@code front-door}: what a family hears first, and what the hub is asked about a new case. */
@NullMarked
package org.caseroom.bots.frontdoor;

import org.jspecify.annotations.NullMarked;
