package dev.stepwell.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ValidateOperationTest {
  private static final String STATIC_RESULT =
      """
      {"StartAt":"A","States":{"A":{"Type":"Pass","Result":{"x":"$.y"},"End":true}}}\
      """;

  private final TestNode node = new TestNode();

  @AfterAll
  void close() {
    node.close();
  }

  @Test
  void warningsAreToldOnRequest() throws Exception {
    var request = Json.object().put("definition", STATIC_RESULT);
    var errors = node.call("ValidateStateMachineDefinition", request).body();
    assertThat(errors)
        .isEqualTo(Json.parse("{\"result\":\"OK\",\"diagnostics\":[],\"truncated\":false}"));
    var all =
        node.call("ValidateStateMachineDefinition", request.put("severity", "WARNING")).body();
    assertThat(all.path("result").asString()).isEqualTo("OK");
    assertThat(all.at("/diagnostics/0/severity").asString()).isEqualTo("WARNING");
    assertThat(all.at("/diagnostics/0/code").asString()).isEqualTo("PASS_RESULT_IS_STATIC");
    assertThat(all.at("/diagnostics/0/location").asString()).startsWith("/States/A/Result");
  }

  @Test
  void moreThanAskedForIsTruncated() throws Exception {
    var request =
        Json.object()
            .put(
                "definition",
                "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Nap\"},\"B\":{\"Type\":\"Nap\"}}}");
    var whole = node.call("ValidateStateMachineDefinition", request).body();
    assertThat(whole.path("diagnostics")).hasSizeGreaterThan(1);
    assertThat(whole.path("truncated").asBoolean()).isFalse();
    var one = node.call("ValidateStateMachineDefinition", request.put("maxResults", 1)).body();
    assertThat(one.path("result").asString()).isEqualTo("FAIL");
    assertThat(one.path("diagnostics")).hasSize(1);
    assertThat(one.path("truncated").asBoolean()).isTrue();
    var exact =
        node.call(
                "ValidateStateMachineDefinition",
                request.put("maxResults", whole.path("diagnostics").size()))
            .body();
    assertThat(exact).isEqualTo(whole);
  }

  @Test
  void theTypeDecidesWhatIsAllowed() throws Exception {
    var request =
        Json.object()
            .put(
                "definition",
                Definitions.task("arn:aws:states:us-east-1:123456789012:activity:work"));
    assertThat(node.call("ValidateStateMachineDefinition", request).text("result")).isEqualTo("OK");
    assertThat(
            node.call("ValidateStateMachineDefinition", request.put("type", "EXPRESS"))
                .body()
                .at("/diagnostics/0/message")
                .asString())
        .isEqualTo("Express state machine does not support Activity ARN");
  }
}
