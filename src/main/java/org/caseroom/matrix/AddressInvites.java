package org.caseroom.matrix;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.EmailAddress;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.identity.Account;
import org.caseroom.identity.Identity;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.EventSigner;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomLog;
import org.caseroom.rooms.RoomView;
import org.caseroom.storage.Database;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Invitations by e-mail address (client-server API, "Third-party invites"). The server is its own
 * identity server: it looks the address up among its accounts, and where none has it keeps the
 * invitation, signs it for the account that adds the address later, and vouches for its key.
 */
public final class AddressInvites {
  static final String TYPE = "m.room.third_party_invite";

  /** Where it is asked whether a key is of this server. */
  public static final String KEY_PATH = "/_matrix/identity/v2/pubkey/isvalid";

  private static final Logger LOG = LoggerFactory.getLogger(AddressInvites.class);
  private static final int TOKEN_BYTES = 24;

  // The address of somebody who never came is not kept for ever.
  private static final Duration LIFETIME = Duration.ofDays(90);

  private final Database database;
  private final Identity identity;
  private final RoomLog log;
  private final Members members;
  private final People people;
  private final EventSigner signer;
  private final Letters letters;
  private final SecureRandom random = new SecureRandom();

  /**
   * An invitation to an address that no account has.
   *
   * @param token its token
   * @param draft the event for the room; null when the room has it already
   */
  record Prepared(EmailAddress address, String token, @Nullable Draft draft) {}

  AddressInvites(MatrixServices services, Members members) {
    this.people = new People(services.identity().accounts(), services.rooms().log().view());
    this.database = services.database();
    this.identity = services.identity();
    this.log = services.rooms().log();
    this.members = members;
    this.signer = services.rooms().signer();
    this.letters = services.letters();
  }

  /** Whether a body names somebody by address, and not by user id. */
  static boolean isAddress(Fields body) {
    return body.has("medium") || body.has("address") || body.has("id_server");
  }

  /**
   * Reads the address of an invitation.
   *
   * @throws Problem 403 where no mail is sent and for what is no e-mail address
   */
  EmailAddress address(Fields body) {
    String medium = body.requireText("medium");
    String address = body.requireText("address");
    if (!letters.canSend()) {
      throw Problem.forbidden("This server sends no mail, so people are invited by their user id.");
    }
    if (!medium.equals("email")) {
      throw Problem.forbidden("People are invited by their user id or e-mail address.");
    }
    return EmailAddress.of(address);
  }

  /**
   * Who has an address now, as far as the inviter may know: one family learns nothing of another,
   * so that the address of somebody else's account is to them as one that no account has.
   */
  Optional<UserId> owner(UserId inviter, EmailAddress address) {
    return identity
        .addresses()
        .owner(address)
        .filter(user -> people.mayMeet(inviter, user))
        .filter(user -> identity.accounts().find(user).filter(Account::active).isPresent());
  }

  /**
   * Prepares an invitation: noted before it is in the room, so that none is there that cannot be
   * accepted. After the event was accepted, {@link #deliver} it; otherwise {@link #withdraw} it.
   *
   * @throws Problem 429 {@code M_LIMIT_EXCEEDED} when the address has been sent many messages
   */
  Prepared prepare(RoomId room, UserId inviter, EmailAddress address) {
    identity.addressChecks().countMessage(address);
    RoomView view = log.view();
    for (AddressInviteDao.Row row : waiting(address)) {
      if (row.room().equals(room) && stands(view, row) && row.sender().equals(inviter)) {
        return new Prepared(address, row.token(), null);
      }
    }
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    long now = view.now().toEpochMilli();
    database.writing(
        tx -> {
          AddressInviteDao dao = new AddressInviteDao(tx);
          dao.deleteOlderThan(now - LIFETIME.toMillis());
          dao.insert(new AddressInviteDao.Row(token, address, room, inviter), now);
        });
    return new Prepared(address, token, Draft.state(room, inviter, TYPE, token, content(address)));
  }

  private ObjectNode content(EmailAddress address) {
    String key = Base64.getEncoder().withoutPadding().encodeToString(signer.publicKey());
    String url = letters.publicUrl() + KEY_PATH;
    ObjectNode content =
        Json.object()
            .put("display_name", shortened(address))
            .put("public_key", key)
            .put("key_validity_url", url);
    content.putArray("public_keys").addObject().put("public_key", key).put("key_validity_url", url);
    return content;
  }

  /** Enough for the inviter to know it again; the room is not told the address. */
  private static String shortened(EmailAddress address) {
    String text = address.reveal();
    return text.charAt(0) + "...@" + text.charAt(text.indexOf('@') + 1) + "...";
  }

  /** Tells the owner of the address. */
  void deliver(Prepared invitation) {
    letters.invitation(invitation.address());
  }

  /** Forgets an invitation that the room did not take. */
  void withdraw(Prepared invitation) {
    if (invitation.draft() != null) {
      database.writing(tx -> new AddressInviteDao(tx).delete(invitation.token()));
    }
  }

  private List<AddressInviteDao.Row> waiting(EmailAddress address) {
    return database.read(tx -> new AddressInviteDao(tx).of(address));
  }

  /** Whether a room's invitation has not been revoked. */
  private static boolean stands(RoomView view, AddressInviteDao.Row row) {
    return view.exists(row.room())
        && view.state(row.room(), TYPE, row.token())
            .filter(event -> event.content().has("public_key"))
            .isPresent();
  }

  /** Somebody has an address now: what was waiting for it becomes invitations of theirs. */
  public void accept(UserId user, EmailAddress address) {
    for (AddressInviteDao.Row row : waiting(address)) {
      try {
        log.appendNow(view -> invite(view, user, row));
      } catch (Problem refusal) {
        LOG.info("An invitation by address was not taken by its room: {}", refusal.errcode());
      }
      database.writing(tx -> new AddressInviteDao(tx).delete(row.token()));
    }
  }

  private List<Draft> invite(RoomView view, UserId user, AddressInviteDao.Row row) {
    Membership now = view.membership(row.room(), user);
    if (!stands(view, row) || now == Membership.JOIN || now == Membership.INVITE) {
      return List.of();
    }
    ObjectNode signed = Json.object().put("mxid", user.value()).put("token", row.token());
    signer.signJson(signed);
    return List.of(exchange(view, row.room(), user, signed));
  }

  /**
   * The invitation that a signed promise stands for (client-server API, {@code third_party_signed}
   * of {@code POST /rooms/{roomId}/join}).
   *
   * @throws Problem 403 when the room has no such invitation; whether the promise is good is
   *     checked at the door
   */
  Draft exchange(RoomView view, RoomId room, UserId user, ObjectNode signed) {
    String token = Fields.of(signed).requireText("token");
    Event invitation =
        view.state(room, TYPE, token)
            .orElseThrow(
                () -> Problem.forbidden("The room has no invitation with this token any more."));
    Draft invite = members.draft(room, invitation.sender(), user, Membership.INVITE, null, false);
    ObjectNode part = invite.content().putObject("third_party_invite");
    part.put("display_name", invitation.text("display_name").orElse(""));
    part.set("signed", signed.deepCopy());
    return invite;
  }

  /** Whether a key is the one that invitations are signed with. */
  public boolean isOurs(String publicKey) {
    try {
      byte[] key = Base64.getDecoder().decode(publicKey.replace('-', '+').replace('_', '/'));
      return java.security.MessageDigest.isEqual(key, signer.publicKey());
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }
}
