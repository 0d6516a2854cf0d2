package org.caseroom.web.api;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.caseroom.bots.Bots;
import org.caseroom.bots.reminders.Reminders;
import org.caseroom.cases.CaseWork;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Agencies;
import org.caseroom.identity.Invitations;
import org.caseroom.identity.QuietTimes;
import org.caseroom.identity.Sessions;
import org.caseroom.rooms.Reports;
import org.jspecify.annotations.Nullable;

/**
 * What the case API works with.
 *
 * @param record what the record is proved with
 * @param delivery what people get outside of the pages
 * @param reminders what waits to be acknowledged
 * @param quiet everybody's quiet hours
 * @param clock what time it is
 * @param setClock sets the time; null where the service runs by the system's clock
 */
public record ApiServices(
    CaseWork cases,
    Sessions sessions,
    Accounts accounts,
    Agencies agencies,
    Invitations invitations,
    Reports reports,
    RecordServices record,
    DeliveryServices delivery,
    Reminders reminders,
    QuietTimes quiet,
    Bots bots,
    InstantSource clock,
    @Nullable Consumer<Instant> setClock) {}
