package dev.stepwell.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import java.io.IOException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TagOperationsTest {
  private static final String PREFIX = "arn:aws:states:us-east-1:123456789012:";

  private final TestNode node = new TestNode();

  @AfterAll
  void close() {
    node.close();
  }

  private static ObjectNode resource(String arn) {
    return Json.object().put("resourceArn", arn);
  }

  private static ObjectNode tagging(String arn, String... keysAndValues) {
    var request = resource(arn);
    var tags = request.putArray("tags");
    for (var i = 0; i < keysAndValues.length; i += 2) {
      tags.addObject().put("key", keysAndValues[i]).put("value", keysAndValues[i + 1]);
    }
    return request;
  }

  private String tags(String arn) throws IOException, InterruptedException {
    var text = new StringBuilder();
    node.call("ListTagsForResource", resource(arn))
        .body()
        .path("tags")
        .forEach(tag ->
            text.append(tag.path("key").asString())
                .append('=')
                .append(tag.path("value").asString())
                .append(' '));
    return text.toString().strip();
  }

  @Test
  void tagsAreAddedReplacedAndRemoved() throws Exception {
    var arn = node.createMachine("tagged", Definitions.PASS);
    assertThat(node.call("TagResource", tagging(arn, "b", "1", "a", "2")).body())
        .isEqualTo(Json.object());
    node.call("TagResource", tagging(arn, "c", "", "b", "9"));
    assertThat(tags(arn)).isEqualTo("b=9 a=2 c=");
    var removal = resource(arn);
    removal.putArray("tagKeys").add("a").add("nobody");
    assertThat(node.call("UntagResource", removal).body()).isEqualTo(Json.object());
    assertThat(tags(arn)).isEqualTo("b=9 c=");
  }

  @Test
  void activitiesHaveTagsToo() throws Exception {
    var creation = Json.object().put("name", "tagged");
    creation.putArray("tags").addObject().put("key", "a").put("value", "1");
    var arn = node.call("CreateActivity", creation).text("activityArn");
    node.call("TagResource", tagging(arn, "b", "2"));
    assertThat(tags(arn)).isEqualTo("a=1 b=2");
  }

  @Test
  void anUpdateOfTheMachineKeepsItsTags() throws Exception {
    var arn = node.createMachine("updated", Definitions.PASS);
    node.call("TagResource", tagging(arn, "a", "1"));
    node.call(
        "UpdateStateMachine",
        Json.object().put("stateMachineArn", arn).put("definition", Definitions.WAIT));
    assertThat(tags(arn)).isEqualTo("a=1");
  }

  @Test
  void fiftyAndNoMore() throws Exception {
    var arn = node.createMachine("many", Definitions.PASS);
    var fifty = IntStream.range(0, 100).mapToObj(i -> (i % 2 == 0 ? "k" : "v") + i / 2);
    assertThat(node.call("TagResource", tagging(arn, fifty.toArray(String[]::new))).status())
        .isEqualTo(200);
    assertThat(node.call("TagResource", tagging(arn, "k7", "again")).status()).isEqualTo(200);
    var refused = node.call("TagResource", tagging(arn, "one more", ""));
    assertThat(refused.text("__type")).isEqualTo("TooManyTags");
    assertThat(refused.text("resourceName")).isEqualTo(arn);
    assertThat(tags(arn)).doesNotContain("one more");
  }

  @ParameterizedTest
  @CsvSource({"stateMachine:nobody", "activity:nobody", "stateMachine:tagged-version:1"})
  void whatDoesNotExistHasNoTags(String resource) throws Exception {
    node.createMachine("tagged-version", Definitions.PASS);
    node.call(
        "PublishStateMachineVersion",
        Json.object().put("stateMachineArn", PREFIX + "stateMachine:tagged-version"));
    var refused = node.call("TagResource", tagging(PREFIX + resource, "a", "1"));
    assertThat(refused.error())
        .isEqualTo("ResourceNotFound Resource not found: '" + PREFIX + resource + "'");
    assertThat(refused.text("resourceName")).isEqualTo(PREFIX + resource);
  }

  @ParameterizedTest
  @CsvSource({
    "no_arn,Invalid Arn: 'Invalid ARN prefix: no_arn'",
    "arn:aws:states:us-east-1:123456789012:execution:m:e,Invalid Arn: 'Resource type not valid in"
        + " this context: execution'"
  })
  void otherResourcesAreRefused(String arn, String message) throws Exception {
    assertThat(node.call("ListTagsForResource", resource(arn)).error())
        .isEqualTo("InvalidArn " + message);
  }
}
