package org.caseroom.matrix.preview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.caseroom.base.Problem;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses and pages of all sorts. */
class PreviewInputTest {
  private static final String[] PIECES = {
    "http://",
    "https://",
    "HTTP://",
    "a",
    ".example",
    ":80",
    ":99999",
    "/",
    "?",
    "#",
    "@",
    "%",
    "%4",
    "%41",
    " ",
    "\\",
    "[::1]",
    "[",
    "]",
    "\u00e4",
    "\uD83D\uDC14",
    "\uD83D",
    "\0",
    "\n",
    "..",
    "//",
    ":",
    "{",
    "|",
    "\"",
    "<p>",
    "<meta property=og:title content='",
    "<img src=",
    "<title>",
    ">",
    "'"
  };

  private final Random random = new Random(17);

  private String some() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i >= 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  @Test
  void anAddressIsStrictOrRefused() {
    int good = 0;
    for (int i = 0; i < 20_000; i++) {
      String text = (i % 2 == 0 ? "http://a" : "") + some();
      try {
        URI address = WebAddress.of(text);
        assertEquals("GET", new HttpGet(address).getMethod());
        assertTrue(address.toString().chars().allMatch(c -> c > 0x20 && c < 0x7F), text);
        assertEquals(address, WebAddress.of(address.toString()), text);
        good++;
      } catch (Problem refused) {
        assertEquals("M_INVALID_PARAM", refused.errcode(), text);
      }
    }
    assertTrue(good > 1_000, "" + good);
  }

  @ParameterizedTest
  @CsvSource({
    "http://Example.ORG, http://example.org/",
    "https://b\u00fccher.example/\u00e4 b?q=\u00e4#top, https://xn--bcher-kva.example/%C3%A4%20b?q=%C3%A4",
    "http://[::1]:80/%41%, http://[::1]:80/%41%25",
  })
  void anAddressIsMadeStrict(String written, String strict) {
    assertEquals(strict, WebAddress.of(written).toString());
  }

  @Test
  void everyPageCanBeRead() {
    for (int i = 0; i < 3_000; i++) {
      Map<String, String> fields = PageReader.read(Jsoup.parse(some() + some(), "http://a/"));
      fields.forEach((name, value) -> assertTrue(value.length() <= 1_001, name));
    }
    byte[] noise = new byte[20_000];
    random.nextBytes(noise);
    PageReader.read(Jsoup.parse(new String(noise, StandardCharsets.ISO_8859_1), "http://a/"));
    PageReader.read(Jsoup.parse("<div>".repeat(50_000) + "text", "http://a/"));
  }
}
