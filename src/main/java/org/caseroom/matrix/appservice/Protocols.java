package org.caseroom.matrix.appservice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.caseroom.base.Json;

/**
 * What application services say of the networks that they lead to. Clients ask at each start, so an
 * answer is good for an hour, and a service that gave none is asked again after a minute.
 */
final class Protocols {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration GOOD = Duration.ofHours(1);
  private static final Duration BAD = Duration.ofMinutes(1);

  private final Registrations registrations;
  private final Map<String, ServiceClient> clients;
  private final InstantSource clock;
  private final Map<Key, Known> known = new ConcurrentHashMap<>();

  private record Key(String service, String protocol) {}

  private record Known(Optional<ObjectNode> description, long untilMs) {}

  Protocols(Registrations registrations, Map<String, ServiceClient> clients, InstantSource clock) {
    this.registrations = registrations;
    this.clients = clients;
    this.clock = clock;
  }

  /** A network as all of its services describe it: the first one's words, everyone's instances. */
  CompletableFuture<Optional<ObjectNode>> of(String protocol) {
    List<CompletableFuture<Optional<ObjectNode>>> answers = new ArrayList<>();
    for (Registration service : registrations.all()) {
      if (service.url() != null && service.protocols().contains(protocol)) {
        answers.add(of(service, protocol));
      }
    }
    return CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
        .thenApply(
            done -> together(answers.stream().flatMap(each -> each.join().stream()).toList()));
  }

  private static Optional<ObjectNode> together(List<ObjectNode> descriptions) {
    if (descriptions.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode whole = descriptions.get(0).deepCopy();
    ArrayNode instances = Json.array();
    descriptions.forEach(each -> each.path("instances").forEach(instances::add));
    whole.set("instances", instances);
    return Optional.of(whole);
  }

  private CompletableFuture<Optional<ObjectNode>> of(Registration service, String protocol) {
    Key key = new Key(service.id(), protocol);
    Known before = known.get(key);
    ServiceClient client = clients.get(service.id());
    if (before != null && clock.millis() < before.untilMs()) {
      return CompletableFuture.completedFuture(before.description());
    }
    if (client == null) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    return client
        .call(
            new ServiceClient.Call(
                "GET",
                "/thirdparty/protocol/" + ServiceClient.encode(protocol),
                "",
                "/_matrix/app/unstable",
                null),
            PATIENCE)
        .handle(
            (answer, error) -> {
              Optional<ObjectNode> description =
                  error == null && answer.isGood() && answer.json() instanceof ObjectNode object
                      ? Optional.of(described(service, object))
                      : Optional.empty();
              Duration good = description.isPresent() ? GOOD : BAD;
              known.put(key, new Known(description, clock.millis() + good.toMillis()));
              return description;
            });
  }

  /** What the specification requires is there, and each instance has its id. */
  private static ObjectNode described(Registration service, ObjectNode given) {
    ObjectNode description = given.deepCopy();
    for (String list : List.of("user_fields", "location_fields")) {
      if (!description.path(list).isArray()) {
        description.putArray(list);
      }
    }
    if (!description.path("field_types").isObject()) {
      description.putObject("field_types");
    }
    if (!description.path("icon").isTextual()) {
      description.put("icon", "");
    }
    ArrayNode instances = Json.array();
    for (JsonNode each : description.path("instances")) {
      if (each instanceof ObjectNode instance) {
        if (instance.path("network_id").isTextual()) {
          instance.put("instance_id", service.id() + "|" + instance.get("network_id").textValue());
        }
        instances.add(instance);
      }
    }
    description.set("instances", instances);
    return description;
  }
}
