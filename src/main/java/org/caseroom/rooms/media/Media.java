package org.caseroom.rooms.media;

import org.caseroom.base.UserId;
import org.jspecify.annotations.Nullable;

/**
 * A file that somebody shared.
 *
 * @param id the second part of its {@code mxc:} address
 * @param owner who uploaded it
 * @param contentType the media type that the uploader said, {@code application/octet-stream} when
 *     it made no sense
 * @param fileName the name that the uploader gave it
 * @param length its length, bytes
 * @param storedAs where its content is
 */
public record Media(
    String id,
    UserId owner,
    String contentType,
    @Nullable String fileName,
    long length,
    String storedAs) {}
