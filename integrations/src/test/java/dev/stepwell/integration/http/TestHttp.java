package dev.stepwell.integration.http;

import dev.stepwell.asl.json.Json;
import dev.stepwell.engine.thread.JvmThreads;
import dev.stepwell.integration.http.connection.Connection;
import dev.stepwell.integration.http.connection.Connections;
import dev.stepwell.integration.net.AddressPolicy;
import dev.stepwell.integration.net.Allowance;
import dev.stepwell.integration.net.WebClient;
import dev.stepwell.integration.peer.TestHosts;
import dev.stepwell.integration.peer.TestTls;
import dev.stepwell.integration.spi.Call;
import dev.stepwell.integration.spi.Operation;
import dev.stepwell.integration.spi.Outcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** HTTP tasks that reach what a test allows them. */
final class TestHttp implements AutoCloseable {
  static final int MOST_BYTES = 262_144;
  static final String KEY = "0f8fad5b-d9cb-469f-a165-70867728950e";

  private final HttpTasks tasks;

  private TestHttp(
      TestHosts hosts,
      Duration limit,
      Map<String, Connection> connections,
      InstantSource clock,
      String... allowed) {
    var allowances =
        Arrays.stream(allowed).map(text -> Allowance.parse(text).orElseThrow()).toList();
    var client =
        new WebClient(
            new JvmThreads(), AddressPolicy.internetAnd(allowances), hosts, TestTls.client());
    this.tasks =
        new HttpTasks(client, new Connections(connections, client, clock), "us-east-1", limit);
  }

  static TestHttp allowing(String... allowed) {
    return of(new TestHosts(), allowed);
  }

  static TestHttp of(TestHosts hosts, String... allowed) {
    return new TestHttp(hosts, HttpTasks.LIMIT, Map.of(), InstantSource.system(), allowed);
  }

  static TestHttp within(Duration limit, TestHosts hosts, String... allowed) {
    return new TestHttp(hosts, limit, Map.of(), InstantSource.system(), allowed);
  }

  static TestHttp with(
      Map<String, Connection> connections, InstantSource clock, String... allowed) {
    return new TestHttp(new TestHosts(), HttpTasks.LIMIT, connections, clock, allowed);
  }

  Outcome call(String parameters) throws InterruptedException {
    return tasks.call(
        new Call(
            new Operation("http", "invoke", Operation.Pattern.REQUEST_RESPONSE),
            Json.parse(parameters),
            "arn:aws:states:us-east-1:123456789012:execution:M:e",
            null,
            KEY,
            MOST_BYTES));
  }

  Outcome get(String url) throws InterruptedException {
    var parameters = Json.object();
    parameters.put("ApiEndpoint", url);
    parameters.put("Method", "GET");
    return call(Json.text(parameters));
  }

  static JsonNode answered(Outcome outcome) {
    if (outcome instanceof Outcome.Answered(var result)) {
      return result;
    }
    throw new AssertionError("not answered: " + outcome);
  }

  static Outcome.Failed failed(Outcome outcome) {
    if (outcome instanceof Outcome.Failed failed) {
      return failed;
    }
    throw new AssertionError("not failed: " + outcome);
  }

  @Override
  public void close() {
    tasks.close();
  }
}
