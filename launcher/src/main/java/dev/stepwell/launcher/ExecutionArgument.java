package dev.stepwell.launcher;

import picocli.CommandLine.Parameters;

/** The execution that a command is about. */
final class ExecutionArgument {
  @Parameters(
      index = "0",
      paramLabel = "EXECUTION",
      description = "The execution: STATE_MACHINE/EXECUTION or ARN.")
  private String execution = "";

  /** Its ARN; the server is asked what it is called. */
  String arn(Server server) {
    return new Names(server).execution(execution);
  }
}
