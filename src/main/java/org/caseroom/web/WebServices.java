package org.caseroom.web;

import java.time.InstantSource;
import org.caseroom.cases.CaseWork;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.AddressChecks;
import org.caseroom.identity.Agencies;
import org.caseroom.identity.Credentials;
import org.caseroom.identity.Invitations;
import org.caseroom.identity.Sessions;
import org.caseroom.rooms.Receipts;
import org.caseroom.rooms.RoomLog;
import org.caseroom.rooms.RoomReader;
import org.caseroom.rooms.media.MediaStore;
import org.caseroom.rooms.media.MediaUses;
import org.caseroom.web.api.DeliveryServices;

/**
 * What the pages work with.
 *
 * @param sessions sign-in and sign-out
 * @param accounts people
 * @param credentials their passwords
 * @param agencies the organisations they work for
 * @param invitations how families get an account
 * @param addressChecks confirming e-mail addresses
 * @param cases casework
 * @param log where messages are written
 * @param reader where messages are read
 * @param media files that messages carry
 * @param mediaUses who may open a file
 * @param receipts who has read what
 * @param delivery what people get outside of the pages
 * @param clock what time it is
 */
public record WebServices(
    Sessions sessions,
    Accounts accounts,
    Credentials credentials,
    Agencies agencies,
    Invitations invitations,
    AddressChecks addressChecks,
    CaseWork cases,
    RoomLog log,
    RoomReader reader,
    MediaStore media,
    MediaUses mediaUses,
    Receipts receipts,
    DeliveryServices delivery,
    InstantSource clock) {}
