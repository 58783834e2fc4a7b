package dev.stepwell.engine.codec;

import dev.stepwell.engine.model.CallOutcome;
import dev.stepwell.engine.model.Payload;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/** Outcomes of calls as members of a document. */
final class OutcomeCodec {
  private OutcomeCodec() {}

  static void write(JsonGenerator json, CallOutcome outcome) {
    switch (outcome) {
      case CallOutcome.Answered(var output) -> json.writeStringProperty("output", output.text());
      case CallOutcome.Failed(var error, var cause) -> {
        ScopeCodec.writeOptional(json, "error", error);
        ScopeCodec.writeOptional(json, "cause", cause);
      }
      // Only the calling node finds that, and it never reports too early.
      case CallOutcome.TooLarge tooLarge -> throw new IllegalArgumentException(tooLarge.toString());
    }
  }

  static CallOutcome read(JsonNode node) {
    var output = node.get("output");
    return output == null
        ? new CallOutcome.Failed(
            ScopeCodec.readOptional(node, "error"), ScopeCodec.readOptional(node, "cause"))
        : new CallOutcome.Answered(Payload.ofText(output.stringValue()));
  }
}
