package org.caseroom.web.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Whole cases as files. */
final class PackHandlers {
  private final ApiServices services;

  PackHandlers(ApiServices services) {
    this.services = services;
  }

  void register(ApiRoutes api) {
    api.post("/api/cases/{reference}/export", this::export);
    api.get("/api/audit/checkpoint", this::checkpoint);
  }

  /** For whoever is signed in: a checkpoint is there to be kept by others. */
  private Object checkpoint(ApiCall call) {
    call.caller();
    return services.cases().wholePacks().checkpoint();
  }

  private Object export(ApiCall call) {
    Body body = call.body();
    String reason = body.text("reason");
    body.end();
    try {
      Path file = Files.createTempFile("caseroom-pack-", ".zip");
      boolean done = false;
      try {
        services.cases().wholePacks().export(call.by(), call.reference(), reason, file);
        InputStream content = Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE);
        done = true;
        return new ApiFile(call.reference() + ".zip", "application/zip", content);
      } finally {
        if (!done) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
