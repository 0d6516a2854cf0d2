package org.caseroom.base;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber;

/**
 * A phone number that can get text messages, in the one form in which numbers are compared (E.164,
 * such as {@code +447700900123}). It prints without the number, so that no log or error can show
 * it.
 */
public final class PhoneNumber {
  /** Numbers without a country's code are of here. */
  private static final String HOME = "GB";

  private static final int LONGEST = 40;
  private static final int SHOWN = 3;

  private final String text;

  private PhoneNumber(String text) {
    this.text = text;
  }

  /**
   * Reads a number as people write it.
   *
   * @throws Problem 400 {@code M_INVALID_PARAM} when it is none
   */
  public static PhoneNumber of(String value) {
    PhoneNumberUtil util = PhoneNumberUtil.getInstance();
    try {
      if (value.length() <= LONGEST) {
        Phonenumber.PhoneNumber number = util.parse(value, HOME);
        if (util.isPossibleNumber(number) && !number.hasExtension()) {
          return new PhoneNumber(util.format(number, PhoneNumberUtil.PhoneNumberFormat.E164));
        }
      }
    } catch (NumberParseException e) {
      // Said below.
    }
    throw Problem.invalidParam(
        "This is not a phone number: write one such as 07700 900123, or +44 7700 900123.");
  }

  /** The number itself: call it only where it is kept or sent to. */
  public String reveal() {
    return text;
  }

  /** What its owner knows it by: the last three digits. */
  public String ending() {
    return text.substring(text.length() - SHOWN);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PhoneNumber number && text.equals(number.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "[phone number]";
  }
}
