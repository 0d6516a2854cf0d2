package org.caseroom.cases.directory;

import org.caseroom.cases.file.CaseEvents;

/** Events about what families are told and offered. */
public final class InformEvents {
  /** Message in the case's space: the information pack was sent to the family. */
  public static final String PACK_SEND = CaseEvents.PREFIX + "pack.send";

  /** Message in the case's space: somebody of the family has read a pack. */
  public static final String PACK_READ = CaseEvents.PREFIX + "pack.read";

  /** State of the case's space by number, {@code P1} and on: a pack that was sent, the receipt. */
  public static final String PACK = CaseEvents.PREFIX + "pack";

  /** Message: an item of the core offer was given, declined, or is not available. */
  public static final String CORE_OFFER = CaseEvents.PREFIX + "core_offer";

  /** State of the case's space by item: what came of it. */
  public static final String CORE_OFFER_RECORD = CaseEvents.PREFIX + "core_offer.record";

  private InformEvents() {}
}
