package org.caseroom.web.api;

/**
 * An answer to look at, in a browser or a viewer.
 *
 * @param name the name that it is kept under, if it is: letters, digits, dots and dashes
 * @param type its media type
 * @param policy what a browser may load for it
 * @param content what is in it
 */
record ApiPage(String name, String type, String policy, byte[] content) {}
