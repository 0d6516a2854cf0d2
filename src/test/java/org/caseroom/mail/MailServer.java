package org.caseroom.mail;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.icegreen.greenmail.util.ServerSetupTest;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.caseroom.base.Secret;
import org.jspecify.annotations.Nullable;

/** A real mail server in this process, for tests. */
public final class MailServer implements AutoCloseable {
  private static final long PATIENCE_MS = 20_000;

  private final GreenMail server;
  private final Set<String> read = new HashSet<>();

  /** A message that arrived. */
  public record Message(String to, String from, String subject, String text) {}

  private MailServer(ServerSetup setup) {
    this.server = new GreenMail(setup);
    server.start();
  }

  /** Starts one on a free port. */
  public static MailServer start() {
    return new MailServer(ServerSetupTest.SMTP.dynamicPort());
  }

  /** Starts one that speaks TLS from the start, with a certificate that nobody vouches for. */
  static MailServer startTls() {
    return new MailServer(ServerSetupTest.SMTPS.dynamicPort());
  }

  /** Starts one on this port. */
  public static MailServer startOn(int port) {
    return new MailServer(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  }

  /** Asks for a name and a password from now on. */
  public MailServer withUser(String user, String password) {
    server.setUser(user, user, password);
    server.getUserManager().setAuthRequired(true);
    return this;
  }

  /** How to reach it. */
  public MailSettings settings() {
    return settings(null, null);
  }

  /** How to reach it with a name and a password. */
  public MailSettings settings(@Nullable String user, @Nullable Secret password) {
    return new MailSettings(
        "127.0.0.1", port(), "caseroom@example.org", user, password, MailSettings.Tls.NONE);
  }

  private int port() {
    return (server.getSmtp() == null ? server.getSmtps() : server.getSmtp()).getPort();
  }

  /** A message that was not read yet; waits for it. */
  public Message next() {
    if (!server.waitForIncomingEmail(PATIENCE_MS, read.size() + 1)) {
      throw new AssertionError("No message arrived");
    }
    try {
      // They are listed by mailbox, not by when they came.
      for (MimeMessage message : server.getReceivedMessages()) {
        if (read.add(message.getMessageID())) {
          return message(message);
        }
      }
      throw new AssertionError("No message arrived");
    } catch (MessagingException e) {
      throw new AssertionError(e);
    }
  }

  /** All messages that have arrived so far. */
  public List<Message> all() {
    List<Message> all = new ArrayList<>();
    for (MimeMessage message : server.getReceivedMessages()) {
      all.add(message(message));
    }
    return all;
  }

  private static Message message(MimeMessage message) {
    try {
      return new Message(
          message.getAllRecipients()[0].toString(),
          message.getFrom()[0].toString(),
          message.getSubject(),
          String.valueOf(message.getContent()).replace("\r\n", "\n"));
    } catch (MessagingException e) {
      throw new AssertionError(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many messages have arrived so far. */
  public int count() {
    return server.getReceivedMessages().length;
  }

  @Override
  public void close() {
    server.stop();
  }
}
