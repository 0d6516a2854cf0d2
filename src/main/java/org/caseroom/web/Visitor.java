package org.caseroom.web;

import org.caseroom.base.Secret;
import org.caseroom.identity.Account;
import org.caseroom.identity.Sessions;

/**
 * Somebody who is signed in.
 *
 * @param account who
 * @param session on which device
 * @param token the session cookie's token
 */
record Visitor(Account account, Sessions.Session session, Secret token) {}
