package org.caseroom.bench;

import java.util.Locale;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;

/** Reads that people wait for: the first sync of somebody in many rooms, and paging back. */
final class Reading {
  private final Subject subject;
  private final Wire.Loop loop;

  Reading(Subject subject, Wire.Loop loop) {
    this.subject = subject;
    this.loop = loop;
  }

  /**
   * What came out.
   *
   * @param latencies of each request
   * @param bytes of an answer, on average
   * @param cpuEach the service's processor time for a request, milliseconds
   * @param events how many events were read
   */
  record Outcome(Latencies latencies, long bytes, double cpuEach, int events) {
    String cpu() {
      return String.format(Locale.ROOT, "%.1f", cpuEach);
    }

    /** Events read in a second of waiting. */
    double perSecond() {
      return events / latencies.totalSeconds();
    }
  }

  /** Signs in again and again, as on a new device. */
  Outcome initialSync(String token, int times) {
    Wire wire = loop.open(1).get(0);
    byte[] request = Wire.request("GET", "/_matrix/client/v3/sync", token, null);
    for (int i = 0; i < times / 2; i++) {
      wire.call(request);
    }
    Latencies latencies = new Latencies();
    long bytes = 0;
    double cpu = subject.cpuMillis();
    for (int i = 0; i < times; i++) {
      long start = System.nanoTime();
      bytes += wire.call(request).length();
      latencies.add(System.nanoTime() - start);
    }
    double used = subject.cpuMillis() - cpu;
    wire.close();
    return new Outcome(latencies, bytes / times, used / times, 0);
  }

  /** Searches all that somebody may see, again and again, for words that are in every message. */
  Outcome search(String token, int times) {
    Wire wire = loop.open(1).get(0);
    String body =
        "{\"search_categories\":{\"room_events\":{\"search_term\":\"week school\",\"order_by\":\"recent\"}}}";
    byte[] request = Wire.request("POST", "/_matrix/client/v3/search", token, body);
    for (int i = 0; i < times; i++) {
      wire.call(request);
    }
    Latencies latencies = new Latencies();
    long bytes = 0;
    double cpu = subject.cpuMillis();
    for (int i = 0; i < times; i++) {
      long start = System.nanoTime();
      bytes += wire.call(request).length();
      latencies.add(System.nanoTime() - start);
    }
    double used = subject.cpuMillis() - cpu;
    wire.close();
    return new Outcome(latencies, bytes / times, used / times, 0);
  }

  /** Pages back through a room, a hundred events at a time. */
  Outcome pageBack(String token, RoomId room, int events) {
    Wire wire = loop.open(1).get(0);
    Latencies latencies = new Latencies();
    String from = "";
    int read = 0;
    long bytes = 0;
    double cpu = subject.cpuMillis();
    while (read < events) {
      byte[] request =
          Wire.request(
              "GET",
              "/_matrix/client/v3/rooms/" + room + "/messages?dir=b&limit=100" + from,
              token,
              null);
      long start = System.nanoTime();
      String answer = wire.call(request);
      latencies.add(System.nanoTime() - start);
      bytes += answer.length();
      var page = Json.parse(answer);
      read += page.path("chunk").size();
      if (!page.hasNonNull("end")) {
        break;
      }
      from = "&from=" + page.path("end").asText();
    }
    double used = subject.cpuMillis() - cpu;
    wire.close();
    return new Outcome(latencies, bytes / latencies.count(), used / latencies.count(), read);
  }
}
