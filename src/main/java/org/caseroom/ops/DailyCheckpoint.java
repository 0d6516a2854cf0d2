package org.caseroom.ops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.caseroom.cases.CheckpointNotices;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Once a day (UTC) a checkpoint of the audit log is posted to the hubs and written to where the
 * operator says. After days that were missed it happens once, for the day at hand: a checkpoint
 * fixes all that came before it.
 */
final class DailyCheckpoint implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DailyCheckpoint.class);
  private static final long LOOK_SECONDS = 60;

  private final CheckpointNotices notices;
  private final @Nullable Path folder;
  private final InstantSource clock;
  private final ScheduledExecutorService background;
  private @Nullable LocalDate done;

  /**
   * Starts looking, each minute.
   *
   * @param folder where checkpoints are written to; null for nowhere
   */
  DailyCheckpoint(CheckpointNotices notices, @Nullable Path folder, InstantSource clock) {
    this.notices = notices;
    this.folder = folder;
    this.clock = clock;
    this.background =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "daily-checkpoint");
              thread.setDaemon(true);
              return thread;
            });
    background.scheduleWithFixedDelay(
        this::tryToLook, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  private void tryToLook() {
    try {
      look();
    } catch (RuntimeException e) {
      LOG.error("The day's checkpoint could not be posted or written; it is tried again", e);
    }
  }

  /** Does what is due. */
  synchronized void look() {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    if (today.equals(done)) {
      return;
    }
    String note = notices.post(today);
    Path to = folder;
    if (to != null) {
      write(to, today, note);
    }
    done = today;
  }

  /** One file a day, which stays as it was written first, and {@code latest}. */
  private static void write(Path folder, LocalDate day, String note) {
    try {
      Files.createDirectories(folder);
      Path file = folder.resolve("checkpoint-" + day + ".txt");
      if (!Files.exists(file)) {
        replace(file, note);
      }
      replace(folder.resolve("latest"), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whoever copies the folder meanwhile finds whole files only. */
  private static void replace(Path file, String note) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.writeString(part, note);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() {
    background.shutdown();
    try {
      if (!background.awaitTermination(30, TimeUnit.SECONDS)) {
        LOG.warn("The day's checkpoint did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
