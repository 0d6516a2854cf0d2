package org.caseroom.web;

import java.util.List;
import org.caseroom.base.UserId;
import org.jspecify.annotations.Nullable;

/** Names of people and words of codes, for these pages. */
interface Names {
  /** A person's name. */
  String of(UserId user);

  /** Whether somebody is of the family side. */
  boolean isFamily(UserId user);

  /** An agency's name; empty for none. */
  String agency(@Nullable String id);

  /** What a consent is for. */
  String purpose(String code);

  /** Whether signing a document ends a clock, or needs its reason once that has run out. */
  boolean signingMeets(String clock, String document);

  /** A kind of plan item. */
  String planKind(String code);

  /** Who may read a section. */
  String audience(List<String> codes);

  /** Roles in words. */
  String roles(List<String> codes);
}
