package org.caseroom.matrix;

import org.caseroom.base.ServerName;
import org.jspecify.annotations.Nullable;

/**
 * What the operator decides.
 *
 * @param server the server's name, the part of ids behind the colon
 * @param publicUrl the address under which clients reach the service, without a slash at the end;
 *     null to go by the address of each request
 * @param maxUploadBytes the largest file that is taken, bytes
 * @param turn the relay for calls; null for none
 * @param support whom to ask for help
 */
public record MatrixSettings(
    ServerName server,
    @Nullable String publicUrl,
    long maxUploadBytes,
    @Nullable Turn turn,
    Support support) {
  /** 50 MiB. */
  public static final long DEFAULT_MAX_UPLOAD_BYTES = 50L * 1024 * 1024;

  /**
   * Whom to ask for help ({@code /.well-known/matrix/support}).
   *
   * @param email the administrators' address; null for none
   * @param page a page with help; null for none
   */
  public record Support(@Nullable String email, @Nullable String page) {}
}
