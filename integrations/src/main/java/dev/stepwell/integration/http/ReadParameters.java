package dev.stepwell.integration.http;

/**
 * What the parameters of a task were read as.
 *
 * @param <T> the request that they say
 */
sealed interface ReadParameters<T> {
  /** They can be used. */
  record Usable<T>(T request) implements ReadParameters<T> {}

  /** They cannot, and why. */
  record Wrong<T>(String problem) implements ReadParameters<T> {}
}
