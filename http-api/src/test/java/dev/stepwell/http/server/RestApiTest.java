package dev.stepwell.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import dev.stepwell.engine.model.Shards;
import dev.stepwell.engine.store.StoreUnavailableException;
import dev.stepwell.http.rest.NodeResources;
import dev.stepwell.http.rest.RestApi;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestApiTest {
  @Test
  void tellsOfEachNode() throws Exception {
    try (var node = new TestNode()) {
      var reply = node.get("/api/v1/nodes");
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.response().headers().firstValue("content-type"))
          .contains("application/json");
      assertThat(reply.body().path("nodes")).hasSize(1);
      var self = reply.body().path("nodes").path(0);
      assertThat(self.propertyNames())
          .containsExactly(
              "nodeId",
              "address",
              "startedAt",
              "silentForMillis",
              "shards",
              "commandsQueued",
              "executionsCached",
              "commits",
              "commitsPerSecond",
              "callsInFlight",
              "openPolls");
      assertThat(self.path("address").asString()).isEqualTo("test");
      assertThat(self.path("shards").asInt()).isEqualTo(Shards.COUNT);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1", "/api/v1/", "/api/v1/node", "/api/v1/nodes/a"})
  void whatIsNotThereIsAProblem(String path) throws Exception {
    try (var node = new TestNode()) {
      var reply = node.get(path);
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.response().headers().firstValue("content-type"))
          .contains("application/problem+json");
      assertThat(reply.body().path("status").asInt()).isEqualTo(404);
      assertThat(reply.text("detail")).contains("GET").contains(path);
    }
  }

  @Test
  void anOutageIsAProblem() throws Exception {
    var rest =
        new RestApi(
            new NodeResources(
                    () -> {
                      throw new StoreUnavailableException("gone", new IOException("gone"));
                    })
                .routes());
    var listener = TestNode.listener(List.of(), rest, () -> {});
    listener.start();
    try (var client = HttpClient.newHttpClient()) {
      var response =
          client.send(
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:" + listener.port() + "/api/v1/nodes"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(Json.parse(response.body()).path("title").asString())
          .isEqualTo("ServiceUnavailable");
    } finally {
      listener.close();
    }
  }
}
