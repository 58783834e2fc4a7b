package dev.stepwell.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.stepwell.asl.json.Json;
import dev.stepwell.persistence.testing.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Asynchronous Express executions run at least once: those that a killed server had acknowledged
 * are run again. The function that they call gives no answer before the kill, so that none of them
 * has ended by then, and tells afterwards who has called.
 */
class KilledExpressTest {
  private static final int EXECUTIONS = 200;
  private static final int STARTERS = 8;
  private static final int CALLED_WHEN_KILLED = 60;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String ROLE = "arn:aws:iam::123456789012:role/stepwell";
  private static final String DEFINITION =
      """
      {"StartAt": "Call", "States": {"Call": {"Type": "Task", "End": true,
        "Resource": "arn:aws:lambda:us-east-1:123456789012:function:counts"}}}
      """;

  @Test
  void everyAcknowledgedStartIsRunAgain() throws Exception {
    try (var database = TestDatabase.create();
        var function = new CountingFunction();
        var server = ServerProcess.on(database, "--lambda-endpoint", function.url());
        var client = new Client(server.url());
        var threads = Executors.newFixedThreadPool(STARTERS)) {
      var machine =
          client
              .call(
                  "CreateStateMachine",
                  Json.object()
                      .put("name", "express")
                      .put("type", "EXPRESS")
                      .put("definition", DEFINITION)
                      .put("roleArn", ROLE))
              .path("stateMachineArn")
              .asString();
      var acknowledged = ConcurrentHashMap.<Integer>newKeySet();
      var starts =
          IntStream.range(0, EXECUTIONS)
              .mapToObj(number ->
                  threads.submit(() -> {
                    client.call(
                        "StartExecution",
                        Json.object()
                            .put("stateMachineArn", machine)
                            .put("input", String.valueOf(number)));
                    acknowledged.add(number);
                  }))
              .toList();
      client.await(
          CALLED_WHEN_KILLED + " executions call the function",
          () -> function.called().size() >= CALLED_WHEN_KILLED,
          PATIENCE);
      server.kill();
      var before = Set.copyOf(acknowledged);
      function.beginsToAnswer();
      server.start();
      for (var start : starts) {
        start.get();
      }

      client.await(
          "every acknowledged start has called again",
          () -> function.called().containsAll(acknowledged),
          PATIENCE);
      client.await("the store has none left", () -> countStored(database) == 0, PATIENCE);
      assertThat(before).as("acknowledged by the server that was killed").isNotEmpty();
      assertThat(acknowledged).hasSize(EXECUTIONS);
      assertThat(server.standardError()).doesNotContain("\tat ");
    }
  }

  private static long countStored(TestDatabase database) {
    try (var connection = database.connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("select count(*) from express_execution")) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A function that remembers by whom it was called since it began to answer. */
  private static final class CountingFunction implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch answers = new CountDownLatch(1);
    private final HttpServer server;
    private volatile Set<Integer> called = ConcurrentHashMap.newKeySet();

    CountingFunction() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(threads);
      server.createContext("/", this::handle);
      server.start();
    }

    String url() {
      return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    Set<Integer> called() {
      return called;
    }

    /** The callers so far have gone without an answer; only those that come now count. */
    void beginsToAnswer() {
      called = ConcurrentHashMap.newKeySet();
      answers.countDown();
    }

    private void handle(HttpExchange exchange) throws IOException {
      try (exchange) {
        var number = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        called.add(Integer.valueOf(number));
        answers.await();
        var body = number.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() {
      server.stop(0);
      threads.shutdownNow();
    }
  }
}
