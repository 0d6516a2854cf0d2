package org.caseroom.rooms;

/**
 * What names a piece of state.
 *
 * @param type the event type
 * @param key the state key
 */
record StateKey(String type, String key) {}
