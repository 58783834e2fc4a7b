package dev.stepwell.launcher;

import picocli.CommandLine.Option;

/** The role that AWS would ask for. */
final class RoleOption {
  @Option(
      names = "--role-arn",
      paramLabel = "ARN",
      description =
          "Role that executions carry; nothing is checked against it (default: ${DEFAULT-VALUE}).")
  private String roleArn = "arn:aws:iam::123456789012:role/stepwell";

  String arn() {
    return roleArn;
  }
}
