package dev.stepwell.integration.spi;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What became of a call. */
public sealed interface Outcome {

  /**
   * The service did what it was asked for.
   *
   * @param result any JSON value, not to be modified afterwards
   */
  record Answered(JsonNode result) implements Outcome {}

  /**
   * The service has started a job. Only calls with the pattern {@link Operation.Pattern#RUN_JOB}
   * may come to this, and they must, unless they fail.
   *
   * @param result any JSON value, not to be modified afterwards: it appears in the history only, as
   *     that of TaskSubmitted
   * @param ticket what {@link JobIntegration} needs to ask for the job and to stop it: any JSON
   *     value within the limit of results, but no secrets
   */
  record Started(JsonNode result, JsonNode ticket) implements Outcome {}

  /**
   * The service refused, failed, or was not reached.
   *
   * @param error what {@code Retry} and {@code Catch} match, such as {@code Acme.QuotaException};
   *     at most 256 characters
   * @param cause for people, at most 32,768 characters; null where there is nothing to say
   */
  record Failed(String error, @Nullable String cause) implements Outcome {}

  /** The answer is larger than {@link Call#maxResultBytes()}, and was not read to its end. */
  record TooLarge() implements Outcome {}
}
