package org.caseroom.matrix.appservice;

/**
 * A transaction for an application service.
 *
 * @param number its id
 * @param reached up to where the service has been told once it has taken this in
 * @param body what is sent, JSON
 */
record Delivery(long number, Reached reached, String body) {
  /**
   * Up to where a service has been told.
   *
   * @param log the position in the log
   * @param stream the position in what lies beside it
   */
  record Reached(long log, long stream) {}
}
