package org.caseroom.matrix.sync;

/**
 * What a sync answers.
 *
 * @param next where the client stands after it
 * @param json the whole answer as UTF-8 JSON
 * @param news whether it tells anything: a held sync goes on waiting when not
 */
public record SyncAnswer(SyncToken next, byte[] json, boolean news) {}
