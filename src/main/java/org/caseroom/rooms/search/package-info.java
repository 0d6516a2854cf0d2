/**
 * Full-text search over the rooms (client-server API, "Server Side Search"): an index that follows
 * the log, and searching it for a person. May import {@code base} and {@code rooms}.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>The index is Lucene's, in a folder of its own, and follows from the log alone. How far it
 *       has come stands in its own commits, with the id of the event there: a start goes on from
 *       that place, and an index that is missing, damaged, of another format or of another log is
 *       made anew behind the service, which starts meanwhile.
 *   <li>Its files are encrypted in blocks ({@code FileCipher}) under a key of their own, since the
 *       words of an index are the words of the messages. Measured with 200,000 messages of 20
 *       words: 13 us of processor time a message and 0.17 ms a search, without the cipher 13 us and
 *       0.16 ms; 56 bytes a message on the disk. An index in memory would need no cipher, but costs
 *       as much heap and a replay of the whole log at each start; one inside the database would be
 *       one more thing to write durably with each message.
 *   <li>The index tells where to look and nothing more: what a result shows is read from the log,
 *       through {@link org.caseroom.rooms.RoomReader}, so that visibility at the time of the event,
 *       consent and the audiences of a story are those of any other reading. Finds that the
 *       searcher may not see are not counted.
 *   <li>A search first takes in what was appended before it, so it needs no waiting elsewhere and
 *       never shows what was redacted before it was asked.
 *   <li>An edit is not found; the edited event is, by its newest text. The index knows which event
 *       edits which, because an edit that is redacted no longer says so.
 *   <li>The newest events come first in the index: a search by time for a word that is everywhere
 *       then stops early (0.1 ms instead of 11 among 200,000 messages), for a twentieth more work
 *       of indexing.
 *   <li>No language is guessed. Words are split by Unicode's rules, in lower case and without
 *       accents; an English stem stands beside each word at the same place, which finds "meeting"
 *       by "meetings" and does other languages no harm. ICU's finer rules for scripts without
 *       spaces are not at hand; their characters are found one behind the other, as a phrase.
 * </ul>
 */
@NullMarked
package org.caseroom.rooms.search;

import org.jspecify.annotations.NullMarked;
