/**
 * Who is who: people, families, bots, agencies and hubs, their sign-ins and devices, and what
 * clients keep beside the rooms (account data, filters, keys, messages to devices). Imports {@code
 * base}, {@code storage} and {@code audit}. {@link org.caseroom.identity.Identity} puts the parts
 * together.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>Staff get an account from an administrator; a family member gets a link from their worker.
 *       The account stands from the invitation on, so that the case can name them, and cannot be
 *       signed in to before a password is chosen. Where the operator opens registration, whoever
 *       comes in that way is a member of the public until an administrator says otherwise: a role
 *       of its own, since what is not family used to count as staff.
 *   <li>A closed account's id is never given out again. Its password stays as a hash, so that who
 *       knows it is told that the account is closed, and nobody else is.
 *   <li>A refresh token stays good until a token that it got is used: an answer may get lost. A
 *       token that is over is remembered for a year, so that its device is told to sign in again
 *       and keeps its keys, instead of being told that it never was.
 *   <li>Passwords: Argon2id in the PHC format. An unknown name and a wrong password get the same
 *       words after the same work, and what was typed as an unknown name is not recorded, since it
 *       may be a password. Only failures count towards the limits: by name and address, by name, by
 *       address.
 *   <li>Tokens are 256 random bits and are kept as SHA-256: a slow hash would protect nothing more
 *       and cost every request. Rejected: signed tokens (JWT), which cannot be ended at once.
 *   <li>Accounts, agencies, sessions, account data and key counts are answered from memory: a
 *       request is authenticated, and a quiet user's sync answered, without the database.
 *   <li>What a sync tells beside the log shares one stream position, whose row lock orders the
 *       transactions that take it. Locks are taken in the order: rows, stream position, audit log.
 *   <li>Who may change accounts and agencies (administrators) and who may invite (staff) is checked
 *       here and not only on the pages, since pages, API and command line all come through here.
 *   <li>A try at a password counts before it is made and is taken back when it was right: many at
 *       once cannot all pass before the first has failed.
 *   <li>Memory follows the writes of its own node, and lets go of what other nodes say that they
 *       have changed ({@code Signals}). A stream position of another node is seen in its place; one
 *       that nothing was heard of is noticed within seconds, and memory is read anew.
 *   <li>A device's keys and waiting messages go with the device.
 *   <li>An e-mail address counts once its owner has pressed a button on the page that the message
 *       leads to. What it was confirmed for is kept with it: a link to add an address sets no
 *       password. The links and the secrets of clients are kept as SHA-256.
 * </ul>
 */
@NullMarked
package org.caseroom.identity;

import org.jspecify.annotations.NullMarked;
