package org.caseroom.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.jspecify.annotations.Nullable;

/**
 * Everybody's quiet hours. They are account data of the person, so that any Matrix client can read
 * and set them, and they hold on every node; what is there in a wrong form counts as unset.
 */
public final class QuietTimes {
  /** The type of account data. */
  public static final String TYPE = "org.caseroom.quiet_hours";

  private static final String FROM = "from";
  private static final String TO = "to";
  private static final String OFF = "off";

  private final AccountData data;
  private final @Nullable QuietHours usual;

  /**
   * Makes the service.
   *
   * @param usual the hours of who has set none; null for no quiet hours
   */
  public QuietTimes(AccountData data, @Nullable QuietHours usual) {
    this.data = data;
    this.usual = usual;
  }

  /** Somebody's quiet hours; empty for who has none. */
  public Optional<QuietHours> of(UserId person) {
    Optional<ObjectNode> set = data.get(person, null, TYPE);
    if (set.filter(content -> content.path(OFF).asBoolean()).isPresent()) {
      return Optional.empty();
    }
    return set.flatMap(
            content -> QuietHours.of(content.path(FROM).asText(), content.path(TO).asText()))
        .or(() -> Optional.ofNullable(usual));
  }

  /** Whether they are the person's own, not the usual ones. */
  public boolean isOwn(UserId person) {
    return data.get(person, null, TYPE)
        .filter(
            content ->
                content.path(OFF).asBoolean()
                    || QuietHours.of(content.path(FROM).asText(), content.path(TO).asText())
                        .isPresent())
        .isPresent();
  }

  /** Sets somebody's quiet hours; null for none at all. */
  public void set(UserId person, @Nullable QuietHours hours) {
    data.put(
        person,
        null,
        TYPE,
        hours == null
            ? Json.object().put(OFF, true)
            : Json.object().put(FROM, hours.from().toString()).put(TO, hours.to().toString()));
  }

  /**
   * The moment itself outside of somebody's quiet hours, otherwise the first when they are over.
   */
  public Instant over(UserId person, Instant at, ZoneId zone) {
    return of(person).map(hours -> hours.over(at, zone)).orElse(at);
  }
}
