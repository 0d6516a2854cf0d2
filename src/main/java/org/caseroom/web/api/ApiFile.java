package org.caseroom.web.api;

import java.io.InputStream;

/**
 * An answer that is a file to keep.
 *
 * @param name the name to keep it under: letters, digits, dots and dashes
 * @param type its media type
 * @param content what is in it; closed when it was sent
 */
public record ApiFile(String name, String type, InputStream content) {}
