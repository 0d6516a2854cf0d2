package org.caseroom.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Random;
import org.caseroom.base.Json;
import org.junit.jupiter.api.Test;

class MessageHtmlTest {
  private static ObjectNode formatted(String html) {
    return Json.object()
        .put("msgtype", "m.text")
        .put("body", "plain")
        .put("format", "org.matrix.custom.html")
        .put("formatted_body", html);
  }

  @Test
  void keepsWhatMatrixAllows() {
    assertEquals(
        "<p>A <b>bold</b> <em>word</em></p><ul><li>one</li></ul>",
        MessageHtml.of(formatted("<p>A <b>bold</b> <em>word</em></p><ul><li>one</li></ul>")));
  }

  @Test
  void dropsWhatCouldRunOrReachOut() {
    String html =
        MessageHtml.of(
            formatted(
                "<script>alert(1)</script><img src=x onerror=alert(1)><p onclick=\"a()\""
                    + " style=\"x\">hi</p><a href=\"javascript:alert(1)\">a</a><iframe"
                    + " src=\"//e\"></iframe>"));
    assertEquals("<p>hi</p>a", html);
  }

  @Test
  void takesHeadingsAndReplyFallbacksOut() {
    assertEquals(
        "<b>Title</b>",
        MessageHtml.of(
            formatted("<mx-reply><blockquote>before</blockquote></mx-reply><h1>Title</h1>")));
  }

  @Test
  void escapesPlainTextAndLinksAddresses() {
    assertEquals(
        "<span class=\"cr-message__text\">1 &lt; 2, see <a class=\"govuk-link\" rel=\"nofollow"
            + " noopener noreferrer\""
            + " href=\"https://example.org/a?b=1&amp;c=2\">https://example.org/a?b=1&amp;c=2</a>.</span>",
        MessageHtml.plain("1 < 2, see https://example.org/a?b=1&c=2."));
  }

  @Test
  void leavesTheQuotedPartOfAnOldStyleReplyOut() {
    ObjectNode content =
        Json.object().put("msgtype", "m.text").put("body", "> <@a:b> Hi\n> there\n\nYes");
    content.putObject("m.relates_to").putObject("m.in_reply_to").put("event_id", "$x");
    assertTrue(MessageHtml.of(content).contains(">Yes<"));
    assertFalse(MessageHtml.of(content).contains("there"));
  }

  @Test
  void neverLetsAnActiveElementThrough() {
    String[] pieces = {
      "<",
      ">",
      "script",
      "img",
      " src=",
      "onerror=",
      "'",
      "\"",
      "/",
      "a href=",
      "javascript:",
      "svg",
      "style",
      "&lt;",
      "&#x3c;",
      "p",
      "b",
      " ",
      "x",
      "\n",
      "\u0000"
    };
    Random random = new Random(7);
    for (int i = 0; i < 3000; i++) {
      StringBuilder html = new StringBuilder();
      for (int j = 0; j < 14; j++) {
        html.append(pieces[random.nextInt(pieces.length)]);
      }
      String clean = MessageHtml.clean(html.toString());
      assertFalse(
          clean.matches("(?is).*<(script|img|svg|style|iframe)\\b.*|.*<[^>]*\\bonerror=.*"), clean);
      assertFalse(clean.matches("(?is).*<[^>]*href=\"javascript.*"), clean);
    }
  }
}
