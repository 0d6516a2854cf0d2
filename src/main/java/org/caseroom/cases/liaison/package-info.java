/**
 * What the records of one case tell a service about placements that do not hold, and about joint
 * work with other services: disruptions, and the log of liaison across areas and departments (NMS
 * 15.5). May import {@code cases.file}, {@code cases.procedure}, {@code cases.door} and what those
 * import.
 *
 * <p>Decision: each is an act in the professionals room that reports count as it comes, and a
 * numbered record that the house writes from it, for the list. Rejected: a word in a note, which
 * nobody can count; and a stage of its own for a disrupted adoption, since support goes on in the
 * stage where it is.
 */
@NullMarked
package org.caseroom.cases.liaison;

import org.jspecify.annotations.NullMarked;
