package org.caseroom.web.paper;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jsoup.Jsoup;
import org.jsoup.helper.W3CDom;

/** Makes tagged PDF of an HTML page that refers to nothing outside of itself. */
final class PdfMaker {
  private static final String SANS = "Liberation Sans";
  private static final String MONO = "Liberation Mono";

  PdfMaker() {
    // It would write what it loads into the log, and pages hold people's words.
    XRLog.setLoggingEnabled(false);
  }

  byte[] of(String html) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PdfRendererBuilder builder = new PdfRendererBuilder();
    builder.usePdfUaAccessibility(true);
    builder.useFont(() -> font("Sans-Regular"), SANS, 400, FontStyle.NORMAL, true);
    builder.useFont(() -> font("Sans-Bold"), SANS, 700, FontStyle.NORMAL, true);
    builder.useFont(() -> font("Mono-Regular"), MONO, 400, FontStyle.NORMAL, true);
    builder.withW3cDocument(new W3CDom().fromJsoup(Jsoup.parse(html)), "/");
    builder.withProducer("Caseroom");
    builder.toStream(bytes);
    try {
      builder.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static InputStream font(String name) {
    InputStream in = PdfMaker.class.getResourceAsStream("/liberation/Liberation" + name + ".ttf");
    if (in == null) {
      throw new IllegalStateException("The build lacks the font Liberation" + name);
    }
    return in;
  }
}
