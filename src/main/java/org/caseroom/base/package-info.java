/**
 * What every other package speaks in: typed identifiers, {@link org.caseroom.base.Problem} (the one
 * error), strict and canonical JSON, secrets that do not print. Imports nothing of ours.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>Time is {@link java.time.InstantSource}, handed in; nothing calls {@code now()} without
 *       one. There is no clock type of our own.
 *   <li>Canonical JSON is our own: Jackson sorts keys by UTF-16 unit and Matrix by code point, and
 *       the RFC 8785 libraries on offer print large integers as floating point.
 *   <li>One error type with a status, a code and a sentence, in place of a class and a mapper for
 *       each error.
 * </ul>
 */
@NullMarked
package org.caseroom.base;

import org.jspecify.annotations.NullMarked;
