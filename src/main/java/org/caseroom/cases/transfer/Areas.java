package org.caseroom.cases.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.caseroom.identity.Agencies;
import org.caseroom.identity.Agency;
import org.jspecify.annotations.Nullable;

/** Which agency serves a council area: agencies list their areas; without a list, their hubs'. */
final class Areas {
  private final Agencies agencies;

  Areas(Agencies agencies) {
    this.agencies = agencies;
  }

  /** Whether an area is one of an agency's. */
  boolean serves(String agency, String area) {
    return agencies.find(agency).filter(found -> serves(found, area)).isPresent();
  }

  private static boolean serves(Agency agency, String area) {
    List<String> areas = new ArrayList<>(agency.areas());
    agency.hubs().forEach(hub -> areas.addAll(hub.areas()));
    if (areas.isEmpty()) {
      agency.hubs().forEach(hub -> areas.add(hub.id()));
    }
    return areas.stream().map(Agency::area).anyMatch(Agency.area(area)::equals);
  }

  /** The agency that answers for an area, of these kinds; none for an area that nobody lists. */
  Optional<Agency> agency(String area, List<String> kinds) {
    return agencies.all().stream()
        .filter(agency -> kinds.contains(agency.kind()) && serves(agency, area))
        .findFirst();
  }

  /** An agency's name; its id when it is not known any more. */
  String name(@Nullable String agency) {
    return agency == null ? "" : agencies.find(agency).map(Agency::name).orElse(agency);
  }
}
