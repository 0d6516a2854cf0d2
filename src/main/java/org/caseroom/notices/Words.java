package org.caseroom.notices;

/**
 * What a message says.
 *
 * @param subject its subject; text messages have none
 * @param text its text
 */
record Words(String subject, String text) {}
