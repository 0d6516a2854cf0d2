package org.caseroom.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.caseroom.base.EmailAddress;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sending mail, against a real mail server. */
class MailerTest {
  private static final EmailAddress JO = EmailAddress.of("jo@example.org");
  private static final List<Duration> SHORT =
      java.util.Collections.nCopies(200, Duration.ofMillis(20));

  private static Mailer open(MailSettings settings) {
    return Mailer.open(settings, SHORT, () -> Instant.parse("2026-01-05T09:00:00Z"));
  }

  @Test
  void aMessageArrivesAsItWasWritten() {
    try (MailServer server = MailServer.start();
        Mailer mailer = open(server.settings())) {
      mailer.send(new Mail(JO, "Grüße, 你好", "Erste Zeile\nhttps://example.org/x?a=b\n.\nEnde ✓"));
      MailServer.Message arrived = server.next();
      assertEquals("jo@example.org", arrived.to());
      assertEquals("caseroom@example.org", arrived.from());
      assertEquals("Grüße, 你好", arrived.subject());
      assertEquals("Erste Zeile\nhttps://example.org/x?a=b\n.\nEnde ✓", arrived.text());
    }
  }

  @Test
  void aServerThatWasAwayGetsItLater() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    MailSettings settings =
        new MailSettings(
            "127.0.0.1", port, "caseroom@example.org", null, null, MailSettings.Tls.NONE);
    try (Mailer mailer = open(settings)) {
      mailer.send(new Mail(JO, "First", "one"));
      mailer.send(new Mail(JO, "Second", "two"));
      try (MailServer server = MailServer.startOn(port)) {
        assertEquals(
            java.util.Set.of("one", "two"),
            java.util.Set.of(server.next().text().strip(), server.next().text().strip()));
      }
    }
  }

  @Test
  void itSignsInWhereTheServerAsksForIt() {
    try (MailServer server = MailServer.start().withUser("house", "green lamp");
        Mailer mailer = open(server.settings("house", Secret.of("green lamp")))) {
      mailer.send(new Mail(JO, "Hello", "text"));
      assertEquals("Hello", server.next().subject());
    }
  }

  @Test
  void nothingIsSentInTheClearWhereProtectionIsAskedFor() {
    try (MailServer server = MailServer.start()) {
      MailSettings clear = server.settings();
      MailSettings guarded =
          new MailSettings(
              clear.host(), clear.port(), clear.from(), null, null, MailSettings.Tls.STARTTLS);
      Mailer.Outcome outcome =
          new SmtpClient(guarded, () -> Instant.EPOCH).deliver(new Mail(JO, "Hello", "text"));
      assertFalse(outcome.delivered());
      assertEquals(0, server.count());
    }
  }

  @Test
  void aServerThatCannotShowWhoItIsGetsNothing() {
    try (MailServer server = MailServer.startTls()) {
      MailSettings there = server.settings();
      MailSettings guarded =
          new MailSettings(
              there.host(), there.port(), there.from(), null, null, MailSettings.Tls.SSL);
      Mailer.Outcome outcome =
          new SmtpClient(guarded, () -> Instant.EPOCH).deliver(new Mail(JO, "Hello", "text"));
      assertFalse(outcome.delivered());
      assertEquals(0, server.count());
    }
  }

  @Test
  void whoIsRefusedForGoodIsNotTriedAgain() throws IOException {
    try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread server = new Thread(() -> refuseEverybody(listening), "refusing");
      server.setDaemon(true);
      server.start();
      MailSettings settings =
          new MailSettings(
              "127.0.0.1",
              listening.getLocalPort(),
              "caseroom@example.org",
              null,
              null,
              MailSettings.Tls.NONE);
      assertEquals(
          new Mailer.Outcome(false, true, "the mail server answered 550"),
          new SmtpClient(settings, () -> Instant.EPOCH).deliver(new Mail(JO, "Hello", "text")));
    }
  }

  private static void refuseEverybody(ServerSocket listening) {
    try (Socket socket = listening.accept();
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        OutputStream out = socket.getOutputStream()) {
      String answer = "220 here";
      while (answer != null) {
        out.write((answer + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
        String line = in.readLine();
        answer =
            line == null
                ? null
                : line.startsWith("RCPT") ? "550 5.1.1 jo@example.org is unknown" : "250 ok";
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatIsOffSaysSo() {
    try (Mailer mailer = open(MailSettings.OFF)) {
      assertFalse(mailer.isOn());
      assertThrows(Problem.class, () -> mailer.send(new Mail(JO, "Hello", "text")));
    }
    MailSettings nobody =
        new MailSettings("mail.example.org", 587, null, null, null, MailSettings.Tls.STARTTLS);
    Problem refusal = assertThrows(Problem.class, () -> open(nobody));
    assertEquals("ORG.CASEROOM_SETTINGS", refusal.errcode());
  }

  @Test
  void nothingOfAMessageIsPrinted() {
    assertEquals("[mail]", new Mail(JO, "Hello", "text").toString());
    assertEquals("[e-mail address]", JO.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "Jo@Example.ORG, jo@example.org",
    "' jo.o+x@example.org ', jo.o+x@example.org",
    "jo@bücher.example, jo@xn--bcher-kva.example",
    "jo@localhost, jo@localhost"
  })
  void addressesHaveOneForm(String written, String kept) {
    assertEquals(kept, EmailAddress.of(written).reveal());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "jo",
        "@example.org",
        "jo@",
        "jo@@example.org",
        "a@b@c",
        "jo <jo@example.org>",
        "jo@example.org\r\nBcc: x@example.org",
        "jo o@example.org",
        "jo@exam ple.org",
        "jo@example..org",
        ".jo@example.org",
        "jo@-example.org",
        "jo,amy@example.org"
      })
  void whatIsNoAddressIsRefused(String written) {
    assertEquals(
        "M_INVALID_PARAM", assertThrows(Problem.class, () -> EmailAddress.of(written)).errcode());
  }
}
