package dev.stepwell.engine.codec;

import dev.stepwell.engine.command.Command;
import dev.stepwell.engine.model.ChildOutcome;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.model.Payload;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/** Commands that travel through the inbox. */
public final class CommandCodec {
  private static final String STOP = "StopExecution";
  private static final String REPORT_CHILD = "ReportChild";

  private CommandCodec() {}

  public static byte[] encode(Command.StopExecution command) {
    return ScopeCodec.document(json -> {
      json.writeStringProperty("command", STOP);
      ScopeCodec.writeOptional(json, "error", command.error());
      ScopeCodec.writeOptional(json, "cause", command.cause());
    });
  }

  public static byte[] encode(Command.ReportChild command) {
    var outcome = command.outcome();
    return ScopeCodec.document(json -> {
      json.writeStringProperty("command", REPORT_CHILD);
      json.writeNumberProperty("task", command.scheduledEventId());
      json.writeStringProperty("execution", outcome.executionArn());
      json.writeStringProperty("machine", outcome.stateMachineArn());
      json.writeStringProperty("name", outcome.name());
      json.writeNumberProperty("status", outcome.status().code());
      json.writeStringProperty("input", outcome.input().text());
      if (outcome.output() != null) {
        json.writeStringProperty("output", outcome.output().text());
      }
      ScopeCodec.writeOptional(json, "error", outcome.error());
      ScopeCodec.writeOptional(json, "cause", outcome.cause());
      json.writeNumberProperty("started", outcome.startedAt().toEpochMilli());
      json.writeNumberProperty("stopped", outcome.stoppedAt().toEpochMilli());
    });
  }

  public static Command decode(byte[] document) {
    var node = ScopeCodec.read(document);
    return switch (text(node, "command")) {
      case STOP ->
          new Command.StopExecution(
              ScopeCodec.readOptional(node, "error"), ScopeCodec.readOptional(node, "cause"));
      case REPORT_CHILD ->
          new Command.ReportChild(node.required("task").longValue(), childOutcome(node));
      case String other -> throw new IllegalStateException("no such command in an inbox: " + other);
    };
  }

  private static ChildOutcome childOutcome(JsonNode node) {
    var output = ScopeCodec.readOptional(node, "output");
    return new ChildOutcome(
        text(node, "execution"),
        text(node, "machine"),
        text(node, "name"),
        ExecutionStatus.ofCode(node.required("status").intValue()),
        Payload.ofText(text(node, "input")),
        output == null ? null : Payload.ofText(output),
        ScopeCodec.readOptional(node, "error"),
        ScopeCodec.readOptional(node, "cause"),
        Instant.ofEpochMilli(node.required("started").longValue()),
        Instant.ofEpochMilli(node.required("stopped").longValue()));
  }

  private static String text(JsonNode node, String name) {
    return node.required(name).stringValue();
  }
}
