package org.caseroom.mail;

import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Date;
import java.util.Properties;
import org.caseroom.base.EmailAddress;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jspecify.annotations.Nullable;

/** Hands messages to the mail server, one connection for each. */
final class SmtpClient {
  private static final String CONNECT_MS = "10000";
  private static final String ANSWER_MS = "30000";

  private final Session session;
  private final InternetAddress from;
  private final InstantSource clock;

  SmtpClient(MailSettings settings, InstantSource clock) {
    this.clock = clock;
    this.from = from(settings);
    String user = settings.user();
    Secret password = settings.password();
    this.session =
        Session.getInstance(
            properties(settings),
            user == null
                ? null
                : new Authenticator() {
                  @Override
                  protected PasswordAuthentication getPasswordAuthentication() {
                    return new PasswordAuthentication(
                        user, password == null ? "" : password.reveal());
                  }
                });
  }

  private static InternetAddress from(MailSettings settings) {
    String address = settings.from();
    try {
      if (address != null) {
        return new InternetAddress(EmailAddress.of(address).reveal());
      }
    } catch (Problem | AddressException e) {
      // Said below.
    }
    throw Problem.of(
        500,
        "ORG.CASEROOM_SETTINGS",
        "mail.host is set, but mail.from is not an address to send from: write one such as"
            + " caseroom@example.org.");
  }

  private static Properties properties(MailSettings settings) {
    Properties properties = new Properties();
    properties.put("mail.transport.protocol", "smtp");
    properties.put("mail.smtp.host", String.valueOf(settings.host()));
    properties.put("mail.smtp.port", Integer.toString(settings.port()));
    properties.put("mail.smtp.auth", Boolean.toString(settings.user() != null));
    properties.put("mail.smtp.connectiontimeout", CONNECT_MS);
    properties.put("mail.smtp.timeout", ANSWER_MS);
    properties.put("mail.smtp.writetimeout", ANSWER_MS);
    // Message ids are made from it, and not from the name of this machine.
    properties.put("mail.from", String.valueOf(settings.from()));
    switch (settings.tls()) {
      case STARTTLS -> {
        properties.put("mail.smtp.starttls.enable", "true");
        properties.put("mail.smtp.starttls.required", "true");
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
      }
      case SSL -> {
        properties.put("mail.smtp.ssl.enable", "true");
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
      }
      case NONE -> properties.put("mail.smtp.starttls.enable", "false");
    }
    return properties;
  }

  /** Tries once. */
  Mailer.Outcome deliver(Mail mail) {
    try {
      Transport.send(message(mail));
      return new Mailer.Outcome(true, false, "");
    } catch (MessagingException e) {
      int code = code(e);
      return new Mailer.Outcome(
          false,
          code >= 500,
          code == 0 ? e.getClass().getSimpleName() : "the mail server answered " + code);
    } catch (RuntimeException e) {
      // One message that the library cannot make anything of must not hold up the others.
      return new Mailer.Outcome(false, true, e.getClass().getSimpleName());
    }
  }

  private MimeMessage message(Mail mail) throws MessagingException {
    MimeMessage message = new Known(session, mail.id());
    message.setFrom(from);
    message.setRecipient(Message.RecipientType.TO, new InternetAddress(mail.to().reveal()));
    message.setSubject(mail.subject(), StandardCharsets.UTF_8.name());
    message.setText(mail.text(), StandardCharsets.UTF_8.name());
    message.setSentDate(Date.from(clock.instant()));
    // No out-of-office notes come back for it (RFC 3834).
    message.setHeader("Auto-Submitted", "auto-generated");
    return message;
  }

  /** A message whose id is the same each time that it is sent. */
  private static final class Known extends MimeMessage {
    private final @Nullable String id;

    Known(Session session, @Nullable String id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      super.updateMessageID();
      String made = getMessageID();
      int domain = made.lastIndexOf('@');
      if (id != null && domain > 0) {
        setHeader("Message-ID", "<" + id + made.substring(domain));
      }
    }
  }

  /** The mail server's code, 0 when it did not get so far as to give one. */
  private static int code(@Nullable Throwable error) {
    int code = 0;
    for (Throwable e = error; e != null; e = next(e)) {
      if (e instanceof SMTPAddressFailedException address) {
        code = address.getReturnCode();
      } else if (e instanceof SMTPSendFailedException failed) {
        code = failed.getReturnCode();
      }
    }
    return code;
  }

  private static @Nullable Throwable next(Throwable error) {
    return error instanceof MessagingException messaging && messaging.getNextException() != null
        ? messaging.getNextException()
        : error.getCause();
  }
}
