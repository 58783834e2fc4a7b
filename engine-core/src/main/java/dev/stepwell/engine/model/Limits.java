package dev.stepwell.engine.model;

import java.time.Duration;

/**
 * The limits of running executions, AWS's values by default. Source: quotas.md.
 *
 * @param payloadBytes largest input, output or result, in bytes of UTF-8
 * @param historyEvents an execution fails rather than write more events
 * @param executionDuration an execution times out after it
 * @param waitSeconds longest Wait
 * @param inlineMapConcurrency iterations of an inline Map that run at a time, whatever
 *     MaxConcurrency says
 * @param variableBytes largest value of one variable, in bytes of UTF-8
 * @param assignBytes largest sum of the values of one Assign, in bytes of UTF-8
 * @param executionVariableBytes largest sum of the variables of all scopes of an execution, in
 *     bytes of UTF-8
 * @param transitionsPerCommit states entered by one command before its outcome so far is written
 */
public record Limits(
    int payloadBytes,
    int historyEvents,
    Duration executionDuration,
    long waitSeconds,
    int inlineMapConcurrency,
    int variableBytes,
    int assignBytes,
    long executionVariableBytes,
    int transitionsPerCommit) {
  public static final Limits DEFAULTS =
      new Limits(
          262_144,
          25_000,
          Duration.ofDays(365),
          Integer.MAX_VALUE,
          40,
          262_144,
          262_144,
          10_485_760,
          1_000);

  private static final Duration EXPRESS_DURATION = Duration.ofMinutes(5);

  /** Those of Express machines: five minutes, and no history that could be full. */
  public Limits ofExpress() {
    var duration =
        executionDuration.compareTo(EXPRESS_DURATION) < 0 ? executionDuration : EXPRESS_DURATION;
    return withHistoryEvents(Integer.MAX_VALUE).withExecutionDuration(duration);
  }

  /** The same with another limit of payloads. */
  public Limits withPayloadBytes(int payloadBytes) {
    return new Limits(
        payloadBytes,
        historyEvents,
        executionDuration,
        waitSeconds,
        inlineMapConcurrency,
        variableBytes,
        assignBytes,
        executionVariableBytes,
        transitionsPerCommit);
  }

  /** The same with another limit of histories. */
  public Limits withHistoryEvents(int historyEvents) {
    return new Limits(
        payloadBytes,
        historyEvents,
        executionDuration,
        waitSeconds,
        inlineMapConcurrency,
        variableBytes,
        assignBytes,
        executionVariableBytes,
        transitionsPerCommit);
  }

  /** The same with another limit of the time of executions. */
  public Limits withExecutionDuration(Duration executionDuration) {
    return new Limits(
        payloadBytes,
        historyEvents,
        executionDuration,
        waitSeconds,
        inlineMapConcurrency,
        variableBytes,
        assignBytes,
        executionVariableBytes,
        transitionsPerCommit);
  }

  /** The same with other limits of variables. */
  public Limits withVariableBytes(int variableBytes, int assignBytes, long executionVariableBytes) {
    return new Limits(
        payloadBytes,
        historyEvents,
        executionDuration,
        waitSeconds,
        inlineMapConcurrency,
        variableBytes,
        assignBytes,
        executionVariableBytes,
        transitionsPerCommit);
  }

  /** The same with another limit of transitions. */
  public Limits withTransitionsPerCommit(int transitionsPerCommit) {
    return new Limits(
        payloadBytes,
        historyEvents,
        executionDuration,
        waitSeconds,
        inlineMapConcurrency,
        variableBytes,
        assignBytes,
        executionVariableBytes,
        transitionsPerCommit);
  }
}
