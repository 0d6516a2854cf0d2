package org.caseroom.notices;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.EmailAddress;
import org.caseroom.base.PhoneNumber;
import org.caseroom.base.UserId;
import org.caseroom.bots.runtime.Messages;
import org.caseroom.cases.door.CasePolicy;
import org.caseroom.cases.file.ReadingNeeds;
import org.caseroom.identity.Addresses;
import org.caseroom.identity.Contacts;
import org.caseroom.identity.QuietTimes;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomView;
import org.caseroom.storage.Database;

/** Which way somebody can be reached, when, and in which words. */
final class Reach {
  private final Parts parts;
  private final Ways ways;

  /**
   * What it works with.
   *
   * @param policy which knows the local time
   */
  record Parts(
      Database database,
      RoomView view,
      Addresses addresses,
      Contacts contacts,
      QuietTimes quietTimes,
      CasePolicy policy) {}

  Reach(Parts parts, Ways ways) {
    this.parts = parts;
    this.ways = ways;
  }

  /** Everybody who has a confirmed address of any sort. */
  Set<UserId> reachable() {
    return parts.contacts().reachable();
  }

  /** The e-mail address that is used for somebody: the one that they added first. */
  Optional<EmailAddress> email(UserId user) {
    List<Addresses.Owned> owned = parts.addresses().of(user);
    return owned.isEmpty() ? Optional.empty() : Optional.of(owned.get(0).address());
  }

  /** Their phone number. */
  Optional<PhoneNumber> phone(UserId user) {
    return parts.contacts().phone(user);
  }

  /** How they want to be told. */
  Preference preference(UserId user) {
    return parts.database().read(tx -> new PreferenceDao(tx).of(user)).orElse(Preference.USUAL);
  }

  /**
   * The way that a notice to somebody goes: the one that they chose, else the one that their needs
   * ask for, else the other one; {@code NONE} where they chose that, or nothing leads to them.
   */
  Channel channel(UserId user) {
    Preference preference = preference(user);
    if (preference.isSilent()) {
      return Channel.NONE;
    }
    Channel wanted = preference.channel();
    if (wanted == null) {
      wanted = asksForText(user) ? Channel.TEXT : Channel.EMAIL;
    }
    Channel other = wanted == Channel.TEXT ? Channel.EMAIL : Channel.TEXT;
    return leadsTo(user, wanted) ? wanted : leadsTo(user, other) ? other : Channel.NONE;
  }

  /** Whether they asked, in the newest record of their needs, to be reached by text message. */
  private boolean asksForText(UserId user) {
    return ReadingNeeds.records(parts.view(), user)
        .max(Comparator.comparingLong(Event::position))
        .flatMap(needs -> needs.text("contact_by"))
        .filter("text"::equals)
        .isPresent();
  }

  private boolean leadsTo(UserId user, Channel channel) {
    return ways.sends(channel)
        && (channel == Channel.EMAIL ? email(user).isPresent() : phone(user).isPresent());
  }

  /** The wording that somebody chose, or needs. */
  Messages.Style style(UserId user) {
    Preference preference = preference(user);
    ReadingNeeds needs = ReadingNeeds.of(parts.view(), user);
    String language = preference.language();
    Boolean easyRead = preference.easyRead();
    return Messages.Style.of(
        easyRead == null ? needs.easyRead() : easyRead,
        language == null ? needs.welsh() : language.equals("cy"));
  }

  /** The first moment from now on that is outside of somebody's quiet hours. */
  Instant undisturbed(UserId user, Instant now) {
    return parts.quietTimes().over(user, now, zone());
  }

  /** Where it is local time. */
  ZoneId zone() {
    return parts.policy().rules().procedures().usual().zone();
  }
}
