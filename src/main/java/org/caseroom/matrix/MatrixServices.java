package org.caseroom.matrix;

import java.time.InstantSource;
import org.caseroom.identity.Identity;
import org.caseroom.rooms.Receipts;
import org.caseroom.rooms.Rooms;
import org.caseroom.rooms.Typing;
import org.caseroom.rooms.media.MediaStore;
import org.caseroom.storage.Database;

/**
 * What the endpoints work with.
 *
 * @param relations the projection of the same name, which was handed to the log
 * @param presence who is there, as far as a deployment keeps that
 * @param pushRules everybody's push rules
 * @param letters the messages that people get by mail
 */
public record MatrixServices(
    Database database,
    Rooms rooms,
    Relations relations,
    Receipts receipts,
    Typing typing,
    PresenceSource presence,
    MediaStore media,
    Identity identity,
    Letters letters,
    PushRuleset pushRules,
    InstantSource clock) {}
