package org.caseroom.matrix.account;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.matrix.Endpoint;
import org.caseroom.matrix.Endpoint.Access;
import org.caseroom.matrix.Endpoint.Body;
import org.caseroom.matrix.Fields;
import org.caseroom.matrix.MatrixRequest;
import org.caseroom.matrix.MatrixResponse;
import org.jspecify.annotations.Nullable;

/**
 * The pages for clients that do not know a stage of registering ("Fallback" of the section on
 * user-interactive authentication): they open one in a browser, and go on when it is done.
 */
final class AuthFallbackApi {
  private static final String PATH = "/_matrix/client/v3/auth/{authType}/fallback/web";
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline';"
              + " form-action 'self'; frame-ancestors 'none'",
          "Cache-Control",
          "no-store");
  private static final int MOST_BYTES = 4_096;

  private final InteractiveAuth auth;

  AuthFallbackApi(InteractiveAuth auth) {
    this.auth = auth;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of("GET", PATH, Access.PUBLIC, Body.NONE, this::show),
        Endpoint.of("POST", PATH, Access.PUBLIC, Body.FILE, this::complete));
  }

  private static String type(MatrixRequest request) {
    String type = request.pathParameter("authType");
    if (!type.equals(AuthStages.DUMMY) && !type.equals(AuthStages.TOKEN)) {
      throw Problem.of(404, "M_UNRECOGNIZED", "There is no page for this stage.");
    }
    return type;
  }

  private static String session(MatrixRequest request) {
    return request
        .queryParameter("session")
        .orElseThrow(() -> Problem.missingParam("'session' is missing: send it in the query."));
  }

  private MatrixResponse show(MatrixRequest request) {
    session(request);
    String field =
        type(request).equals(AuthStages.TOKEN)
            ? "<p><label>Registration token <input name=\"token\" required></label></p>"
            : "";
    return page("<form method=\"post\">" + field + "<p><button>Go on</button></p></form>");
  }

  private MatrixResponse complete(MatrixRequest request) {
    Fields form = Fields.of(Json.object().put("token", token(request.file())));
    auth.complete(session(request), type(request), form, request.remoteAddress());
    return page(
        "<p>Thank you. You can close this page and go back.</p><script>"
            + "if (window.onAuthDone) { window.onAuthDone(); }"
            + " else if (window.opener && window.opener.postMessage)"
            + " { window.opener.postMessage('authDone', '*'); }</script>");
  }

  private static String token(@Nullable Path form) {
    try {
      String text = form == null || Files.size(form) > MOST_BYTES ? "" : Files.readString(form);
      for (String pair : text.split("&", -1)) {
        if (pair.startsWith("token=")) {
          return URLDecoder.decode(pair.substring("token=".length()), StandardCharsets.UTF_8);
        }
      }
      return "";
    } catch (IllegalArgumentException | java.nio.charset.CharacterCodingException e) {
      throw Problem.invalidParam("This is no form that can be read.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MatrixResponse page(String body) {
    String html =
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Register</title>"
            + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"></head>"
            + "<body><main><h1>Register</h1>"
            + body
            + "</main></body></html>";
    return new MatrixResponse.Bytes(
        200, HEADERS, "text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8));
  }
}
