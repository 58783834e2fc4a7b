package dev.stepwell.engine.model;

import java.time.Duration;

/**
 * A function that has a target of its own.
 *
 * @param name without account, region and qualifier
 * @param timeout how long an invocation may take, from 1 second to {@link #LONGEST_TIMEOUT}
 */
public record RegisteredFunction(String name, FunctionTarget target, Duration timeout) {
  public static final Duration LONGEST_TIMEOUT = Duration.ofDays(1);
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);
}
