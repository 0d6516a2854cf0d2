/**
 * The Matrix client-server API: every endpoint but sync, one class a family. An endpoint is a
 * function from a {@link org.caseroom.matrix.MatrixRequest} to a future {@link
 * org.caseroom.matrix.MatrixResponse} and knows no HTTP server; {@code edge} carries them. May
 * import {@code base}, {@code storage}, {@code identity} and {@code rooms}.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>Handlers read: decode, authorise, call, encode. Rooms are read through {@code RoomReader}
 *       and written through {@code RoomLog} only, so that no endpoint has rules of its own.
 *   <li>Bodies are read through {@link org.caseroom.matrix.Fields}, not bound to classes: Matrix
 *       bodies are open (unknown fields are legal), and a precise error for one field matters more
 *       than a type for each body.
 *   <li>What an event looks like to a client is decided in one place, {@link
 *       org.caseroom.matrix.ClientEvents}, which encodes what all readers share once.
 * </ul>
 */
@NullMarked
package org.caseroom.matrix;

import org.jspecify.annotations.NullMarked;
