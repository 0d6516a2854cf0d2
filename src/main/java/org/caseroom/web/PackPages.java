package org.caseroom.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.caseroom.base.Json;
import org.caseroom.cases.Packs;

/** The case to take along, as a file: each room to read, and as events that can be verified. */
final class PackPages {
  private final Cabinet cabinet;

  PackPages(Cabinet cabinet) {
    this.cabinet = cabinet;
  }

  void register(Doors doors) {
    doors.page("/cases/{case}/pack", this::download);
  }

  private void download(Visit visit) {
    Packs packs = cabinet.services().packs();
    Packs.Pack pack = packs.of(visit.user(), visit.path("case"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Packs.Room room : pack.rooms()) {
        String text =
            room.events().stream()
                .map(packs::line)
                .filter(Objects::nonNull)
                .collect(Collectors.joining("\n\n", room.name() + "\n\n", "\n"));
        put(zip, room.kind() + ".txt", text.getBytes(UTF_8));
        put(zip, room.kind() + ".json", Json.mapper().writeValueAsBytes(room.events()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    visit
        .http()
        .header(
            "Content-Disposition",
            "attachment; filename=\"" + pack.view().summary().reference() + ".zip\"")
        .contentType("application/zip")
        .result(bytes.toByteArray());
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
  }
}
