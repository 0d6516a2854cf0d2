/**
 * What the Matrix API has for people and not for rooms: signing in and out, registering,
 * user-interactive authentication, devices, profiles, account data, e-mail addresses, keys and
 * their backup, and what administrators do with accounts. May import {@code base}, {@code mail},
 * {@code storage}, {@code identity}, {@code rooms} and {@code matrix}.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>Accounts themselves live in {@code identity}; here is what clients say of them.
 *   <li>Whether anybody may register, or come in as a guest, is the operator's to say; both are
 *       refused until they do. Strangers who are let in are nobody's worker and of no family.
 *   <li>Anybody but staff may close their own account, whatever case they are in. They leave every
 *       room, also those of a case, and may ask to be erased: newcomers to other rooms then get
 *       what they wrote emptied. In the rooms of a case nothing is kept from anybody, and their
 *       name stays: the record is statutory. Rejected: refusing them (they would stay away all the
 *       same, with an account open that nobody looks after), and emptying events in the log (which
 *       others have read, and a decision may rest on). Staff accounts are closed by an
 *       administrator, once their cases are handed over.
 *   <li>What guests, suspended and locked people may not do is one table in front of all endpoints
 *       ({@link org.caseroom.matrix.account.AccountRules}): what is new is shut to guests until it
 *       is named.
 *   <li>One address is outside of the specification: {@code /_synapse/admin/v1/register}, where
 *       tools that set servers up look for a way to make administrators. It is there only while the
 *       operator has set a shared secret.
 *   <li>A session of user-interactive authentication holds for one method, path and person, and for
 *       one body where somebody is signed in. Registering may go on with another body, as clients
 *       do, or with none: then it means what it said at first.
 *   <li>The server confirms e-mail addresses itself and trusts no identity server. Whoever asks
 *       about an address gets the same answer whether an account has it or not; only its owner is
 *       told, by mail. {@code POST /account/3pid}, which asks for no password, adds none.
 * </ul>
 */
@NullMarked
package org.caseroom.matrix.account;

import org.jspecify.annotations.NullMarked;
