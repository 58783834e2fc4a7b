package dev.stepwell.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestExecutionsTest {
  private static final String WAIT =
      "{\"StartAt\": \"W\", \"States\": {\"W\": {\"Type\": \"Wait\", \"Seconds\": 9999, \"End\":"
          + " true}}}";
  private static final String PASS =
      "{\"StartAt\": \"P\", \"States\": {\"P\": {\"Type\": \"Pass\", \"End\": true}}}";

  private final TestNode node = new TestNode();
  private String waiting = "";
  private String passing = "";

  @BeforeAll
  void register() throws Exception {
    waiting = node.createMachine("Waiting", WAIT);
    passing = node.createMachine("Passing", PASS);
    node.call(
        "TagResource",
        Json.parse(
            "{\"resourceArn\": \"%s\", \"tags\": [{\"key\": \"team\", \"value\": \"a:b\"}]}"
                .formatted(passing)));
  }

  @AfterAll
  void close() {
    node.close();
  }

  private String start(String machine, String body) throws Exception {
    var reply = node.post("/api/v1/state-machines/" + machine + "/executions", body);
    assertThat(reply.status()).as(reply.body().toString()).isEqualTo(200);
    assertThat(Instant.parse(reply.text("startDate"))).isNotNull();
    return reply.text("executionArn");
  }

  @Test
  void listsMachinesPageByPage() throws Exception {
    var first = node.get("/api/v1/state-machines?limit=1");
    assertThat(first.body().path("stateMachines")).hasSize(1);
    assertThat(first.body().path("stateMachines").path(0).path("name").asString())
        .isEqualTo("Passing");
    var second = node.get("/api/v1/state-machines?limit=1&cursor=" + first.text("nextCursor"));
    assertThat(second.body().path("stateMachines").path(0).path("stateMachineArn").asString())
        .isEqualTo(waiting);
    assertThat(second.body().has("nextCursor")).isFalse();
  }

  @Test
  void showsAMachineWithItsDefinitionAndTags() throws Exception {
    for (var arn : new String[] {passing, URLEncoder.encode(passing, StandardCharsets.UTF_8)}) {
      var machine = node.get("/api/v1/state-machines/" + arn).body();
      assertThat(machine.path("definition")).isEqualTo(Json.parse(PASS));
      assertThat(machine.path("tags").path(0).path("value").asString()).isEqualTo("a:b");
      assertThat(machine.path("status").asString()).isEqualTo("ACTIVE");
    }
    assertThat(node.get("/api/v1/state-machines/" + passing + "2").status()).isEqualTo(404);
    assertThat(node.get("/api/v1/state-machines/Passing").text("code")).isEqualTo("InvalidArn");
  }

  @Test
  void startsAndShowsAnExecutionWithItsInputAsItWasWritten() throws Exception {
    var arn = start(passing, "{\"name\": \"one\", \"input\": { \"price\" : 1.10, \"of\": [1] } }");
    assertThat(arn).endsWith(":execution:Passing:one");
    var reply = node.get("/api/v1/executions/" + arn);
    assertThat(reply.response().body()).contains("\"input\":{ \"price\" : 1.10, \"of\": [1] }");
    var execution = reply.body();
    assertThat(execution.path("status").asString()).isEqualTo("SUCCEEDED");
    assertThat(execution.path("output")).isEqualTo(execution.path("input"));
    assertThat(execution.path("stateMachineArn").asString()).isEqualTo(passing);
    assertThat(Instant.parse(execution.path("stopDate").asString())).isNotNull();

    assertThat(node.get("/api/v1/executions/" + start(passing, "")).body().path("input")).isEmpty();
    assertThat(
            node.post("/api/v1/state-machines/" + passing + "/executions", "{\"name\": \"one\"}")
                .status())
        .isEqualTo(409);
  }

  @Test
  void historyIsPagedBothWays() throws Exception {
    var path = "/api/v1/executions/" + start(passing, "{\"input\": 1}") + "/history";
    var all = node.get(path).body();
    assertThat(all.path("events")).hasSize(4);
    assertThat(all.has("nextCursor")).isFalse();
    var last = node.get(path + "?reverse=true&limit=3");
    assertThat(last.body().path("events").path(0).path("type").asString())
        .isEqualTo("ExecutionSucceeded");
    var cursor = last.text("nextCursor");
    assertThat(node.get(path + "?reverse=true&cursor=" + cursor).body().path("events"))
        .containsExactly(all.path("events").path(0));
    assertThat(node.get(path + "?cursor=" + cursor).text("code")).isEqualTo("InvalidToken");
  }

  private String express(String name, String definition) throws Exception {
    var creation =
        Json.object()
            .put("name", name)
            .put("type", "EXPRESS")
            .put("definition", definition)
            .put("roleArn", TestNode.ROLE);
    return node.call("CreateStateMachine", creation).text("stateMachineArn");
  }

  @Test
  void anExpressExecutionIsShownWhileItRunsAndWhenItHasEnded() throws Exception {
    var machine = express("Short", PASS);
    var arn = start(machine, "{\"name\": \"e\", \"input\": { \"price\" : 1.10 } }");
    assertThat(arn).contains(":express:Short:e:");
    var reply = node.get("/api/v1/executions/" + arn + "?wait=60s");
    assertThat(reply.response().body()).contains("\"input\":{ \"price\" : 1.10 }");
    var execution = reply.body();
    assertThat(execution.path("executionArn").asString()).isEqualTo(arn);
    assertThat(execution.path("stateMachineArn").asString()).isEqualTo(machine);
    assertThat(execution.path("name").asString()).isEqualTo("e");
    assertThat(execution.path("status").asString()).isEqualTo("SUCCEEDED");
    assertThat(execution.path("output")).isEqualTo(execution.path("input"));
    assertThat(Instant.parse(execution.path("stopDate").asString())).isNotNull();
    assertThat(node.get("/api/v1/executions/" + arn).body()).isEqualTo(execution);

    var running = start(express("Long", WAIT), "{}");
    for (var wait : List.of("", "?wait=1s")) {
      var open = node.get("/api/v1/executions/" + running + wait).body();
      assertThat(open.path("status").asString()).isEqualTo("RUNNING");
      assertThat(open.has("stopDate")).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Passing:e:6f1b3f0e-58c7-4d57-8a55-7a6a4b7f3a5e",
        "Nobody:e:6f1b3f0e-58c7-4d57-8a55-7a6a4b7f3a5e",
        "Passing:e:6F1B3F0E-58C7-4D57-8A55-7A6A4B7F3A5E",
        "Passing:e:1-1-1-1-1",
        "Passing:e:x:y",
        "Passing:e",
        "Passing"
      })
  void anExpressExecutionThatIsNotThereIsNotFound(String name) throws Exception {
    var reply =
        node.get("/api/v1/executions/arn:aws:states:us-east-1:123456789012:express:" + name);
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.text("code")).isEqualTo("ExecutionDoesNotExist");
  }

  @Test
  void stopsAnExecutionOnce() throws Exception {
    var arn = start(waiting, "{}");
    var stopped =
        node.post("/api/v1/executions/" + arn + "/stop", "{\"error\": \"E\", \"cause\": \"c\"}");
    var execution = node.get("/api/v1/executions/" + arn).body();
    assertThat(execution.path("status").asString()).isEqualTo("ABORTED");
    assertThat(execution.path("error").asString()).isEqualTo("E");
    assertThat(execution.path("cause").asString()).isEqualTo("c");
    assertThat(execution.path("stopDate").asString()).isEqualTo(stopped.text("stopDate"));
    assertThat(node.post("/api/v1/executions/" + arn + "/stop", "").body())
        .isEqualTo(stopped.body());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET  | executions?limit=0&x=1&limit=2 |  | 400 | limit is given twice; x is not known",
        "GET  | executions?limit=1001 |  | 400 | limit must be an integer from 1 to 1000",
        "GET  | executions?limit=99999999999 |  | 400 | limit must be an integer from 1 to 1000",
        "GET  | executions?status=DONE&startedAfter=yesterday |  | 400 | status must be one of"
            + " RUNNING, SUCCEEDED, FAILED, TIMED_OUT, ABORTED, PENDING_REDRIVE; startedAfter must"
            + " be a time such as",
        "GET  | executions?startedAfter=%2B999999999-12-31T23:59:59Z |  | 400 | startedAfter must"
            + " be a time",
        "GET  | executions?tag=team |  | 400 | tag must be KEY:VALUE",
        "GET  | executions?search= |  | 400 | search must have 1 to 1000 characters",
        "GET  | executions?search=%00 |  | 400 | search must have 1 to 1000 characters, none of"
            + " them NUL",
        "GET  | executions?search=%ff |  | 400 | search must be percent-encoded UTF-8",
        "GET  | executions?cursor=abc |  | 400 | cursor is not one of this list",
        "GET  | executions?stateMachine=x |  | 400 | Invalid Arn",
        "GET  | executions?stateMachine=arn:aws:states:us-east-1:123456789012:stateMachine:None | "
            + " | 404 | State Machine Does Not Exist",
        "GET  | executions/arn:aws:states:us-east-1:123456789012:execution:Passing:none |  | 404 |"
            + " Execution Does Not Exist",
        "POST | executions/a/stop | {\"error\": 7, \"x\": 1} | 400 | x is not known; error, cause"
            + " are; error must have",
        "POST | executions/a/stop | [] | 400 | body must be an object",
        "POST | executions/a/stop | {} {} | 400 | body must be valid JSON",
        "POST | executions/a/stop | {\"error\": \"a\", \"error\": \"b\"} | 400 | body must be valid"
            + " JSON",
        "GET  | executions/a/stop |  | 405 | There is no GET",
        "POST | nodes | {} | 405 | There is no POST",
        "GET  | executions/ |  | 400 | arn must have 1 to 2048 characters",
      })
  void badRequestsAreProblems(String method, String path, String body, int status, String detail)
      throws Exception {
    var reply =
        method.equals("GET") ? node.get("/api/v1/" + path) : node.post("/api/v1/" + path, body);
    assertThat(reply.status()).as(reply.body().toString()).isEqualTo(status);
    assertThat(reply.text("detail")).contains(detail);
    assertThat(reply.response().headers().firstValue("Content-Type"))
        .hasValue("application/problem+json");
  }

  @Test
  void bodiesMustBeJson() throws Exception {
    var url = node.url().resolve("/api/v1/executions/a/stop");
    var reply =
        node.send(
            HttpRequest.newBuilder(url)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("error=E"))
                .build());
    assertThat(reply.status()).isEqualTo(415);
  }
}
