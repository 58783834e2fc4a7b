package dev.stepwell.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Twelve executions of three machines, found in many ways. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestSearchTest {
  private static final String CHOOSE =
      """
      {"StartAt": "C", "States": {
        "C": {"Type": "Choice", "Default": "P", "Choices": [
          {"Variable": "$.fail", "IsPresent": true, "Next": "F"},
          {"Variable": "$.wait", "IsPresent": true, "Next": "W"}]},
        "F": {"Type": "Fail", "ErrorPath": "$.fail", "Cause": "a \\"quoted\\" cause, größer"},
        "W": {"Type": "Wait", "Seconds": 9999, "End": true},
        "P": {"Type": "Pass", "Result": {"made": "by / P"}, "End": true}}}
      """;

  private final TestNode node = new TestNode();
  private final List<String> machines = new ArrayList<>();

  @BeforeAll
  void start() throws Exception {
    for (var name : List.of("A", "B", "C")) {
      machines.add(node.createMachine(name, CHOOSE));
    }
    node.call(
        "TagResource",
        Json.parse(
            "{\"resourceArn\": \"%s\", \"tags\": [{\"key\": \"team\", \"value\": \"b\"}]}"
                .formatted(machines.get(1))));
    for (var number = 0; number < 12; number++) {
      var what =
          switch (number / 3) {
            case 0 -> "{\"order\": \"o-%d\"}";
            case 1 -> "{\"order\": \"o-%d\", \"fail\": \"Lost\"}";
            case 2 -> "{\"order\": \"o-%d\", \"fail\": \"LostAgain\"}";
            default -> "{\"order\": \"o-%d\", \"wait\": true}";
          };
      node.call(
          "StartExecution",
          Json.object()
              .put("stateMachineArn", machines.get(number % 3))
              .put("name", "e" + number)
              .put("input", what.formatted(number)));
    }
  }

  @AfterAll
  void close() {
    node.close();
  }

  private List<String> found(String query) throws Exception {
    var reply = node.get("/api/v1/executions" + query);
    assertThat(reply.status()).as(reply.body().toString()).isEqualTo(200);
    assertThat(reply.body().has("nextCursor")).isFalse();
    return names(reply);
  }

  private static List<String> names(TestNode.Reply reply) {
    return reply
        .body()
        .path("executions")
        .valueStream()
        .map(execution -> execution.path("name").asString())
        .toList();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Test
  void findsByMachineStatusErrorAndTag() throws Exception {
    assertThat(found("")).hasSize(12);
    assertThat(found("?stateMachine=" + machines.get(2)))
        .containsExactlyInAnyOrder("e2", "e5", "e8", "e11");
    assertThat(found("?status=RUNNING")).containsExactlyInAnyOrder("e9", "e10", "e11");
    assertThat(found("?status=SUCCEEDED")).containsExactlyInAnyOrder("e0", "e1", "e2");
    assertThat(found("?error=Lost")).containsExactlyInAnyOrder("e3", "e4", "e5");
    assertThat(found("?error=Los")).isEmpty();
    assertThat(found("?error=Lost&status=SUCCEEDED")).isEmpty();
    assertThat(found("?tag=team:b&status=FAILED")).containsExactlyInAnyOrder("e4", "e7");
    assertThat(found("?tag=team:c")).isEmpty();
    assertThat(found("?tag=team:b&stateMachine=" + machines.getFirst())).isEmpty();
  }

  @Test
  void searchesInputOutputErrorAndCause() throws Exception {
    assertThat(found("?search=" + encoded("\"order\": \"o-1\""))).containsExactly("e1");
    assertThat(found("?search=" + encoded("{\"made\":\"by / P\"}"))).hasSize(3);
    assertThat(found("?search=LostAgain")).hasSize(3);
    assertThat(found("?search=" + encoded("a \"quoted\" cause, größer"))).hasSize(6);
    assertThat(found("?error=LostAgain&search=o-7")).containsExactly("e7");
    // What documents have of their own is nobody's text.
    assertThat(found("?search=output")).isEmpty();
    assertThat(found("?search=" + encoded("'; drop table execution; --"))).isEmpty();
    assertThat(found("?search=%25")).isEmpty();
  }

  @Test
  void findsByTime() throws Exception {
    var all = node.get("/api/v1/executions").body().path("executions");
    var newest = all.path(0).path("startDate").asString();
    var oldest = all.path(11).path("startDate").asString();
    assertThat(found("?startedAfter=" + newest)).contains("e11").doesNotContain("e0");
    assertThat(found("?startedBefore=" + oldest)).isEmpty();
    assertThat(found("?startedAfter=" + oldest)).hasSize(12);
    assertThat(found("?stoppedAfter=" + oldest)).hasSize(9);
    assertThat(found("?stoppedBefore=" + oldest)).isEmpty();
  }

  @Test
  void pagesHaveEachExecutionOnceTheNewestFirst() throws Exception {
    for (var filter : List.of("", "search=o-&", "status=FAILED&", "error=Lost&")) {
      var whole = node.get("/api/v1/executions?" + filter + "limit=1000").body();
      for (var limit = 1; limit < 5; limit++) {
        var paged = new ArrayList<String>();
        var path = "/api/v1/executions?" + filter + "limit=" + limit;
        var reply = node.get(path);
        paged.addAll(names(reply));
        while (reply.body().has("nextCursor")) {
          assertThat(names(reply)).hasSize(limit);
          assertThat(reply.text("searchedBackTo"))
              .isEqualTo(
                  reply.body().path("executions").path(limit - 1).path("startDate").asString());
          reply = node.get(path + "&cursor=" + reply.text("nextCursor"));
          paged.addAll(names(reply));
        }
        assertThat(paged)
            .containsExactlyElementsOf(
                Stream.of(whole.path("executions"))
                    .flatMap(list -> list.valueStream())
                    .map(execution -> execution.path("name").asString())
                    .toList());
      }
    }
  }

  @Test
  void aCursorIsGoodForTheSameQuestionOnly() throws Exception {
    var cursor = node.get("/api/v1/executions?limit=1&status=FAILED").text("nextCursor");
    assertThat(node.get("/api/v1/executions?limit=5&status=FAILED&cursor=" + cursor).status())
        .isEqualTo(200);
    assertThat(node.get("/api/v1/executions?limit=1&cursor=" + cursor).text("code"))
        .isEqualTo("InvalidToken");
  }

  @Test
  void expressExecutionsAreListedWhenTheyHaveEnded() throws Exception {
    var machine =
        node.call(
                "CreateStateMachine",
                Json.object()
                    .put("name", "Quick")
                    .put("definition", CHOOSE)
                    .put("roleArn", TestNode.ROLE)
                    .put("type", "EXPRESS"))
            .text("stateMachineArn");
    for (var input : List.of("{\"order\": \"x-1\"}", "{\"order\": \"x-2\", \"fail\": \"Lost\"}")) {
      node.call(
          "StartSyncExecution",
          Json.object().put("stateMachineArn", machine).put("name", "q").put("input", input));
    }
    node.call("StartExecution", Json.object().put("stateMachineArn", machine).put("name", "r"));
    while (found("?type=EXPRESS").size() < 3) {
      Thread.onSpinWait();
    }

    assertThat(found("?type=EXPRESS&status=SUCCEEDED")).containsExactlyInAnyOrder("q", "r");
    assertThat(found("?type=EXPRESS&search=x-2")).containsExactly("q");
    assertThat(found("?type=STANDARD&search=x-2")).isEmpty();
    var failed = node.get("/api/v1/executions?type=EXPRESS&error=Lost").body().path("executions");
    assertThat(failed).hasSize(1);
    assertThat(failed.path(0).path("executionArn").asString()).contains(":express:Quick:q:");
    assertThat(failed.path(0).path("stateMachineArn").asString()).isEqualTo(machine);
  }
}
