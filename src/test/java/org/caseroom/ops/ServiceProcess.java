package org.caseroom.ops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Caseroom in a process of its own, as an installation runs it: for what can only be seen from
 * outside, such as what is left after SIGKILL, or how much memory and processor time it takes.
 */
public final class ServiceProcess implements AutoCloseable {
  private static final Pattern READY =
      Pattern.compile("Caseroom is ready at (http://127\\.0\\.0\\.1:\\d+)");
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Process process;
  private final Path output;
  private final String url;

  private ServiceProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
    this.url = awaitReady();
  }

  /**
   * Starts one, without a demo or limits on how often one may ask, on a free port, and waits until
   * it is ready.
   *
   * @param data its data folder
   * @param jvm options for the Java virtual machine
   * @param options further options of {@code caseroom serve}
   */
  public static ServiceProcess start(Path data, List<String> jvm, List<String> options) {
    List<String> command = java(jvm);
    command.addAll(List.of("serve", "--empty", "--host", "127.0.0.1", "--port", "0"));
    command.addAll(List.of("--data", data.toString(), "--config", unlimited().toString()));
    command.addAll(options);
    try {
      Path output = Files.createTempFile("caseroom-process-", ".log");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      return new ServiceProcess(process, output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path unlimited() {
    try {
      Path file = Files.createTempFile("caseroom-process-", ".yaml");
      Files.writeString(file, "rateLimits:\n  enabled: false\n");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs a command of the command line in a process of its own.
   *
   * @return the exit code and what was printed
   */
  public static Finished run(String... arguments) {
    List<String> command = java(List.of("-XX:TieredStopAtLevel=1"));
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Finished(process.waitFor(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * A command that has ended.
   *
   * @param exitCode 0 when it did what it was asked
   * @param output what it printed, errors too
   */
  public record Finished(int exitCode, String output) {}

  private static List<String> java(List<String> jvm) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvm);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("org.caseroom.ops.Main");
    return command;
  }

  private String awaitReady() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      String text = output();
      Matcher ready = READY.matcher(text);
      if (ready.find()) {
        return ready.group(1);
      }
      if (hasEnded(20)) {
        throw new AssertionError("The service ended before it was ready:\n" + output());
      }
    }
    process.destroyForcibly();
    throw new AssertionError("The service was not ready in time:\n" + output());
  }

  private boolean hasEnded(long waitMillis) {
    try {
      return process.waitFor(waitMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Its address, such as {@code http://127.0.0.1:40123}. */
  public String url() {
    return url;
  }

  /** The number of its process. */
  public long pid() {
    return process.pid();
  }

  /** What it has printed so far. */
  public String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it at once, in whatever it is doing (SIGKILL), and waits until it is gone. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** Asks it to end (SIGTERM), and waits until it has; kills it when it does not. */
  @Override
  public void close() {
    if (process.isAlive()) {
      process.destroy();
      if (!hasEnded(30_000)) {
        kill();
        throw new AssertionError("The service did not end when asked:\n" + output());
      }
    }
    try {
      Files.deleteIfExists(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitEnd() {
    if (!hasEnded(30_000)) {
      throw new AssertionError("The process did not end although it was killed.");
    }
  }
}
