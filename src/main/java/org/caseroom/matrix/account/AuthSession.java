package org.caseroom.matrix.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.jspecify.annotations.Nullable;

/** A user-interactive authentication that is under way: for one operation, by one person. */
final class AuthSession {
  private final String id;
  private final @Nullable UserId user;
  private final String operation;
  private final long startedMs;
  private final Set<String> completed = new LinkedHashSet<>();
  private final Map<String, String> facts = new HashMap<>();
  private @Nullable String fingerprint;
  private @Nullable String body;

  AuthSession(String id, @Nullable UserId user, String operation, long startedMs) {
    this.id = id;
    this.user = user;
    this.operation = operation;
    this.startedMs = startedMs;
  }

  String id() {
    return id;
  }

  @Nullable UserId user() {
    return user;
  }

  /** The method and path that it is for. */
  String operation() {
    return operation;
  }

  long startedMs() {
    return startedMs;
  }

  synchronized List<String> completed() {
    return List.copyOf(completed);
  }

  synchronized void complete(String stage) {
    completed.add(stage);
  }

  /** What a stage found out, such as an address that was proved, by a name of the stage's own. */
  synchronized Optional<String> fact(String name) {
    return Optional.ofNullable(facts.get(name));
  }

  synchronized void fact(String name, String value) {
    facts.put(name, value);
  }

  /** The hash of the request that it began with; null while none was seen. */
  synchronized @Nullable String fingerprint() {
    return fingerprint;
  }

  /**
   * The request that it began with, where it is small enough to be kept: as text, since a tree of
   * it could be a hundred times as large.
   */
  synchronized @Nullable ObjectNode body() {
    return body == null ? null : Json.stored(body);
  }

  synchronized void began(String hash, @Nullable String request) {
    fingerprint = hash;
    body = request;
  }
}
