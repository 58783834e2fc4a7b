package dev.stepwell.http.rest;

import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.service.ExecutionFilter;
import dev.stepwell.engine.service.Tags;
import dev.stepwell.http.rest.route.Arguments;
import dev.stepwell.http.rest.route.Parameter;
import dev.stepwell.http.rest.route.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What says which executions are wanted: the same words in lists and in bulk actions. */
final class ExecutionFilters {
  private static final int MAX_TAG_CHARACTERS = 128 + 1 + 256;
  private static final int MAX_ERROR_CHARACTERS = 256;
  private static final int MAX_SEARCH_CHARACTERS = 1_000;

  private static final Parameter<String> STATE_MACHINE =
      Parameter.arn("stateMachine", "ARN of a state machine, or of a version or alias of one");

  static final Parameter<ExecutionStatus> STATUS =
      Parameter.choice("status", "Their status now", List.of(ExecutionStatus.values()));

  private static final Parameter<Instant> STARTED_AFTER =
      Parameter.time("startedAfter", "Started then or later");
  private static final Parameter<Instant> STARTED_BEFORE =
      Parameter.time("startedBefore", "Started earlier");
  private static final Parameter<Instant> STOPPED_AFTER =
      Parameter.time("stoppedAfter", "Stopped then or later");
  private static final Parameter<Instant> STOPPED_BEFORE =
      Parameter.time("stoppedBefore", "Stopped earlier");

  private static final Parameter<Tags.Tag> TAG =
      new Parameter<>(
          "tag",
          "A tag of the state machine, as KEY:VALUE; a key with a colon cannot be asked for",
          Schema.text(2, MAX_TAG_CHARACTERS),
          "must be KEY:VALUE",
          ExecutionFilters::tag);

  private static final Parameter<String> ERROR =
      Parameter.text("error", 1, MAX_ERROR_CHARACTERS, "The error that they ended with, whole");

  private static final Parameter<String> SEARCH =
      Parameter.text(
          "search",
          1,
          MAX_SEARCH_CHARACTERS,
          "A text that input, output, error or cause has, as it is written there, capitals and all");

  /** In place of the status, where those are wanted that did not succeed. */
  static final Parameter<ExecutionStatus> UNSUCCESSFUL =
      Parameter.choice(
          "status",
          "How they ended; FAILED by default",
          List.of(ExecutionStatus.FAILED, ExecutionStatus.TIMED_OUT, ExecutionStatus.ABORTED));

  /** All of them. */
  static final List<Parameter<?>> ALL =
      List.of(
          STATE_MACHINE,
          STATUS,
          STARTED_AFTER,
          STARTED_BEFORE,
          STOPPED_AFTER,
          STOPPED_BEFORE,
          TAG,
          ERROR,
          SEARCH);

  private ExecutionFilters() {}

  private static Optional<Tags.Tag> tag(String text) {
    var colon = text.indexOf(':');
    return colon <= 0 || text.length() > MAX_TAG_CHARACTERS
        ? Optional.empty()
        : Optional.of(new Tags.Tag(text.substring(0, colon), text.substring(colon + 1)));
  }

  /** What a request says. */
  static ExecutionFilter read(Arguments arguments) {
    return new ExecutionFilter(
        arguments.get(STATE_MACHINE),
        arguments.get(STATUS),
        arguments.get(STARTED_AFTER),
        arguments.get(STARTED_BEFORE),
        arguments.get(STOPPED_AFTER),
        arguments.get(STOPPED_BEFORE),
        arguments.get(TAG),
        arguments.get(ERROR),
        arguments.get(SEARCH));
  }
}
