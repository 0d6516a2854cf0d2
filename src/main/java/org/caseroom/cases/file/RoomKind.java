package org.caseroom.cases.file;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import org.caseroom.base.Problem;

/** What a room is for. */
public enum RoomKind {
  /** The house's own: where cases and hubs are found by name. */
  REGISTER("Register"),
  /** The queue that referrals to a hub arrive in. */
  HUB("Front door"),
  /** The space of a case. */
  CASE("Case"),
  /** Where the family and their team talk. */
  FAMILY("Family"),
  /** Where the professionals talk. */
  PROFESSIONALS("Professionals"),
  /** The child's own. */
  VOICE("Child's voice"),
  /** Contact with the birth family. */
  LETTERBOX("Letterbox"),
  /** Where the agency that has a case meets the one that it is offered to. */
  TRANSFER("Transfer"),
  /** A complaint about the case, outside of its space. */
  COMPLAINT("Complaint");

  private final String title;

  RoomKind(String title) {
    this.title = title;
  }

  /**
   * Reads the word used in JSON.
   *
   * @throws Problem {@code M_INVALID_PARAM} when there is no such kind
   */
  @JsonCreator
  public static RoomKind of(String word) {
    return Arrays.stream(values())
        .filter(kind -> kind.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                Problem.invalidParam(
                    "There is no such kind of room: use family, professionals, voice or"
                        + " letterbox."));
  }

  /** The word used in JSON. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The words that people read. */
  public String title() {
    return title;
  }
}
