package org.caseroom.matrix;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.matrix.Endpoint.Access;
import org.caseroom.matrix.Endpoint.Body;

/** What this server is and can: asked by clients before anything else. */
final class DiscoveryApi {
  /** The versions of the specification whose clients find here what they ask for. */
  private static final List<String> VERSIONS =
      List.of(
          "r0.6.1", "v1.1", "v1.2", "v1.3", "v1.4", "v1.5", "v1.6", "v1.7", "v1.8", "v1.9", "v1.10",
          "v1.11", "v1.12", "v1.13", "v1.14", "v1.15", "v1.16", "v1.17", "v1.18");

  private final MatrixSettings settings;
  private final InstantSource clock;

  DiscoveryApi(MatrixSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of("GET", "/.well-known/matrix/client", Access.PUBLIC, Body.NONE, this::wellKnown),
        Endpoint.of(
            "GET", "/.well-known/matrix/support", Access.PUBLIC, Body.NONE, request -> support()),
        Endpoint.of(
            "GET",
            "/.well-known/matrix/policy_server",
            Access.PUBLIC,
            Body.NONE,
            request -> {
              throw Problem.notFound("This server is no policy server and names none.");
            }),
        Endpoint.of(
            "GET", "/_matrix/client/versions", Access.OPTIONAL, Body.NONE, request -> versions()),
        Endpoint.of(
            "GET",
            "/_matrix/client/v3/voip/turnServer",
            Access.SIGNED_IN,
            Body.NONE,
            this::turnServer),
        unknown("/_matrix/client/v1/auth_metadata"),
        unknown("/_matrix/client/unstable/org.matrix.msc2965/auth_metadata"),
        unknown("/_matrix/client/unstable/org.matrix.msc2965/auth_issuer"));
  }

  private static Endpoint unknown(String path) {
    return Endpoint.of(
        "GET",
        path,
        Access.PUBLIC,
        Body.NONE,
        request -> {
          throw Problem.of(
              404,
              "M_UNRECOGNIZED",
              "This server signs people in itself and not through OAuth: use /login.");
        });
  }

  private MatrixResponse wellKnown(MatrixRequest request) {
    ObjectNode answer = Json.object();
    answer.putObject("m.homeserver").put("base_url", url(request));
    return new MatrixResponse.JsonBody(
        200, Map.of("Cache-Control", "public, max-age=3600"), answer);
  }

  private String url(MatrixRequest request) {
    if (settings.publicUrl() != null) {
      return settings.publicUrl();
    }
    String host = request.headers().get("host");
    if (host == null || !host.matches("[A-Za-z0-9.\\-\\[\\]:]{1,255}")) {
      throw Problem.notFound("This server does not know the address it is reached under.");
    }
    boolean secure = "https".equals(request.headers().get("x-forwarded-proto"));
    return (secure ? "https://" : "http://") + host;
  }

  private MatrixResponse support() {
    MatrixSettings.Support support = settings.support();
    if (support.email() == null && support.page() == null) {
      throw Problem.notFound("Nobody is named here who helps: ask whoever gave you your account.");
    }
    ObjectNode answer = Json.object();
    if (support.email() != null) {
      answer
          .putArray("contacts")
          .addObject()
          .put("email_address", support.email())
          .put("role", "m.role.admin");
    }
    if (support.page() != null) {
      answer.put("support_page", support.page());
    }
    return MatrixResponse.ok(answer);
  }

  /** Without a relay the answer is empty, as clients know it of other servers. */
  private MatrixResponse turnServer(MatrixRequest request) {
    Turn turn = settings.turn();
    return MatrixResponse.ok(
        turn == null ? Json.object() : turn.credentials(request.user(), clock.instant()));
  }

  private static MatrixResponse versions() {
    ObjectNode answer = Json.object();
    ArrayNode versions = answer.putArray("versions");
    VERSIONS.forEach(versions::add);
    answer
        .putObject("unstable_features")
        // Sliding sync in its simplified form (MSC4186): its name is that of the first proposal.
        .put("org.matrix.simplified_msc3575", true)
        .put("org.matrix.msc4155", true)
        .put("uk.half-shot.msc2666.query_mutual_rooms", true)
        // Profile fields under their stable addresses (MSC4133), for clients that look for the
        // name.
        .put("uk.tcpip.msc4133.stable", true);
    return MatrixResponse.ok(answer);
  }
}
