/**
 * Files that people share: what an {@code mxc:} address leads to. May import {@code base} and
 * {@code storage}.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>A file is kept once, under a keyed hash of its content, however often it is uploaded; each
 *       upload has an address of its own with 190 bits of chance in it.
 *   <li>Files are encrypted at rest, in segments of AES-GCM, each file under a key of its own that
 *       is derived from the service's media key: a copy of the disk or of a backup shows neither
 *       content nor, since the hash is keyed, that a known picture is among them. Cutting, mixing
 *       or changing segments is found out while reading. The JDK is enough for this, so no library.
 *       A part of a file is read from the segments that it touches.
 *   <li>An upload is hashed while it is encrypted, and encrypted even when the file is there: its
 *       time tells nothing of what others have uploaded.
 *   <li>A file is as open as the events in which its owner shows it, and those by which people pass
 *       it on who had it from there ({@link org.caseroom.rooms.media.MediaUses}). The usual way, by
 *       which whoever knows the address may open it, would let former members keep what consent has
 *       closed.
 *   <li>A file is complete and synced to the disk before its row is written, and a row is written
 *       before the upload is answered: an address that was given out always works.
 *   <li>Thumbnails are made when asked for, and kept in memory for a while: they are quick to make
 *       and rarely the same from client to client. Pictures are measured before they are decoded,
 *       so that a small file that unfolds to gigabytes does no harm. JPEG, PNG, GIF and WebP only,
 *       whatever the uploader said it is; WebP by TwelveMonkeys, in Java: native decoders were
 *       rejected for what a broken picture does to them.
 * </ul>
 */
@NullMarked
package org.caseroom.rooms.media;

import org.jspecify.annotations.NullMarked;
