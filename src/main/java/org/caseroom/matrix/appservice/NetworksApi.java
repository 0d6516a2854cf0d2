package org.caseroom.matrix.appservice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.matrix.Endpoint;
import org.caseroom.matrix.Endpoint.Access;
import org.caseroom.matrix.Endpoint.Body;
import org.caseroom.matrix.Endpoint.Handler;
import org.caseroom.matrix.MatrixRequest;
import org.caseroom.matrix.MatrixResponse;

/**
 * Other networks, their people and places, as the application services that lead there know them
 * (client-server API, "Third-party Networks"): each service of a network is asked, and what they
 * answer is put together. One that does not answer is passed over.
 */
final class NetworksApi {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String OLD = "/_matrix/app/unstable";

  private final Registrations registrations;
  private final Map<String, ServiceClient> clients;
  private final Protocols protocols;

  NetworksApi(
      Registrations registrations, Map<String, ServiceClient> clients, Protocols protocols) {
    this.registrations = registrations;
    this.clients = clients;
    this.protocols = protocols;
  }

  List<Endpoint> endpoints() {
    List<Endpoint> endpoints = new ArrayList<>();
    for (String prefix : List.of("/_matrix/client/v3", "/_matrix/client/unstable")) {
      endpoints.add(get(prefix + "/thirdparty/protocols", request -> all()));
      endpoints.add(get(prefix + "/thirdparty/protocol/{protocol}", this::one));
      for (String what : List.of("user", "location")) {
        endpoints.add(
            get(
                prefix + "/thirdparty/" + what + "/{protocol}",
                request -> byFields(request, what)));
      }
      endpoints.add(
          get(prefix + "/thirdparty/user", request -> reverse(request, "user", "userid")));
      endpoints.add(
          get(prefix + "/thirdparty/location", request -> reverse(request, "location", "alias")));
    }
    return endpoints;
  }

  private static Endpoint get(String path, Handler handler) {
    return new Endpoint("GET", path, Access.SIGNED_IN, Body.NONE, handler);
  }

  private CompletionStage<MatrixResponse> all() {
    Set<String> names = new LinkedHashSet<>();
    registrations.all().forEach(each -> names.addAll(each.protocols()));
    Map<String, CompletableFuture<Optional<ObjectNode>>> asked = new LinkedHashMap<>();
    names.forEach(name -> asked.put(name, protocols.of(name)));
    return CompletableFuture.allOf(asked.values().toArray(CompletableFuture<?>[]::new))
        .thenApply(
            done -> {
              ObjectNode answer = Json.object();
              asked.forEach((name, found) -> found.join().ifPresent(is -> answer.set(name, is)));
              return MatrixResponse.ok(answer);
            });
  }

  private CompletionStage<MatrixResponse> one(MatrixRequest request) {
    return protocols
        .of(request.pathParameter("protocol"))
        .thenApply(
            found ->
                MatrixResponse.ok(
                    found.orElseThrow(
                        () -> Problem.notFound("This server leads to no network of this name."))));
  }

  private CompletionStage<MatrixResponse> byFields(MatrixRequest request, String what) {
    String protocol = request.pathParameter("protocol");
    Map<String, String> fields = new LinkedHashMap<>();
    request
        .query()
        .forEach(
            (name, values) -> {
              boolean ours =
                  name.equals("access_token")
                      || (name.equals("user_id") && request.signedIn().service() != null);
              if (!ours) {
                fields.put(name, values.get(0));
              }
            });
    return ask(
        each -> each.protocols().contains(protocol),
        "/thirdparty/" + what + "/" + ServiceClient.encode(protocol),
        fields,
        what);
  }

  private CompletionStage<MatrixResponse> reverse(
      MatrixRequest request, String what, String parameter) {
    String value =
        request
            .queryParameter(parameter)
            .orElseThrow(() -> Problem.missingParam("'" + parameter + "' is missing."));
    return ask(
        each -> !each.protocols().isEmpty(), "/thirdparty/" + what, Map.of(parameter, value), what);
  }

  private CompletionStage<MatrixResponse> ask(
      Predicate<Registration> whom, String path, Map<String, String> query, String what) {
    List<CompletableFuture<JsonNode>> answers = new ArrayList<>();
    for (Registration service : registrations.all()) {
      ServiceClient client = clients.get(service.id());
      if (client != null && client.hasUrl() && whom.test(service)) {
        answers.add(list(client, path, ServiceClient.query(query)));
      }
    }
    return CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
        .thenApply(
            done -> {
              ArrayNode all = Json.array();
              answers.forEach(answer -> answer.join().forEach(each -> addSound(all, each, what)));
              if (all.isEmpty()) {
                throw Problem.notFound("None of the networks that this server leads to knows it.");
              }
              return MatrixResponse.ok(all);
            });
  }

  private static CompletableFuture<JsonNode> list(ServiceClient client, String path, String query) {
    return client
        .call(new ServiceClient.Call("GET", path, query, OLD, null), PATIENCE)
        .handle(
            (answer, error) ->
                error == null && answer.isGood() && answer.json().isArray()
                    ? answer.json()
                    : Json.array());
  }

  /** What is no result is not handed on to clients. */
  private static void addSound(ArrayNode all, JsonNode each, String what) {
    String name = what.equals("user") ? "userid" : "alias";
    if (each.path(name).isTextual()
        && each.path("protocol").isTextual()
        && each.path("fields").isObject()) {
      all.add(each);
    }
  }
}
