package org.caseroom.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caseroom.ops.ServiceProcess;

/** The service that is measured, as its process shows itself to the operating system. */
final class Subject implements AutoCloseable {
  private static final Pattern HEAP_TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");
  private static final double TICKS_PER_SECOND = 100;

  private final ServiceProcess process;

  Subject(Path data, List<String> jvm, List<String> options) {
    this.process = ServiceProcess.start(data, jvm, options);
  }

  String url() {
    return process.url();
  }

  /** Processor time used since it started, all cores, milliseconds. */
  double cpuMillis() {
    try {
      String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      // utime and stime, fields 14 and 15 of proc(5), in ticks of 10 ms.
      long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
      return ticks * 1_000 / TICKS_PER_SECOND;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is alive in its heap after a full collection, bytes. */
  long liveHeap() {
    try {
      Process jcmd =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  Long.toString(process.pid()),
                  "GC.class_histogram")
              .redirectErrorStream(true)
              .start();
      String text = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Matcher total = HEAP_TOTAL.matcher(text);
      if (!total.find()) {
        throw new IllegalStateException(
            "jcmd says: " + text.substring(0, Math.min(500, text.length())));
      }
      return Long.parseLong(total.group(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The memory that it holds of the machine, bytes. */
  long residentBytes() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) * 1_024;
        }
      }
      throw new IllegalStateException("no VmRSS");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it has next to nothing to do. */
  void awaitQuiet() {
    double before = cpuMillis();
    for (int i = 0; i < 60; i++) {
      pause(500);
      double now = cpuMillis();
      if (now - before < 25) {
        return;
      }
      before = now;
    }
  }

  /** Lets time pass: what is measured is a rate. */
  static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
