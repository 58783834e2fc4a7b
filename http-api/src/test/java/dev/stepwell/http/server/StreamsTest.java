package dev.stepwell.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stepwell.asl.json.Json;
import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.store.memory.InMemoryDatabase;
import dev.stepwell.http.live.LiveSource;
import dev.stepwell.http.rest.RestApi;
import dev.stepwell.http.rest.route.RestAnswer;
import dev.stepwell.http.rest.route.Route;
import dev.stepwell.http.rest.route.Schema;
import dev.stepwell.http.server.StreamReader.Event;
import dev.stepwell.persistence.testing.Await;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Server-sent events over real connections, of two nodes on one database. */
class StreamsTest {
  private static final String ACTIVITY = "arn:aws:states:us-east-1:123456789012:activity:Work";
  private static final String DEFINITION =
      """
      {"StartAt": "A", "States": {
        "A": {"Type": "Task", "Resource": "%1$s", "Next": "B"},
        "B": {"Type": "Task", "Resource": "%1$s", "End": true}}}
      """
          .formatted(ACTIVITY);

  private final InMemoryDatabase database = new InMemoryDatabase(Clock.systemUTC(), new Random(1));
  private final TestNode here = new TestNode(database);
  private final TestNode there = new TestNode(database);
  private String machine = "";

  @BeforeEach
  void register() throws Exception {
    here.call("CreateActivity", "{\"name\":\"Work\"}");
    machine = here.createMachine("Chain", DEFINITION);
  }

  @AfterEach
  void close() {
    here.close();
    there.close();
  }

  private String start(TestNode node, String name) throws Exception {
    return node.call(
            "StartExecution", Json.object().put("stateMachineArn", machine).put("name", name))
        .text("executionArn");
  }

  private static void work(TestNode node) throws Exception {
    var task = node.call("GetActivityTask", "{\"activityArn\":\"" + ACTIVITY + "\"}");
    node.call(
        "SendTaskSuccess",
        Json.object().put("taskToken", task.text("taskToken")).put("output", "\"é\""));
  }

  private static StreamReader events(TestNode node, String execution, @Nullable String last)
      throws IOException {
    return new StreamReader(node.port(), "/api/v1/executions/" + execution + "/events", last)
        .begin();
  }

  private List<String> history(String execution) throws Exception {
    var ids = new ArrayList<String>();
    here.call("GetExecutionHistory", Json.object().put("executionArn", execution))
        .body()
        .path("events")
        .forEach(
            event -> ids.add(event.path("id").asString() + " " + event.path("type").asString()));
    return ids;
  }

  @Test
  void everyEventComesOnceInOrderAndThenTheEnd() throws Exception {
    var execution = start(here, "one");
    try (var reader = events(here, execution, null)) {
      work(here);
      work(here);
      var all = reader.rest();
      assertThat(all.removeLast().data()).isEqualTo("{\"status\":\"SUCCEEDED\"}");
      assertThat(all)
          .extracting(event -> event.id() + " " + event.type())
          .isEqualTo(history(execution));
      assertThat(Json.parse(all.getLast().data()).path("type").asString())
          .isEqualTo("ExecutionSucceeded");
    }
    assertThat(here.countWatches()).isZero();
  }

  @Test
  void aClientThatIsCutOffAnywhereSeesEveryEventOnce() throws Exception {
    var execution = start(there, "one");
    work(there);
    var seen = new ArrayList<Event>();
    String last = null;
    // Cut off after every event; in turn on both nodes, while the execution runs on one of them.
    while (seen.isEmpty() || !seen.getLast().type().equals("end")) {
      if (seen.size() == 8) {
        work(there);
      }
      try (var reader = events(seen.size() % 2 == 0 ? here : there, execution, last)) {
        var next = reader.require();
        seen.add(next);
        last = reader.lastId();
      }
    }
    seen.removeLast();
    assertThat(seen)
        .extracting(event -> event.id() + " " + event.type())
        .isEqualTo(history(execution));
  }

  @Test
  void startsAndEndsOfAMachineComeFromAllNodes() throws Exception {
    var path = "/api/v1/state-machines/" + machine + "/events";
    var seen = new ArrayList<String>();
    String last;
    try (var reader = new StreamReader(here.port(), path, null).begin()) {
      // Where to go on comes before any event.
      start(there, "one");
      var first = reader.require();
      seen.add(first.type());
      assertThat(Json.parse(first.data()).path("name").asString()).isEqualTo("one");
      last = reader.lastId();
    }
    work(here);
    work(here);
    start(here, "two");
    try (var reader = new StreamReader(there.port(), path, last).begin()) {
      for (var i = 0; i < 2; i++) {
        var next = reader.require();
        seen.add(next.type() + " of " + Json.parse(next.data()).path("name").asString());
      }
    }
    assertThat(seen)
        .containsExactly(
            "ExecutionStarted", "ExecutionSucceeded of one", "ExecutionStarted of two");
  }

  @Test
  void theClientOfTheJdkReadsThem() throws Exception {
    var execution = start(here, "one");
    work(here);
    work(here);
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(
                  here.url().resolve("/api/v1/executions/" + execution + "/events?after=3"))
              .build();
      var response = client.send(request, HttpResponse.BodyHandlers.ofLines());
      assertThat(response.body().filter(line -> line.startsWith("id: ")))
          .hasSize(history(execution).size() - 3)
          .startsWith("id: 4");
    }
  }

  @Test
  void whoWaitsIsAnsweredAtTheEnd() throws Exception {
    var execution = start(here, "one");
    var path = "/api/v1/executions/" + execution;
    assertThat(here.get(path + "?wait=0s").text("status")).isEqualTo("RUNNING");
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(here.url().resolve(path + "?wait=300s")).build();
      var answer = client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
      Await.until("somebody waits", () -> here.countWatches() == 1);
      work(there);
      work(there);
      assertThat(Json.parse(answer.get().body()).path("status").asString()).isEqualTo("SUCCEEDED");
    }
    for (var wrong : List.of("30", "301s", "-1s", "x")) {
      assertThat(here.get(path + "?wait=" + wrong).status()).as(wrong).isEqualTo(400);
    }
  }

  @Test
  void aThousandReadersOfOneExecutionAllSeeItsEnd() throws Exception {
    var execution = start(there, "one");
    work(there);
    var readers = new ArrayList<StreamReader>();
    try {
      for (var i = 0; i < 1_000; i++) {
        readers.add(events(here, execution, "8"));
      }
      assertThat(here.countWatches()).isEqualTo(1_000);
      work(there);
      for (var reader : readers) {
        assertThat(reader.rest()).extracting(Event::type).endsWith("ExecutionSucceeded", "end");
      }
      Await.until("all are gone", () -> here.countWatches() == 0);
    } finally {
      for (var reader : readers) {
        reader.close();
      }
    }
  }

  @Test
  void aNodeThatStopsEndsItsStreams() throws Exception {
    var execution = start(here, "one");
    try (var reader = events(here, execution, "3")) {
      here.stopListening();
      assertThat(reader.rest()).isEmpty();
    }
  }

  @Test
  void refusalsAreProblems() throws Exception {
    var unknown =
        here.get(
            "/api/v1/executions/" + machine.replace("stateMachine", "execution") + ":x/events");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.text("code")).isEqualTo("ExecutionDoesNotExist");

    var execution = start(here, "one");
    var noId = here.get("/api/v1/executions/" + execution + "/events?after=x");
    assertThat(noId.status()).isEqualTo(400);
    assertThat(noId.text("detail")).contains("must be the id of an event");

    var noPosition = here.get("/api/v1/state-machines/" + machine + "/events?after=7");
    assertThat(noPosition.status()).isEqualTo(400);
    assertThat(here.get("/api/v1/state-machines/" + machine + "1/events").status()).isEqualTo(404);
  }

  /** A stream that never ends, and counts what was asked of it. */
  private static final class Endless implements LiveSource {
    private static final int PIECE = 64 * 1024;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean closed;
    private volatile boolean over;

    HttpListener listener(Duration patience) {
      var route =
          Route.get("/endless", "endless", "Never ends", Schema.text())
              .asStream()
              .answeredBy(_ -> RestAnswer.following(Answer.given(this)));
      return TestNode.listener(List.of(), new RestApi(List.of(route)), () -> over = true, patience);
    }

    @Override
    public Piece next(Duration patience) {
      var text = "id: " + asked.incrementAndGet() + "\ndata: " + "x".repeat(PIECE) + "\n\n";
      return new Piece(text.getBytes(java.nio.charset.StandardCharsets.UTF_8), over);
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  @Test
  void aReaderThatStopsReadingIsCutOff() throws Exception {
    var endless = new Endless();
    var listener = endless.listener(Duration.ofMillis(200));
    listener.start();
    try (var reader = new StreamReader(listener.port(), "/api/v1/endless", null)) {
      Await.until("the stream is given up", () -> endless.closed);
      // What is on its way fills the buffers of the connection, and nothing of the server.
      var most = endless.asked.get();
      assertThat(most).isLessThan(1_000);
      assertThatThrownBy(
              () -> {
                reader.begin();
                reader.rest();
              })
          .isInstanceOf(IOException.class);
      assertThat(endless.asked).hasValue(most);
    } finally {
      listener.close();
    }
  }

  @Test
  void aSlowReaderIsAskedForNoMoreThanItTakes() throws Exception {
    var endless = new Endless();
    var listener = endless.listener(Duration.ofSeconds(30));
    listener.start();
    try (var reader = new StreamReader(listener.port(), "/api/v1/endless", null)) {
      reader.begin();
      for (var i = 1; i <= 300; i++) {
        var event = reader.require();
        assertThat(event.id()).isEqualTo(Integer.toString(i));
      }
      var ahead = endless.asked.get() - 300;
      assertThat(ahead * (long) Endless.PIECE).isLessThan(32L << 20);
    } finally {
      endless.over = true;
      listener.close();
    }
    assertThat(endless.closed).isTrue();
  }
}
