/**
 * The family's story: written once, in sections with an audience each, and kept from being asked
 * for again. {@link org.caseroom.cases.story.Stories} is what pages, API and bots use; {@link
 * org.caseroom.cases.story.StoryPart} stands at the log's door. May import the lower layers of
 * casework.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>A professional's question is held against the story and the answered questions that they
 *       may read, and nothing else: a refusal never tells that there is more.
 *   <li>Likeness of texts (stems, synonyms, weighted terms) instead of plain word overlap; {@code
 *       AskOnceMeasureTest} holds what it catches and what it lets pass. It is tuned to let
 *       ordinary messages pass: it misses some repeats and hardly ever stops a conversation, and
 *       one field sends the message all the same.
 *   <li>What is told is taken apart once for each event and kept in memory by the event's id, since
 *       an event does not change. Rejected: an index of stories on disk.
 *   <li>A plain Matrix client shows little of a refusal, so the story bot tells the sender in a
 *       room of two, from a list in memory ({@link org.caseroom.cases.story.Stopped}). It repeats
 *       no story text: a copy would outlive consent that ends and an audience that is narrowed.
 *   <li>Posting anyway is allowed and counted, for each person and case; managers see the counts.
 * </ul>
 */
@NullMarked
package org.caseroom.cases.story;

import org.jspecify.annotations.NullMarked;
