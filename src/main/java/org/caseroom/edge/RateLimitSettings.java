package org.caseroom.edge;

import org.caseroom.base.Problem;

/**
 * How often requests may come. Each limit is a bucket that holds {@code burst} requests and gets
 * {@code perSecond} of them back.
 *
 * @param enabled whether there are any limits
 * @param messages by user: messages, redactions, state, reports
 * @param rooms by user: rooms that are created or replaced
 * @param joins by user: joins and requests to join
 * @param invites by user: invitations
 * @param uploads by user: files sent in, and previews of links
 * @param search by user: searches in messages, people and the directory of rooms
 * @param registration by address: steps of making an account, and tries at tokens for it
 * @param signIn by address: sign-ins, right or wrong
 * @param addressChecks by address: messages asked for to confirm an e-mail address
 * @param perUser by user: everything, from all devices
 * @param perDevice by device: everything
 * @param perAddress by network address: everything
 */
public record RateLimitSettings(
    boolean enabled,
    Rate messages,
    Rate rooms,
    Rate joins,
    Rate invites,
    Rate uploads,
    Rate search,
    Rate registration,
    Rate signIn,
    Rate addressChecks,
    Rate perUser,
    Rate perDevice,
    Rate perAddress) {

  /**
   * What neither a quick person nor a client that starts ever meets (clients ask for dozens of
   * things at once then), nor a bot with much to tell: what one of them may ask for is a hundredth
   * of what the service can do. A whole office may be behind one address. Messages that confirm an
   * address are another matter: they go to somebody who may not have asked.
   */
  public static final RateLimitSettings DEFAULT =
      new RateLimitSettings(
          true,
          new Rate(50, 500),
          new Rate(10, 200),
          new Rate(20, 200),
          new Rate(20, 500),
          new Rate(10, 200),
          new Rate(10, 100),
          new Rate(5, 500),
          new Rate(5, 300),
          new Rate(0.05, 20),
          new Rate(500, 5_000),
          new Rate(300, 3_000),
          new Rate(2_000, 20_000));

  /** No limits. */
  public static final RateLimitSettings OFF = DEFAULT.enabled(false);

  /**
   * A limit.
   *
   * @param perSecond how many a second in the long run
   * @param burst how many at once
   */
  public record Rate(double perSecond, int burst) {
    /** Refuses what is no limit. */
    public Rate {
      if (!(perSecond >= 0.0001 && perSecond <= 1_000_000) || burst < 1) {
        throw Problem.of(
            500,
            "ORG.CASEROOM_SETTINGS",
            "'perSecond' lies between 0.0001 and 1000000, and 'burst' is 1 or more.");
      }
    }
  }

  /** The same, in force or not. */
  public RateLimitSettings enabled(boolean inForce) {
    return new RateLimitSettings(
        inForce,
        messages,
        rooms,
        joins,
        invites,
        uploads,
        search,
        registration,
        signIn,
        addressChecks,
        perUser,
        perDevice,
        perAddress);
  }
}
