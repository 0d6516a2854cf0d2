package org.caseroom.identity;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An organisation that people in a team work for.
 *
 * @param id a short word, such as {@code together4children}
 * @param name the name that people read
 * @param kind what sort of agency: a word of {@link AgencyKind}
 * @param areas the council areas it serves, as words: a virtual school is found by the area of the
 *     child's school
 * @param hubs its front doors
 * @param contact how people reach the agency; null while nobody has said
 * @param adviser its Adoption Support Services Adviser; null while nobody has said
 * @param agreement the information-sharing agreement with it; null for none
 */
public record Agency(
    String id,
    String name,
    String kind,
    List<String> areas,
    List<Hub> hubs,
    @Nullable Card contact,
    @Nullable Card adviser,
    @Nullable Agreement agreement) {

  /** An agency of which no more is said yet: what is known of it from before is kept. */
  public Agency(String id, String name, String kind, List<String> areas, List<Hub> hubs) {
    this(id, name, kind, areas, hubs, null, null, null);
  }

  /**
   * A hub: a front door that referrals arrive at.
   *
   * @param id a short word, unique in the agency, such as {@code stoke-on-trent}
   * @param name the name that people read
   * @param email where to write, as printed for families
   * @param telephone where to call, as printed for families
   * @param areas the council areas that it is the nearest hub for, as words
   */
  public record Hub(String id, String name, String email, String telephone, List<String> areas) {
    /** What was stored before hubs had areas has none. */
    @SuppressWarnings("ConstantConditions")
    public Hub {
      areas = areas == null ? List.of() : List.copyOf(areas);
    }

    /** A hub that names no areas. */
    public Hub(String id, String name, String email, String telephone) {
      this(id, name, email, telephone, List.of());
    }

    /** Whether it is the hub for an area, written in any way. */
    public boolean serves(String area) {
      return areas.contains(area(area));
    }
  }

  /**
   * How people reach a person or a desk, as printed for families.
   *
   * @param name who answers
   * @param address the postal address
   * @param telephone the number
   * @param email the address; empty for none
   */
  public record Card(String name, String address, String telephone, String email) {}

  /**
   * The information-sharing agreement with an agency.
   *
   * @param signed the day from which it holds
   * @param review the day by which it is looked at again
   * @param document where the paper is kept, in words; empty for none
   * @param assumed whether it was only taken as read when the agency was added, and nobody has
   *     recorded the paper yet
   * @param ended the day on which it ended; null while it holds
   */
  public record Agreement(
      LocalDate signed,
      LocalDate review,
      String document,
      boolean assumed,
      @Nullable LocalDate ended) {
    /** The agreement that is taken as read when an agency is added: to be reviewed in a year. */
    static Agreement assumed(LocalDate today) {
      return new Agreement(today, today.plusYears(1), "", true, null);
    }

    /** Whether it holds. */
    public boolean holds() {
      return ended == null;
    }
  }

  /** An area as a word: {@code Stoke-on-Trent} and {@code stoke on trent} are one. */
  public static String area(String written) {
    return written.strip().toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "-");
  }

  /** Whether it serves an area, written in any way. */
  public boolean serves(String area) {
    return areas.contains(area(area));
  }

  /** One of its hubs. */
  public Optional<Hub> hub(String hubId) {
    return hubs.stream().filter(hub -> hub.id().equals(hubId)).findFirst();
  }

  /** The areas that a hub has; none for a hub that is not known yet. */
  public List<String> hubAreas(String hubId) {
    return hub(hubId).map(Hub::areas).orElse(List.of());
  }

  /** Whether an information-sharing agreement with it holds. */
  public boolean sharesInformation() {
    return agreement != null && agreement.holds();
  }
}
