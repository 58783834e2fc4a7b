package dev.stepwell.engine.codec;

import dev.stepwell.engine.command.Command;

/** Commands that travel through the inbox. */
public final class CommandCodec {
  private CommandCodec() {}

  public static byte[] encode(Command.StopExecution command) {
    return ScopeCodec.document(json -> {
      json.writeStringProperty("command", "StopExecution");
      ScopeCodec.writeOptional(json, "error", command.error());
      ScopeCodec.writeOptional(json, "cause", command.cause());
    });
  }

  public static Command decode(byte[] document) {
    var node = ScopeCodec.read(document);
    var name = node.required("command").stringValue();
    if (name.equals("StopExecution")) {
      return new Command.StopExecution(
          ScopeCodec.readOptional(node, "error"), ScopeCodec.readOptional(node, "cause"));
    }
    throw new IllegalStateException("no such command in an inbox: " + name);
  }
}
