package dev.stepwell.engine.service;

import dev.stepwell.asl.json.MalformedJson;
import dev.stepwell.engine.machine.MachineCatalog;
import dev.stepwell.engine.machine.MachineCatalog.Route;
import dev.stepwell.engine.machine.MachineCatalog.Startable;
import dev.stepwell.engine.model.Arns;
import dev.stepwell.engine.model.IdGenerator;
import dev.stepwell.engine.model.Limits;
import dev.stepwell.engine.model.Payload;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** What every start of an execution must fulfil, whatever the type of the machine. */
final class StartChecks {
  private final MachineCatalog machines;
  private final IdGenerator ids;
  private final Limits limits;

  StartChecks(MachineCatalog machines, IdGenerator ids, Limits limits) {
    this.ids = ids;
    this.machines = machines;
    this.limits = limits;
  }

  /**
   * A start that can be made.
   *
   * @param isNamed whether the caller chose the name
   */
  record Checked(Route route, String name, boolean isNamed, Payload input) {}

  /**
   * Checks a start, and chooses what it runs.
   *
   * @param name null: a random UUID
   * @param input JSON text
   */
  Answer<Checked> check(String stateMachineArn, @Nullable String name, String input) {
    return RequestedArn.ofMachine(stateMachineArn)
        .then(parts -> startable(parts, stateMachineArn))
        .then(current ->
            current.deleting()
                ? MachineFinder.deleting(stateMachineArn)
                : checkedName(name)
                    .then(checked ->
                        input(input)
                            .map(payload ->
                                new Checked(
                                    current.choose(new SplittableRandom(ids.next())),
                                    checked,
                                    name != null,
                                    payload))));
  }

  /** What an ARN leads to, that of a machine as well as a qualified one. */
  Answer<Startable> startable(Arns.Parts parts, String stateMachineArn) {
    return machines
        .find(parts.name(), parts.qualifier())
        .filter(current -> current.machine().arns().owns(parts))
        .map(Answer::given)
        .orElseGet(() -> MachineFinder.doesNotExist(stateMachineArn));
  }

  private Answer<String> checkedName(@Nullable String name) {
    return name == null ? Answer.given(ids.nextUuid().toString()) : ResourceNames.check(name);
  }

  private Answer<Payload> input(String text) {
    if (text.isBlank()) {
      return invalidInput("Invalid execution input.");
    }
    try {
      var payload = Payload.parse(text);
      return payload.utf8Bytes() > limits.payloadBytes()
          ? invalidInput(
              "The input is larger than the limit of " + limits.payloadBytes() + " bytes.")
          : Answer.given(payload);
    } catch (JacksonException malformed) {
      return invalidInput(MalformedJson.of(malformed, text).message());
    }
  }

  private static Answer<Payload> invalidInput(String detail) {
    return Answer.refused(
        Refusal.INVALID_EXECUTION_INPUT, "Invalid State Machine Execution Input: '" + detail + "'");
  }
}
