package org.caseroom.web.api;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.caseroom.base.Problem;
import org.caseroom.cases.story.StoryBook;

/** The family's story. */
final class StoryHandlers {
  private final ApiServices services;

  StoryHandlers(ApiServices services) {
    this.services = services;
  }

  void register(ApiRoutes api) {
    api.get("/api/cases/{reference}/story", this::book);
    api.get("/api/cases/{reference}/story/export", this::export);
    api.put("/api/cases/{reference}/story/{section}", this::write);
    api.post("/api/cases/{reference}/story-read", this::read);
  }

  private Object book(ApiCall call) {
    return services.cases().stories().book(call.by(), call.reference(), "api");
  }

  /** The family's own book, as a page or as JSON. */
  private Object export(ApiCall call) {
    String format = call.query("format");
    if (!format.equals("html") && !format.equals("json")) {
      throw Problem.invalidParam("'format' is html (a page to read and print) or json.");
    }
    StoryBook book = services.cases().stories().export(call.by(), call.reference());
    byte[] content =
        format.equals("html")
            ? StoryHtml.of(book).getBytes(StandardCharsets.UTF_8)
            : ApiJson.write(book);
    return new ApiFile(
        "story-" + book.reference() + "." + format,
        format.equals("html") ? "text/html; charset=utf-8" : "application/json",
        new ByteArrayInputStream(content));
  }

  private Object write(ApiCall call) {
    Body body = call.body();
    String title = body.text("title");
    String text = body.text("text");
    List<String> audience = body.texts("audience");
    String why = body.optional("why");
    body.end();
    return call.done(
        services
            .cases()
            .stories()
            .write(call.by(), call.reference(), call.path("section"), title, text, audience, why));
  }

  private Object read(ApiCall call) {
    call.noBody();
    return call.done(services.cases().stories().acknowledge(call.by(), call.reference()));
  }
}
