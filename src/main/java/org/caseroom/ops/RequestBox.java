package org.caseroom.ops;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a command line reaches a running service: by a file in a folder inside the data folder, which
 * is its owner's alone. Whoever can write there owns the service's keys and database anyway, so
 * that nobody gains a right by it, and no port need be open. A node on a shared database has a data
 * folder, and a box, of its own.
 */
final class RequestBox implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RequestBox.class);
  private static final String FOLDER = "requests";
  private static final String REQUEST = ".request";
  private static final String ANSWER = ".answer";
  private static final String TEXT = "text";
  private static final String DONE = "done";
  private static final long LOOK_MS = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(45);

  private final Path folder;
  private final UnaryOperator<String> work;
  private final Thread thread = new Thread(this::watch, "requests");
  private volatile boolean closed;

  private RequestBox(Path folder, UnaryOperator<String> work) {
    this.folder = folder;
    this.work = work;
  }

  /**
   * Opens the box of a service that runs. What was asked while none ran is thrown away.
   *
   * @param work does what is asked, and answers; a {@link Problem} is told to whoever asked
   */
  static RequestBox open(Path data, UnaryOperator<String> work) {
    Path folder = data.resolve(FOLDER);
    try {
      Files.createDirectories(folder, Keys.ownerOnly(folder, "rwx------"));
      try (DirectoryStream<Path> old = Files.newDirectoryStream(folder)) {
        for (Path file : old) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw DataFolder.unwritable(folder, e);
    }
    RequestBox box = new RequestBox(folder, work);
    box.thread.setDaemon(true);
    box.thread.start();
    return box;
  }

  private void watch() {
    while (!closed) {
      look();
      try {
        Thread.sleep(LOOK_MS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void look() {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + REQUEST)) {
      for (Path file : files) {
        answer(file);
      }
    } catch (IOException e) {
      LOG.warn("A request could not be read", e);
    }
  }

  private void answer(Path request) throws IOException {
    // Whatever it holds is answered: what is no text is no request that is known.
    String asked = new String(Files.readAllBytes(request), StandardCharsets.UTF_8).strip();
    Files.delete(request);
    ObjectNode answer = Json.object();
    try {
      answer.put(DONE, true).put(TEXT, work.apply(asked));
    } catch (Problem problem) {
      answer.put(DONE, false).put(TEXT, problem.message());
    } catch (RuntimeException e) {
      LOG.error("A request from the command line failed", e);
      answer.put(DONE, false).put(TEXT, "This failed in the service: its log says why.");
    }
    String name = String.valueOf(request.getFileName());
    write(folder, name.substring(0, name.length() - REQUEST.length()), ANSWER, Json.write(answer));
  }

  /** A file that is there whole or not at all. */
  private static void write(Path folder, String name, String kind, String text) throws IOException {
    Path part = folder.resolve(name + ".part");
    Files.write(Files.createFile(part, Keys.ownerOnly(part, "rw-------")), utf8(text));
    Files.move(part, folder.resolve(name + kind), StandardCopyOption.ATOMIC_MOVE);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Asks the service that runs on a data folder.
   *
   * @return its answer
   * @throws Problem what it says is wrong; {@code ORG.CASEROOM_DATA} when none runs
   */
  static String ask(Path data, String what) {
    requireRunning(data);
    Path folder = data.resolve(FOLDER);
    String name = UUID.randomUUID().toString();
    Path answer = folder.resolve(name + ANSWER);
    try {
      write(folder, name, REQUEST, what);
      long until = System.nanoTime() + PATIENCE.toNanos();
      while (!Files.exists(answer)) {
        if (System.nanoTime() > until) {
          Files.deleteIfExists(folder.resolve(name + REQUEST));
          throw none(data, "did not answer. Look at its log");
        }
        Thread.sleep(LOOK_MS);
      }
      ObjectNode said = Json.parseObject(Files.readAllBytes(answer));
      Files.delete(answer);
      if (said.path(DONE).asBoolean()) {
        return said.path(TEXT).asText();
      }
      throw Problem.of(409, "ORG.CASEROOM_CONFIGURATION", said.path(TEXT).asText());
    } catch (IOException e) {
      throw DataFolder.unwritable(folder, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw none(data, "was not waited for. Ask again");
    }
  }

  /** A service holds the lock of its data folder. */
  private static void requireRunning(Path data) {
    Path lock = data.resolve("lock");
    if (Files.exists(lock)) {
      try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
        if (channel.tryLock() == null) {
          return;
        }
      } catch (OverlappingFileLockException held) {
        return;
      } catch (IOException e) {
        throw DataFolder.unwritable(lock, e);
      }
    }
    throw none(data, "does not run. A start reads the files anyway; another folder is --data");
  }

  private static Problem none(Path data, String what) {
    return Problem.of(
        500,
        "ORG.CASEROOM_DATA",
        "The Caseroom on the data folder " + data.toAbsolutePath().normalize() + " " + what + ".");
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
