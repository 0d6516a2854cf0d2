/**
 * Casework at the log's door. {@link org.caseroom.cases.door.CasePolicy} checks shape, permission,
 * stage, gates, consent and late clocks for all events alike; each {@link
 * org.caseroom.cases.door.CasePart} adds the rules of its own event types and what follows from
 * them. May import {@code cases.file} and {@code cases.procedure}; the parts import it, and it
 * knows none of them.
 *
 * <p>Decision: parts are asked in the order of one list ({@code CaseParts}), where there was one
 * switch for all event types: an area of casework is read and changed in one place.
 */
@NullMarked
package org.caseroom.cases.door;

import org.jspecify.annotations.NullMarked;
