package dev.stepwell.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestBulkTest {
  private static final String BULK_STOP = "/api/v1/executions/bulk-stop";
  private static final String BULK_REDRIVE = "/api/v1/executions/bulk-redrive";

  private final TestNode node = new TestNode();
  private String machine = "";

  @BeforeAll
  void register() throws Exception {
    machine =
        node.createMachine(
            "Waiting",
            "{\"StartAt\": \"W\", \"States\": {\"W\": {\"Type\": \"Wait\", \"Seconds\": 9999,"
                + " \"End\": true}}}");
  }

  @AfterAll
  void close() {
    node.close();
  }

  private List<String> start(String batch, int count) throws Exception {
    var arns = new ArrayList<String>();
    for (var number = 0; number < count; number++) {
      arns.add(
          node.call(
                  "StartExecution",
                  Json.object()
                      .put("stateMachineArn", machine)
                      .put("input", "{\"batch\": \"" + batch + "\"}"))
              .text("executionArn"));
    }
    return arns;
  }

  private String status(String arn) throws Exception {
    return node.get("/api/v1/executions/" + arn).text("status");
  }

  private TestNode.Reply bulk(String body) throws Exception {
    var reply = node.post(BULK_STOP, body);
    assertThat(reply.status()).as(reply.body().toString()).isEqualTo(200);
    return reply;
  }

  @Test
  void stopsExactlyWhatTheDryRunSelected() throws Exception {
    var selected = start("one", 25);
    var dryRun =
        bulk("{\"filter\": {\"search\": \"\\\"batch\\\": \\\"one\\\"\"}, \"dryRun\": true}");
    assertThat(dryRun.text("stage")).isEqualTo("SELECTED");
    assertThat(dryRun.body().path("matched").asInt()).isEqualTo(25);
    assertThat(dryRun.body().path("done").asInt()).isZero();
    assertThat(dryRun.body().path("executions")).hasSize(10);
    assertThat(status(selected.getFirst())).isEqualTo("RUNNING");

    var later = start("one", 1).getFirst();
    node.post("/api/v1/executions/" + selected.getFirst() + "/stop", "");
    var selection = dryRun.text("selection");
    var run =
        bulk(
            "{\"selection\": \"%s\", \"dryRun\": false, \"error\": \"Ops\", \"cause\": \"c\"}"
                .formatted(selection));
    assertThat(run.text("stage")).isEqualTo("DONE");
    assertThat(run.body().path("processed").asInt()).isEqualTo(25);
    assertThat(run.body().path("done").asInt()).isEqualTo(24);
    for (var arn : selected) {
      assertThat(status(arn)).isEqualTo("ABORTED");
    }
    assertThat(status(later)).isEqualTo("RUNNING");
    assertThat(node.get("/api/v1/executions/" + selected.getLast()).text("error")).isEqualTo("Ops");

    var again = bulk("{\"selection\": \"%s\", \"dryRun\": false}".formatted(selection));
    assertThat(again.body()).isEqualTo(run.body());
    assertThat(node.get("/api/v1/bulk/" + selection).body()).isEqualTo(run.body());
  }

  @Test
  void tellsWhatBecameOfEach() throws Exception {
    var selected = start("two", 5);
    var selection = bulk("{\"filter\": {\"search\": \"two\"}}").text("selection");
    node.post("/api/v1/executions/" + selected.get(2) + "/stop", "");
    bulk("{\"selection\": \"%s\", \"dryRun\": false}".formatted(selection));

    var path = "/api/v1/bulk/" + selection + "/executions?limit=3";
    var first = node.get(path);
    var rest = node.get(path + "&cursor=" + first.text("nextCursor"));
    assertThat(rest.body().has("nextCursor")).isFalse();
    var outcomes = new ArrayList<String>();
    for (var page : List.of(first, rest)) {
      page.body()
          .path("executions")
          .forEach(entry -> {
            if (entry.path("outcome").asString().equals("CLOSED")) {
              assertThat(entry.path("executionArn").asString()).isEqualTo(selected.get(2));
            }
            outcomes.add(entry.path("outcome").asString());
          });
    }
    assertThat(outcomes)
        .containsExactlyInAnyOrder("STOPPED", "STOPPED", "CLOSED", "STOPPED", "STOPPED");
  }

  @Test
  void withoutADryRunItSelectsAndStopsAtOnce() throws Exception {
    var selected = start("three", 3);
    var run = bulk("{\"filter\": {\"search\": \"three\"}, \"dryRun\": false}");
    assertThat(run.body().path("done").asInt()).isEqualTo(3);
    assertThat(status(selected.getFirst())).isEqualTo("ABORTED");
    var nothing = bulk("{\"filter\": {\"search\": \"nobody\"}, \"dryRun\": false}");
    assertThat(nothing.text("stage")).isEqualTo("DONE");
  }

  @Test
  void refusesWhatItCannotDo() throws Exception {
    var unknown = node.post(BULK_STOP, "{\"selection\": \"x\", \"dryRun\": false}");
    assertThat(unknown.status()).isEqualTo(404);
    var both = node.post(BULK_STOP, "{\"selection\": \"x\", \"filter\": {\"error\": \"E\"}}");
    assertThat(both.text("detail")).contains("filter must be absent");
    var status = node.post(BULK_STOP, "{\"filter\": {\"status\": \"FAILED\", \"tag\": 7}}");
    assertThat(status.text("detail")).contains("filter.status is not known", "filter.tag must be");
    var machines = node.post(BULK_STOP, "{\"filter\": {\"stateMachine\": \"x\"}}");
    assertThat(machines.text("code")).isEqualTo("InvalidArn");
    var redriven = node.post(BULK_REDRIVE, "{\"filter\": {\"status\": \"SUCCEEDED\"}}");
    assertThat(redriven.text("detail"))
        .contains("filter.status must be one of FAILED, TIMED_OUT, ABORTED");
    var selection = bulk("{\"filter\": {\"search\": \"nobody\"}}").text("selection");
    var other =
        node.post(BULK_REDRIVE, "{\"selection\": \"%s\", \"dryRun\": false}".formatted(selection));
    assertThat(other.text("detail")).contains("to be stopped, not redriven");
  }

  @Test
  void redrivesExactlyWhatTheDryRunSelected() throws Exception {
    var failing =
        node.createMachine(
            "Failing",
            "{\"StartAt\": \"F\", \"States\": {\"F\": {\"Type\": \"Fail\", \"Error\": \"E\"}}}");
    var failed = new ArrayList<String>();
    for (var number = 0; number < 3; number++) {
      var request = Json.object().put("stateMachineArn", failing).put("input", "\"four\"");
      failed.add(node.call("StartExecution", request).text("executionArn"));
    }
    var stopped = start("four", 1).getFirst();
    node.post("/api/v1/executions/" + stopped + "/stop", "");

    var dryRun = node.post(BULK_REDRIVE, "{\"filter\": {\"search\": \"four\"}}");
    assertThat(dryRun.body().path("matched").asInt()).isEqualTo(3);
    var run = "{\"selection\": \"%s\", \"dryRun\": false}".formatted(dryRun.text("selection"));
    for (var call = 0; call < 2; call++) {
      assertThat(node.post(BULK_REDRIVE, run).body().path("done").asInt()).isEqualTo(3);
      for (var arn : failed) {
        assertThat(redriveCount(arn)).as("however often the run is asked for").isEqualTo(1);
      }
    }
    assertThat(redriveCount(stopped)).isZero();

    var aborted =
        "{\"filter\": {\"search\": \"four\", \"status\": \"ABORTED\"}, \"dryRun\": false}";
    assertThat(node.post(BULK_REDRIVE, aborted).body().path("done").asInt()).isEqualTo(1);
    assertThat(status(stopped)).isEqualTo("RUNNING");
    var again = node.post("/api/v1/executions/" + stopped + "/redrive", "");
    assertThat(again.status()).isEqualTo(400);
    assertThat(again.text("code")).isEqualTo("ExecutionNotRedrivable");
  }

  private int redriveCount(String arn) throws Exception {
    return node.get("/api/v1/executions/" + arn).body().path("redriveCount").asInt();
  }
}
