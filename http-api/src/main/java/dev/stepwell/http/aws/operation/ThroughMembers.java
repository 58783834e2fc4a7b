package dev.stepwell.http.aws.operation;

import dev.stepwell.engine.model.StartedThrough;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** The members that tell through which version and alias an execution was started. */
final class ThroughMembers {
  private ThroughMembers() {}

  /**
   * Writes those that apply.
   *
   * @param stateMachineArn unqualified
   */
  static void write(JsonGenerator json, String stateMachineArn, @Nullable StartedThrough through) {
    if (through == null) {
      return;
    }
    json.writeStringProperty("stateMachineVersionArn", stateMachineArn + ":" + through.version());
    if (through.alias() != null) {
      json.writeStringProperty("stateMachineAliasArn", stateMachineArn + ":" + through.alias());
    }
  }
}
