package org.caseroom.web.api;

/**
 * An answer that is neither JSON nor a file to keep.
 *
 * @param type its media type
 * @param cache its {@code Cache-Control}
 */
record ApiBytes(String type, String cache, byte[] content) {}
