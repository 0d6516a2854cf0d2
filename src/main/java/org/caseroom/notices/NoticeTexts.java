package org.caseroom.notices;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.bots.runtime.MessageKey;
import org.caseroom.bots.runtime.Messages;

/**
 * The words of notices, from the files of {@code config/notices}, which are like a bot's: an agency
 * can change them, and they are checked as a whole at the start. A text gets the address of the
 * service, what sorts of thing there are, or a code, and nothing else: there is no placeholder for
 * a name or for what was said.
 */
final class NoticeTexts {
  private static final String THINGS = "things";
  private static final String ADDRESS = "address";
  private static final String CODE = "code";

  private static final MessageKey SUBJECT = MessageKey.of("subject");
  private static final MessageKey EMAIL = MessageKey.of("email", THINGS, ADDRESS);
  private static final MessageKey TEXT = MessageKey.of("text", THINGS, ADDRESS);
  private static final MessageKey CODE_SUBJECT = MessageKey.of("code_subject");
  private static final MessageKey CODE_EMAIL = MessageKey.of("code_email", CODE);
  private static final MessageKey CODE_TEXT = MessageKey.of("code_text", CODE);
  private static final MessageKey TRY_SUBJECT = MessageKey.of("try_subject");
  private static final MessageKey TRY_MESSAGE = MessageKey.of("try_message", ADDRESS);

  private final Messages texts;

  private NoticeTexts(Messages texts) {
    this.texts = texts;
  }

  /**
   * Reads the files.
   *
   * @throws Problem {@code ORG.CASEROOM_CONFIGURATION} naming file and line of a mistake
   */
  static NoticeTexts load(Path folder) {
    List<MessageKey> keys =
        new ArrayList<>(
            List.of(
                SUBJECT,
                EMAIL,
                TEXT,
                CODE_SUBJECT,
                CODE_EMAIL,
                CODE_TEXT,
                TRY_SUBJECT,
                TRY_MESSAGE));
    Arrays.stream(NoticeKind.values()).map(NoticeTexts::key).forEach(keys::add);
    return new NoticeTexts(Messages.load(folder, keys));
  }

  private static MessageKey key(NoticeKind kind) {
    return MessageKey.of(kind.key());
  }

  /** A notice by e-mail. */
  Words email(Messages.Style style, Collection<NoticeKind> kinds, String address) {
    String things =
        kinds.stream()
            .sorted()
            .map(kind -> "- " + texts.text(key(kind), style, Map.of()))
            .collect(Collectors.joining("\n"));
    return new Words(
        texts.text(SUBJECT, style, Map.of()),
        texts.text(EMAIL, style, Map.of(THINGS, things, ADDRESS, address)));
  }

  /** A notice by text message. */
  Words sms(Messages.Style style, Collection<NoticeKind> kinds, String address) {
    String things =
        kinds.stream()
            .sorted()
            .map(kind -> texts.text(key(kind), style, Map.of()))
            .collect(Collectors.joining(" "));
    return new Words("", texts.text(TEXT, style, Map.of(THINGS, things, ADDRESS, address)));
  }

  /** A code that confirms an address. */
  Words code(Messages.Style style, boolean email, Secret code) {
    return new Words(
        texts.text(CODE_SUBJECT, style, Map.of()),
        texts.text(email ? CODE_EMAIL : CODE_TEXT, style, Map.of(CODE, code.reveal())));
  }

  /** A message that only shows that messages arrive. */
  Words trial(String address) {
    return new Words(
        texts.text(TRY_SUBJECT, Messages.Style.PLAIN, Map.of()),
        texts.text(TRY_MESSAGE, Messages.Style.PLAIN, Map.of(ADDRESS, address)));
  }
}
