package org.caseroom.cases.decisions;

import static org.caseroom.cases.CasePlay.body;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureElement;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureNode;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.caseroom.audit.Checkpoint;
import org.caseroom.audit.NoteKey;
import org.caseroom.cases.CasePlay;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A decision on a page, in HTML and PDF: who can read it, how, and that its proof holds. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DecisionRecordTest {
  private final CasePlay play = new CasePlay();

  @BeforeAll
  void start() {
    play.upToConsent();
    play.act(
            "priya",
            "/decisions",
            body(
                "title", "Short breaks <at Tŷ Mawr>",
                "decided", "Two days a month",
                "reasons", "Jo and Sam are tired",
                "options", "A day nursery"))
        .ok();
    play.act(
            "tess",
            "/signatures",
            body("document", "decision/D1", "decided", "Agreed", "reasons", "Yes"))
        .ok();
  }

  @AfterAll
  void stop() {
    play.close();
  }

  private HttpResponse<byte[]> get(String who, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(play.caseroom().caseroom().url() + "/api/cases/REF-1/decisions/" + path))
            .header("Authorization", "Bearer " + play.token(who))
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  @Test
  void thePageSaysAllOfItAndItsProofHoldsWithoutUs() throws Exception {
    HttpResponse<byte[]> answer = get("tess", "D1/record.html");
    assertEquals(200, answer.statusCode(), text(answer));
    Document page = Jsoup.parse(text(answer));
    assertEquals("en-GB", page.selectFirst("html").attr("lang"));
    assertEquals("Decision 2: Short breaks <at Tŷ Mawr>", page.selectFirst("h1").text());
    String words = page.text();
    for (String said :
        List.of(
            "Two days a month",
            "Options considered A day nursery",
            "Priya, Permanency",
            "Tess, Team manager, on Tuesday 25 March 2025 at 14:00")) {
      assertTrue(words.contains(said), said + ": " + words);
    }
    List<String> path = page.select("#proof-path li").eachText();
    verify(
        page.selectFirst("#proof-leaf").wholeText(),
        Long.parseLong(page.selectFirst("#proof-entry").text()),
        path,
        page.selectFirst("#proof-checkpoint").wholeText(),
        page.selectFirst("#proof-key").text(),
        page.selectFirst("#proof-event").text());
    JsonNode json = play.get("tess", "/api/cases/REF-1/decisions/2/record").ok();
    assertEquals(
        json.path("record").path("event").asText(), page.selectFirst("#proof-event").text());
  }

  /** RFC 6962 by hand, so that it is not our own code that agrees with itself. */
  private static void verify(
      String leaf, long index, List<String> path, String checkpoint, String key, String event)
      throws Exception {
    assertTrue(leaf.contains("\"" + event + "\""), leaf);
    String[] lines = checkpoint.split("\n");
    long last = Long.parseLong(lines[1]) - 1;
    byte[] hash = sha(new byte[] {0}, leaf.getBytes(StandardCharsets.UTF_8));
    long at = index;
    for (String step : path) {
      byte[] other = Base64.getDecoder().decode(step);
      if (at % 2 == 1 || at == last) {
        hash = sha(new byte[] {1}, other, hash);
        while (at % 2 == 0 && at != 0) {
          at >>= 1;
          last >>= 1;
        }
      } else {
        hash = sha(new byte[] {1}, hash, other);
      }
      at >>= 1;
      last >>= 1;
    }
    assertEquals(0, last);
    assertArrayEquals(Base64.getDecoder().decode(lines[2]), hash, "the path leads to the root");
    NoteKey.Public verifier = NoteKey.Public.parse(key);
    assertEquals(
        Checkpoint.open(checkpoint, verifier).size(), Long.parseLong(lines[1]), "signed with it");
  }

  private static byte[] sha(byte[]... parts) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (byte[] part : parts) {
      digest.update(part);
    }
    return digest.digest();
  }

  @Test
  void thePdfIsTaggedTitledAndHasItsFonts() throws Exception {
    HttpResponse<byte[]> answer = get("tess", "2/record.pdf");
    assertEquals(200, answer.statusCode(), text(answer));
    assertEquals("application/pdf", answer.headers().firstValue("Content-Type").orElse(""));
    try (PDDocument pdf = Loader.loadPDF(answer.body())) {
      assertEquals("en-GB", pdf.getDocumentCatalog().getLanguage());
      assertTrue(pdf.getDocumentInformation().getTitle().contains("Short breaks"));
      assertTrue(pdf.getDocumentCatalog().getMarkInfo().isMarked());
      assertTrue(pdf.getDocumentCatalog().getViewerPreferences().displayDocTitle());
      String metadata =
          new String(pdf.getDocumentCatalog().getMetadata().toByteArray(), StandardCharsets.UTF_8);
      assertTrue(metadata.contains("pdfuaid"), metadata);
      Set<String> tags = new HashSet<>();
      tags(pdf.getDocumentCatalog().getStructureTreeRoot(), tags);
      assertTrue(tags.containsAll(Set.of("H1", "H2", "P", "L", "LI")), tags.toString());
      pdf.getPages()
          .forEach(
              page ->
                  page.getResources()
                      .getFontNames()
                      .forEach(
                          name ->
                              assertTrue(font(page.getResources(), name).isEmbedded(), "" + name)));
      String words = new PDFTextStripper().getText(pdf).replaceAll("\\s+", " ");
      for (String said : List.of("Short breaks <at Tŷ Mawr>", "Two days a month", "Key")) {
        assertTrue(words.contains(said), said + ": " + words);
      }
      JsonNode proof = play.get("tess", "/api/cases/REF-1/decisions/2/record").ok().path("proof");
      String tight = words.replace(" ", "");
      assertTrue(tight.contains(proof.path("event").asText()), words);
      assertTrue(tight.contains(proof.path("key").asText()), words);
    }
  }

  private static PDFont font(org.apache.pdfbox.pdmodel.PDResources from, COSName name) {
    try {
      return from.getFont(name);
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void tags(PDStructureNode node, Set<String> tags) {
    for (Object kid : node.getKids()) {
      if (kid instanceof PDStructureElement element) {
        tags.add(element.getStructureType());
        tags(element, tags);
      }
    }
  }

  @Test
  void largePrintIsLarge() throws Exception {
    assertEquals(18f, largestUsual(get("tess", "2/record.pdf?print=large").body()), 1f);
    assertEquals(11f, largestUsual(get("tess", "2/record.pdf").body()), 1f);
    assertEquals(400, get("tess", "2/record.pdf?print=tiny").statusCode());
  }

  /** The size in which the decision itself stands. */
  private static float largestUsual(byte[] bytes) throws Exception {
    List<Float> sizes = new ArrayList<>();
    try (PDDocument pdf = Loader.loadPDF(bytes)) {
      new PDFTextStripper() {
        @Override
        protected void writeString(String text, List<TextPosition> positions) {
          if (text.contains("Two days a month")) {
            sizes.add(positions.get(0).getFontSizeInPt());
          }
        }
      }.getText(pdf);
    }
    return sizes.get(0);
  }

  @Test
  void whoMayReadTheDecisionOpensItAndThatIsNoted() throws Exception {
    assertEquals(404, get("jo", "2/record.pdf").statusCode());
    assertEquals(404, get("stranger", "2/record.html").statusCode());
    assertEquals(404, get("tess", "99/record.html").statusCode());
    assertEquals(404, get("tess", "nonsense/record.html").statusCode());
    get("priya", "1/record.html");
    play.caseroom().caseroom().audit().flush();
    var audit = play.caseroom().caseroom().audit();
    List<String> opened =
        audit.read(0, (int) audit.size()).stream()
            .filter(entry -> entry.kind().equals("access"))
            .map(entry -> entry.data().toString())
            .filter(data -> data.contains("record of decision"))
            .toList();
    assertTrue(
        opened.stream()
            .anyMatch(data -> data.contains("@priya:") && data.contains("record of decision 1")),
        opened.toString());
    assertFalse(opened.stream().anyMatch(data -> data.contains("@jo:")), opened.toString());
  }
}
