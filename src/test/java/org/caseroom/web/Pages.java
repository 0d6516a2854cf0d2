package org.caseroom.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caseroom.ops.TestCaseroom;

/** A visitor with a cookie jar who follows redirects and sends forms, without a script. */
public final class Pages {
  private static final Pattern TOKEN = Pattern.compile("name=\"_token\" value=\"([^\"]+)\"");

  private final String base;
  private final CookieManager cookies = new CookieManager();
  private final HttpClient client =
      HttpClient.newBuilder()
          .cookieHandler(cookies)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();
  private String token = "";

  /** One who is not signed in yet. */
  public Pages(String base) {
    this.base = base;
  }

  /** One who is signed in. */
  public static Pages signedIn(String base, String name) {
    Pages pages = new Pages(base);
    pages.get("/sign-in");
    pages.post("/sign-in", "name", name, "password", TestCaseroom.PASSWORD, "next", "/");
    return pages;
  }

  /** Loads a page. */
  public HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(URI.create(base + path)).GET().build());
  }

  /** One who has this access token, as the cookie of a session has it. */
  public static Pages withToken(String base, String accessToken) {
    Pages pages = new Pages(base);
    HttpCookie cookie = new HttpCookie("caseroom_session", accessToken);
    cookie.setPath("/");
    cookie.setVersion(0);
    pages.cookies.getCookieStore().add(URI.create(base), cookie);
    return pages;
  }

  /** Opens a page and all that it links to below its own address: each has to open. */
  public Set<String> crawl(String start) {
    Pattern link = Pattern.compile("href=\"(" + Pattern.quote(start) + "[^\"#?]*)\"");
    Set<String> seen = new TreeSet<>(Set.of(start));
    Deque<String> next = new ArrayDeque<>(seen);
    while (!next.isEmpty()) {
      String path = next.remove();
      HttpResponse<String> page = get(path);
      assertEquals(200, page.statusCode(), path + ": " + page.body());
      link.matcher(page.body())
          .results()
          .map(found -> found.group(1))
          .filter(seen::add)
          .forEach(next::add);
    }
    return seen;
  }

  /** Sends a form with the token of the page that was loaded last. */
  public HttpResponse<String> post(String path, String... fields) {
    List<String> all = new ArrayList<>(List.of(fields));
    all.add("_token");
    all.add(token);
    return postWithoutToken(path, all.toArray(String[]::new));
  }

  /** Sends a form as another site would. */
  HttpResponse<String> postWithoutToken(String path, String... fields) {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < fields.length; i += 2) {
      body.append(i == 0 ? "" : "&")
          .append(URLEncoder.encode(fields[i], StandardCharsets.UTF_8))
          .append('=')
          .append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
    }
    return send(
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build());
  }

  /** Sends a message form with a file. */
  HttpResponse<String> upload(String path, String text, String fileName, byte[] file) {
    String boundary = "----caseroom-test";
    String part = "--" + boundary + "\r\nContent-Disposition: form-data; name=";
    String before =
        part
            + "\"_token\"\r\n\r\n"
            + token
            + "\r\n"
            + part
            + "\"text\"\r\n\r\n"
            + text
            + "\r\n"
            + part
            + "\"file\"; filename=\""
            + fileName
            + "\"\r\n"
            + "Content-Type: text/plain\r\n\r\n";
    String after = "\r\n--" + boundary + "--\r\n";
    return send(
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
            .POST(
                HttpRequest.BodyPublishers.ofByteArrays(
                    List.of(
                        before.getBytes(StandardCharsets.UTF_8),
                        file,
                        after.getBytes(StandardCharsets.UTF_8))))
            .build());
  }

  /** Sends any body as any type. */
  HttpResponse<String> raw(String path, String contentType, String body) {
    return send(
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      HttpResponse<String> response =
          client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      Matcher found = TOKEN.matcher(response.body());
      if (found.find()) {
        token = found.group(1);
      }
      return response;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
