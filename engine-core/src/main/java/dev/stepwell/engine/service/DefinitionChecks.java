package dev.stepwell.engine.service;

import dev.stepwell.asl.Asl;
import dev.stepwell.asl.problem.Problem;
import dev.stepwell.asl.problem.Problem.Severity;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What is refused about a state machine before the store is asked. */
final class DefinitionChecks {
  private static final Pattern ROLE_ARN = Pattern.compile("arn:[^:]+:iam::[^:]*:role/.+");

  private final Function<String, Asl.Reading> reader;

  DefinitionChecks(Function<String, Asl.Reading> reader) {
    this.reader = reader;
  }

  Answer<String> refuseLaterFeatures(StateMachines.CreateRequest request) {
    if (request.versionDescription() != null && !request.publish()) {
      return Answer.refused(
          Refusal.VALIDATION, "Version description can only be set when publish is true");
    }
    if ("EXPRESS".equals(request.type())) {
      return Answer.refused(
          Refusal.VALIDATION,
          "This version of Stepwell does not support state machines of type EXPRESS yet");
    }
    return refusePublish(request.publish());
  }

  private static Answer<String> refusePublish(boolean publish) {
    return publish
        ? Answer.refused(
            Refusal.VALIDATION,
            "This version of Stepwell does not support versions of state machines yet: publish must be false")
        : Answer.given("");
  }

  Answer<String> role(String roleArn) {
    return ROLE_ARN.matcher(roleArn).matches()
        ? Answer.given(roleArn)
        : Answer.refused(Refusal.INVALID_ARN, "Invalid Role Arn: '" + roleArn + "'");
  }

  Answer<String> definition(String definition) {
    return switch (reader.apply(definition)) {
      case Asl.Reading.Valid valid -> Answer.given(definition);
      case Asl.Reading.Invalid(var problems) ->
          Answer.refused(
              Refusal.INVALID_DEFINITION,
              problems.stream()
                  .filter(problem -> problem.severity() == Severity.ERROR)
                  .map(Problem::flattened)
                  .collect(Collectors.joining(", ", "Invalid State Machine Definition: '", "'")));
    };
  }

  Answer<String> refuseLaterFeatures(StateMachines.UpdateRequest request) {
    if (request.versionDescription() != null && !request.publish()) {
      return Answer.refused(
          Refusal.VALIDATION, "Version description can only be set when publish is true");
    }
    return refusePublish(request.publish());
  }
}
