/**
 * Files over the Matrix API: up, down, in part and small; and previews of web pages. May import
 * what {@code matrix} may, and {@code matrix}.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>The old download addresses ({@code /_matrix/media}) come without a token from clients that
 *       are still about (matrix-nio, Hydrogen, NeoChat, Quaternion, nheko, weechat), so the
 *       specification's freeze would leave them without pictures. They are answered without one
 *       only where somebody who may open the file was at the same network address within ten
 *       minutes, which whoever looks at a room is, through a client that never used the new
 *       addresses. A leaked address so opens nothing for strangers, and behind a shared network
 *       address only who still runs an old client lends their eyes. Everything else is answered 404
 *       as after the freeze; a deployment without old clients switches the rest off as well.
 *   <li>A thumbnail is at least as large as was asked for, for {@code scale} too: the specification
 *       says both that and that one side is smaller, and a client can shrink but not grow.
 *   <li>Animated pictures are passed on as they are where {@code animated} asks for it, and stand
 *       still otherwise: the JDK cannot write WebP, and scaling GIF frames is rarely worth it.
 *   <li>One range to a request: several are answered with the whole file, which the HTTP
 *       specification allows.
 * </ul>
 */
@NullMarked
package org.caseroom.matrix.media;

import org.jspecify.annotations.NullMarked;
