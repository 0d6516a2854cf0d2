package org.caseroom.web.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The secret address of one's calendar. */
final class CalendarHandlers {
  /**
   * An address, told once.
   *
   * @param address whoever knows it reads the calendar
   */
  record Address(String address) {}

  /**
   * Whether there is an address.
   *
   * @param madeAt since when; null for none
   */
  record State(@Nullable Instant madeAt) {}

  private final DeliveryServices delivery;

  CalendarHandlers(ApiServices services) {
    this.delivery = services.delivery();
  }

  void register(ApiRoutes api) {
    api.get("/api/me/calendar", this::state);
    api.post("/api/me/calendar", this::make);
    api.delete("/api/me/calendar", this::revoke);
  }

  private Object state(ApiCall call) {
    return new State(delivery.calendarSecrets().madeAt(call.by()).orElse(null));
  }

  private Object make(ApiCall call) {
    call.noBody();
    return new Address(delivery.calendar(delivery.calendarSecrets().make(call.by())));
  }

  private Object revoke(ApiCall call) {
    call.noBody();
    delivery.calendarSecrets().revoke(call.by());
    return state(call);
  }
}
