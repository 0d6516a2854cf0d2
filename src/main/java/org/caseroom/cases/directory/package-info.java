/**
 * The directory: agencies, roles and whether an agency can go live; the cards that tell families
 * their rights, with the links, services and resources that they point at; virtual schools, found
 * by the area of the child's school; the information that a family has to be given, as a pack with
 * a receipt; and what of the core offer a family was given. May import {@code cases.file}, {@code
 * cases.procedure} and {@code cases.door}.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>What is the same everywhere is data in {@code config/directory}, checked at the start with
 *       file and line ({@link org.caseroom.cases.directory.Shelf}). What agencies add (their own
 *       cards, services, links that somebody looked at, training held) is state of the register, a
 *       room of the house's own: it is in the log and in the audit's proof as all else, every node
 *       sees it at once, and a rebuild restores it. Rejected: tables, which would want an audit and
 *       a signal between nodes of their own.
 *   <li>A card names its source, and how old that is; figures are data beside the text, each with
 *       the year that it is of. The service looks at no address itself: people do, and record it.
 *   <li>An agency takes part in cases by an agreement. With a new agency one is taken as read, to
 *       be reviewed in a year, and the readiness check says so until the paper is recorded.
 *       Rejected: no agreement at first, which would bar every agency of a running house from its
 *       cases on the day of the update.
 *   <li>The virtual school of a case is that of the area of the child's school. As soon as the
 *       family has agreed to it, the house invites one of its advisers; another virtual school is
 *       refused with the rule. Where no virtual school is known for an area, none is refused.
 *   <li>The name of a school is in the case's state, for those who may read the case; no notice
 *       says it.
 *   <li>A pack is sent once every item is ticked or marked as not relevant. Content that is out of
 *       date does not stop it, since the duty is to inform now; it is told at sending and kept in
 *       the receipt.
 * </ul>
 */
@NullMarked
package org.caseroom.cases.directory;

import org.jspecify.annotations.NullMarked;
