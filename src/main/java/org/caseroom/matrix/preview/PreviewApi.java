package org.caseroom.matrix.preview;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.caseroom.base.OutboundAddresses;
import org.caseroom.base.Problem;
import org.caseroom.matrix.Endpoint;
import org.caseroom.matrix.Endpoint.Access;
import org.caseroom.matrix.Endpoint.Body;
import org.caseroom.matrix.MatrixRequest;
import org.caseroom.matrix.MatrixResponse;
import org.caseroom.matrix.MatrixServices;

/** {@code preview_url} (client-server API, "Content repository"). */
public final class PreviewApi implements AutoCloseable {
  private final Previews previews;

  /**
   * Makes the endpoints.
   *
   * @param folder where files may be put for the moment: on the same disk as media
   */
  public PreviewApi(MatrixServices services, PreviewSettings settings, Path folder) {
    this.previews =
        new Previews(
            new WebFetcher(
                OutboundAddresses.publicAnd(settings.addresses()), new PageRules(settings), folder),
            services.media(),
            services.clock());
  }

  /** The endpoints of this class. */
  public List<Endpoint> endpoints() {
    return List.of(get("/_matrix/media/v3"), get("/_matrix/client/v1/media"));
  }

  private Endpoint get(String base) {
    return new Endpoint("GET", base + "/preview_url", Access.SIGNED_IN, Body.NONE, this::preview);
  }

  private CompletionStage<MatrixResponse> preview(MatrixRequest request) {
    URI address =
        WebAddress.of(
            request
                .queryParameter("url")
                .orElseThrow(
                    () -> Problem.missingParam("'url' is missing: send the page's address.")));
    Long at = request.queryNumber("ts").orElse(null);
    return previews.of(address, request.user(), at).thenApply(MatrixResponse::ok);
  }

  @Override
  public void close() {
    previews.close();
  }
}
