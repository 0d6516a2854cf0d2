/**
 * What puts the service together and runs it: {@link org.caseroom.ops.Main} (the command line),
 * {@link org.caseroom.ops.Settings} (the configuration file), {@link org.caseroom.ops.Caseroom}
 * (the assembly). May import everything; nothing imports it.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>Assembly is by constructors, in the order of the packages, with one entry for each; it can
 *       be read from top to bottom. Rejected: a container, which would hide that order.
 *   <li>{@link org.caseroom.ops.Foundation} is what works without serving: the command line uses it
 *       on the data of a stopped service, and the service builds on it.
 *   <li>Defaults live in code, the file holds what differs. A key that is not known is refused by
 *       name and line: a mistyped limit must not silently be no limit.
 *   <li>Whoever starts the service and meets a {@link org.caseroom.base.Problem} sees its sentence
 *       as one line, without a trace.
 * </ul>
 */
@NullMarked
package org.caseroom.ops;

import org.jspecify.annotations.NullMarked;
