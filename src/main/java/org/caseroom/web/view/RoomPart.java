package org.caseroom.web.view;

import java.util.List;

/**
 * A room's messages with what is needed to add to them.
 *
 * @param roomId the Matrix room id
 * @param spaceId the Matrix room id of the case, whose changes concern the page too
 * @param kind which room of the case
 * @param path the address of the room's page
 * @param casePath the address that the case's pages stand under
 * @param messages oldest first
 * @param after the log position this is as of
 * @param older the address of older messages; empty at the beginning
 * @param mayWrite whether to show the message box
 * @param once makes a message that is sent twice count once
 * @param whoReads who can read what is written here, in words
 */
public record RoomPart(
    String roomId,
    String spaceId,
    String kind,
    String path,
    String casePath,
    List<Message> messages,
    long after,
    String older,
    boolean mayWrite,
    String once,
    String whoReads) {}
