package dev.stepwell.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ActivityOperationsTest {
  private static final String PREFIX = "arn:aws:states:us-east-1:123456789012:activity:";

  private final TestNode node = new TestNode();

  @AfterAll
  void close() {
    node.close();
  }

  @Test
  void createsAndDescribes() throws Exception {
    var created = node.call("CreateActivity", Json.object().put("name", "one"));
    assertThat(created.text("activityArn")).isEqualTo(PREFIX + "one");
    assertThat(node.call("CreateActivity", Json.object().put("name", "one")).body())
        .isEqualTo(created.body());
    var described = node.call("DescribeActivity", Json.object().put("activityArn", PREFIX + "one"));
    assertThat(described.text("name")).isEqualTo("one");
    assertThat(described.body().get("creationDate")).isEqualTo(created.body().get("creationDate"));
    assertThat(described.body().get("encryptionConfiguration"))
        .isEqualTo(Json.parse("{\"type\":\"AWS_OWNED_KEY\"}"));
  }

  @Test
  void anotherEncryptionIsAnotherActivity() throws Exception {
    node.call("CreateActivity", Json.object().put("name", "locked"));
    var request = Json.object().put("name", "locked");
    request.set(
        "encryptionConfiguration",
        Json.parse("{\"type\":\"CUSTOMER_MANAGED_KMS_KEY\",\"kmsKeyId\":\"k\"}"));
    assertThat(node.call("CreateActivity", request).error())
        .isEqualTo("ActivityAlreadyExists Activity Already Exists: '" + PREFIX + "locked'");
  }

  @Test
  void deletesRepeatably() throws Exception {
    node.call("CreateActivity", Json.object().put("name", "gone"));
    var named = Json.object().put("activityArn", PREFIX + "gone");
    assertThat(node.call("DeleteActivity", named).body()).isEqualTo(Json.object());
    assertThat(node.call("DeleteActivity", named).status()).isEqualTo(200);
    var error = "ActivityDoesNotExist Activity Does Not Exist: '" + PREFIX + "gone'";
    assertThat(node.call("DescribeActivity", named).error()).isEqualTo(error);
    assertThat(node.call("GetActivityTask", named).error()).isEqualTo(error);
  }

  @ParameterizedTest
  @CsvSource({"DescribeActivity", "DeleteActivity", "GetActivityTask"})
  void refusesWhatIsNoActivityArn(String operation) throws Exception {
    assertThat(node.call(operation, Json.object().put("activityArn", "no_an_activity_arn")).error())
        .isEqualTo("InvalidArn Invalid Arn: 'Invalid ARN prefix: no_an_activity_arn'");
  }

  @Test
  void refusesBadNames() throws Exception {
    assertThat(node.call("CreateActivity", Json.object().put("name", "\u0000activity")).error())
        .isEqualTo("InvalidName Invalid Name: '\u0000activity'");
  }

  @Test
  void refusesTooManyTags() throws Exception {
    var request = Json.object().put("name", "tagged");
    var tags = request.putArray("tags");
    for (var i = 0; i <= 50; i++) {
      tags.addObject().put("key", "k" + i).put("value", "v");
    }
    assertThat(node.call("CreateActivity", request).text("__type")).isEqualTo("TooManyTags");
    tags.remove(50);
    assertThat(node.call("CreateActivity", request).status()).isEqualTo(200);
  }

  @Test
  void listsByName() throws Exception {
    for (var name : new String[] {"l2", "l1", "l3"}) {
      node.call("CreateActivity", Json.object().put("name", name));
    }
    var names = new ArrayList<String>();
    var request = Json.object().put("maxResults", 2);
    while (true) {
      var page = node.call("ListActivities", request);
      page.body().path("activities").forEach(each -> names.add(each.path("name").asString()));
      if (!page.body().has("nextToken")) {
        break;
      }
      request.put("nextToken", page.text("nextToken"));
    }
    assertThat(names).isSorted().contains("l1", "l2", "l3");
  }

  @Test
  void handsATaskOverAndTakesItsResult() throws Exception {
    var activity = node.call("CreateActivity", Json.object().put("name", "work"));
    var machine =
        node.createMachine("worker", Definitions.task(activity.text("activityArn")));
    var started =
        node.call(
            "StartExecution",
            Json.object().put("stateMachineArn", machine).put("input", "{\"a\": 1}"));
    var task =
        node.call(
            "GetActivityTask",
            Json.object().put("activityArn", activity.text("activityArn")).put("workerName", "w"));
    assertThat(Json.parse(task.text("input"))).isEqualTo(Json.parse("{\"a\":1}"));
    var token = Json.object().put("taskToken", task.text("taskToken"));
    assertThat(node.call("SendTaskHeartbeat", token).body()).isEqualTo(Json.object());
    assertThat(node.call("SendTaskSuccess", token.deepCopy().put("output", "{nonsense")).text("__type"))
        .isEqualTo("InvalidOutput");
    var result = token.deepCopy().put("output", "{\"b\":2}");
    assertThat(node.call("SendTaskSuccess", result).body()).isEqualTo(Json.object());
    assertThat(node.call("SendTaskSuccess", result).text("__type")).isEqualTo("TaskTimedOut");
    assertThat(node.call("SendTaskFailure", token).text("__type")).isEqualTo("TaskTimedOut");
    var described =
        node.call(
            "DescribeExecution",
            Json.object().put("executionArn", started.text("executionArn")));
    assertThat(described.text("status")).isEqualTo("SUCCEEDED");
    assertThat(described.text("output")).isEqualTo("{\"b\":2}");
  }

  @Test
  void takesAFailure() throws Exception {
    var activity = node.call("CreateActivity", Json.object().put("name", "failing"));
    var arn = activity.text("activityArn");
    var machine = node.createMachine("failing", Definitions.task(arn));
    var started =
        node.call("StartExecution", Json.object().put("stateMachineArn", machine));
    var task = node.call("GetActivityTask", Json.object().put("activityArn", arn));
    node.call(
        "SendTaskFailure",
        Json.object()
            .put("taskToken", task.text("taskToken"))
            .put("error", "Broken")
            .put("cause", "glass"));
    var described =
        node.call(
            "DescribeExecution",
            Json.object().put("executionArn", started.text("executionArn")));
    assertThat(described.text("status")).isEqualTo("FAILED");
    assertThat(described.text("error")).isEqualTo("Broken");
    assertThat(described.text("cause")).isEqualTo("glass");
    assertThat(described.text("redriveStatus")).isEqualTo("REDRIVABLE");
  }

  @ParameterizedTest
  @CsvSource({"SendTaskSuccess", "SendTaskFailure", "SendTaskHeartbeat"})
  void refusesTokensOfNobody(String operation) throws Exception {
    assertThat(
            node.call(operation, Json.object().put("taskToken", "made up").put("output", "{}"))
                .error())
        .isEqualTo("InvalidToken Invalid Token: 'Invalid token'");
  }
}
