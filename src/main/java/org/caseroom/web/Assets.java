package org.caseroom.web;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;
import org.caseroom.base.Problem;
import org.caseroom.web.view.Page;

/**
 * Style sheet, script and icon, kept in memory. The address of each holds the hash of its content,
 * so that browsers may keep it for a year and still never show an old one.
 */
final class Assets {
  /** Where they are served. */
  static final String PATH = "/assets/";

  private static final String GOVUK =
      "/META-INF/resources/webjars/govuk-frontend/5.14.0/dist/govuk/govuk-frontend.min.";
  private static final String OURS = "/org/caseroom/web/assets/";
  private static final Pattern FONT_FACE = Pattern.compile("@font-face\\{[^}]*\\}");
  private static final Pattern CREST = Pattern.compile("url\\(/assets/images/[^)]*\\)");
  private static final Pattern SOURCE_MAP =
      Pattern.compile("(/\\*|//)# sourceMappingURL=\\S*( \\*/)?");
  private static final String FOREVER = "public, max-age=31536000, immutable";

  private record Asset(String contentType, byte[] content) {}

  private final Map<String, Asset> byName = new LinkedHashMap<>();
  private final Page.AssetPaths paths;

  Assets() {
    String govukStyle = text(GOVUK + "css");
    govukStyle = FONT_FACE.matcher(govukStyle).replaceAll("");
    govukStyle = govukStyle.replace("GDS Transport,", "").replace("\"GDS Transport\",", "");
    govukStyle = CREST.matcher(govukStyle).replaceAll("none");
    govukStyle = SOURCE_MAP.matcher(govukStyle).replaceAll("");
    String govukScript = add("govuk", "js", SOURCE_MAP.matcher(text(GOVUK + "js")).replaceAll(""));
    String style = add("caseroom", "css", govukStyle + "\n" + text(OURS + "caseroom.css"));
    String script =
        add("caseroom", "js", text(OURS + "caseroom.js").replace("{govuk}", govukScript));
    String icon = add("icon", "svg", text(OURS + "icon.svg"));
    this.paths = new Page.AssetPaths(style, script, icon);
  }

  /** The addresses for the layout. */
  Page.AssetPaths paths() {
    return paths;
  }

  /** Serves one. */
  void serve(Context ctx) {
    Asset asset = byName.get(ctx.pathParam("name"));
    if (asset == null) {
      throw Problem.notFound("There is no such file.");
    }
    ctx.contentType(asset.contentType()).header("Cache-Control", FOREVER).result(asset.content());
  }

  private String add(String stem, String extension, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    String name = stem + "-" + hash(bytes) + "." + extension;
    byName.put(name, new Asset(type(extension), bytes));
    return PATH + name;
  }

  private static String type(String extension) {
    return switch (extension) {
      case "css" -> "text/css; charset=utf-8";
      case "js" -> "text/javascript; charset=utf-8";
      default -> "image/svg+xml";
    };
  }

  private static String hash(byte[] bytes) {
    return DigestUtils.sha256Hex(bytes).substring(0, 16);
  }

  private static String text(String resource) {
    try (InputStream in = Assets.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("The build lacks " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
