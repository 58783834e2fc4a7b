package dev.stepwell.http.aws.operation;

import dev.stepwell.asl.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * History events without what the execution worked on: GetExecutionHistory with {@code
 * includeExecutionData=false}.
 */
final class EventData {
  private static final List<String> DATA =
      List.of(
          "input",
          "inputDetails",
          "output",
          "outputDetails",
          "parameters",
          "assignedVariables",
          "assignedVariablesDetails");

  private EventData() {}

  /**
   * An event without its data.
   *
   * @param event UTF-8 JSON text of one event; left as it is
   */
  static byte[] removed(byte[] event) {
    var tree = Json.parse(new String(event, StandardCharsets.UTF_8));
    for (var member : tree.properties()) {
      if (member.getKey().endsWith("EventDetails")
          && member.getValue() instanceof ObjectNode details) {
        details.remove(DATA);
      }
    }
    return Json.text(tree).getBytes(StandardCharsets.UTF_8);
  }
}
