package org.caseroom.web.view;

import java.util.List;

/**
 * The top of every page of a case.
 *
 * @param reference such as {@code REF-1}; also the case's place in addresses
 * @param child the child's given name
 * @param stage where the case is, in words
 * @param lead the lead practitioner; empty when nobody is yet
 * @param needs each person's accessible-information needs in one line
 * @param tabs the pages of the case
 * @param family whether the reader is of the family
 */
public record CaseHead(
    String reference,
    String child,
    String stage,
    String lead,
    List<String> needs,
    List<Tab> tabs,
    boolean family) {
  /**
   * A page of the case.
   *
   * @param count how many things wait there; 0 shows nothing
   */
  public record Tab(String path, String text, boolean current, int count) {}

  /** The address that the case's pages stand under. */
  public String path() {
    return "/cases/" + reference;
  }
}
