package dev.stepwell.engine.service;

import dev.stepwell.asl.Asl;
import dev.stepwell.asl.model.MachineType;
import dev.stepwell.asl.problem.Problem;
import dev.stepwell.asl.problem.Problem.Severity;
import dev.stepwell.asl.resource.CallableServices;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is refused about a state machine before the store is asked. */
final class DefinitionChecks {
  private static final Pattern ROLE_ARN = Pattern.compile("arn:[^:]+:iam::[^:]*:role/.+");

  private DefinitionChecks() {}

  static Answer<Boolean> versionDescription(boolean publish, @Nullable String description) {
    return description != null && !publish
        ? Answer.refused(
            Refusal.VALIDATION, "Version description can only be set when publish is true")
        : Answer.given(publish);
  }

  static Answer<String> role(String roleArn) {
    return ROLE_ARN.matcher(roleArn).matches()
        ? Answer.given(roleArn)
        : Answer.refused(Refusal.INVALID_ARN, "Invalid Role Arn: '" + roleArn + "'");
  }

  static Answer<String> definition(String definition, MachineType type, CallableServices services) {
    return switch (Asl.read(definition, type, services)) {
      case Asl.Reading.Valid valid -> Answer.given(definition);
      case Asl.Reading.Invalid invalid -> refused(invalid);
    };
  }

  static <T> Answer<T> refused(Asl.Reading.Invalid invalid) {
    return Answer.refused(
        Refusal.INVALID_DEFINITION,
        invalid.problems().stream()
            .filter(problem -> problem.severity() == Severity.ERROR)
            .map(Problem::flattened)
            .collect(Collectors.joining(", ", "Invalid State Machine Definition: '", "'")));
  }
}
