package dev.stepwell.engine.model;

import org.jspecify.annotations.Nullable;

/** What a call has started, whose end is the end of the task, and which ends with the task. */
public sealed interface StartedWork {

  /** An execution of this server: it tells its end by itself. */
  record Child(ExecutionId id) implements StartedWork {}

  /**
   * A job of a service, which must be asked how it is.
   *
   * @param resourceArn what was called, as the definition has it
   * @param ticket what its integration needs to find the job again, in whatever form it likes
   * @param roleArn the role of the state's Credentials, or null for the machine's own
   */
  record Job(String resourceArn, Payload ticket, @Nullable String roleArn) implements StartedWork {}
}
