package dev.stepwell.http.live;

import dev.stepwell.engine.service.Answer;
import org.jspecify.annotations.Nullable;

/** What clients may follow. Safe for any thread. */
public interface LiveSources {

  /**
   * The events of one execution.
   *
   * @param after the id of the last one that the client has; null: none
   */
  Answer<LiveSource> ofExecution(String executionArn, @Nullable String after);

  /**
   * What becomes of the executions of one machine.
   *
   * @param after the id of the last event that the client has; null: from now on
   */
  Answer<LiveSource> ofMachine(String stateMachineArn, @Nullable String after);
}
