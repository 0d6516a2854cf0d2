package org.caseroom.web.paper;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;
import org.caseroom.cases.decisions.Decisions;

/** A signed decision as one page: HTML that needs nothing else, and PDF. */
public final class DecisionPaper {
  /** How a page is printed. */
  public enum Print {
    /** For most readers: 11 point. */
    NORMAL,
    /** Large print: 18 point, for who needs it. */
    LARGE;

    /** From the {@code print} parameter of an address; null for none. */
    public static Print of(@org.jspecify.annotations.Nullable String word) {
      return "large".equals(word) ? LARGE : NORMAL;
    }
  }

  private static final ZoneId ZONE = ZoneId.of("Europe/London");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("EEEE d MMMM uuuu 'at' HH:mm", Locale.UK);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEEE d MMMM uuuu", Locale.UK);

  private final TemplateEngine engine =
      TemplateEngine.createPrecompiled(
          null,
          ContentType.Html,
          DecisionPaper.class.getClassLoader(),
          "org.caseroom.web.templates");
  private final String style = resource("paper.css");
  private final PdfMaker pdf = new PdfMaker();

  /** The page as HTML, with its style in it. */
  public String html(Decisions.OnPaper decision, Print print) {
    StringOutput output = new StringOutput();
    engine.render(
        "paper/decision.jte",
        Map.of("paper", decision, "large", print == Print.LARGE, "style", style),
        output);
    return output.toString();
  }

  /** The page as PDF: tagged, titled, in its language, with its fonts in it. */
  public byte[] pdf(Decisions.OnPaper decision, Print print) {
    return pdf.of(html(decision, print));
  }

  /** The policy for browsers that show the page: its own style, and nothing else. */
  public String contentSecurityPolicy() {
    return "default-src 'none'; style-src 'sha256-"
        + Base64.getEncoder().encodeToString(DigestUtils.sha256(style))
        + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  }

  /** A moment as people read it. */
  public static String time(Instant at) {
    return TIME.format(at.atZone(ZONE));
  }

  /** A day as people read it. */
  public static String day(LocalDate day) {
    return DAY.format(day);
  }

  private static String resource(String name) {
    try (InputStream in = DecisionPaper.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("The build lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
