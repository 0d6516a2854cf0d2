package org.caseroom.identity;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.caseroom.base.Problem;

/**
 * What sort of agency somebody works for: a fixed list, in the five groups of services that a team
 * around an adopted child is drawn from.
 */
public enum AgencyKind {
  REGIONAL_ADOPTION_AGENCY("Regional adoption agency", Group.SOCIAL_CARE),
  LOCAL_AUTHORITY("Local authority", Group.SOCIAL_CARE),
  HEALTH("Health", Group.HEALTH),
  VIRTUAL_SCHOOL("Virtual school", Group.EDUCATION_SUPPORT),
  EDUCATIONAL_PSYCHOLOGY("Educational psychology", Group.EDUCATION_SUPPORT),
  EDUCATION_SUPPORT("SEN team or other education support", Group.EDUCATION_SUPPORT),
  EDUCATION("School or nursery", Group.SCHOOLS),
  VOLUNTARY("Voluntary adoption agency", Group.THERAPY),
  THERAPY_PROVIDER("Therapeutic provider", Group.THERAPY);

  /** The five groups of agencies. */
  public enum Group {
    SOCIAL_CARE("Safeguarding, edge of care and looked-after children"),
    HEALTH("Child and adolescent mental health, and other health services"),
    EDUCATION_SUPPORT("Education support, virtual schools and educational psychology"),
    SCHOOLS("Schools and nurseries"),
    THERAPY("Therapeutic providers from voluntary agencies and the third sector");

    private final String title;

    Group(String title) {
      this.title = title;
    }

    /** The word used in JSON. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The words that people read. */
    public String title() {
      return title;
    }
  }

  private final String title;
  private final Group group;

  AgencyKind(String title, Group group) {
    this.title = title;
    this.group = group;
  }

  /** The kind that a word names. */
  public static Optional<AgencyKind> find(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
  }

  /**
   * The kind that a word names.
   *
   * @throws Problem {@code M_INVALID_PARAM} when there is no such kind
   */
  public static AgencyKind of(String word) {
    return find(word)
        .orElseThrow(
            () ->
                Problem.invalidParam(
                    "There is no such kind of agency: use one of "
                        + Arrays.stream(values())
                            .map(AgencyKind::word)
                            .collect(Collectors.joining(", "))
                        + "."));
  }

  /** The kinds of a group. */
  public static List<AgencyKind> of(Group group) {
    return Arrays.stream(values()).filter(kind -> kind.group == group).toList();
  }

  /** The word used in JSON and on the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The words that people read. */
  public String title() {
    return title;
  }

  /** Which of the five groups it is in. */
  public Group group() {
    return group;
  }
}
