package org.caseroom.web.view;

import java.util.List;

/**
 * A referral that waits for screening.
 *
 * @param from who sent it, how and when, in words
 * @param words what they wrote
 * @param needs accessible-information needs in words
 */
public record QueueLine(
    String reference, String child, String from, String words, List<String> needs) {}
