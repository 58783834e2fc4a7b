package dev.stepwell.launcher.function;

import java.time.Duration;

/** Hears what becomes of handlers and their invocations; on any thread. */
public interface FunctionListener {

  /** Something that whoever looks should know. */
  void told(String function, String sentence);

  /**
   * A handler cannot be started; invocations fail until it can.
   *
   * @param error as the Runtime API has it, JSON
   * @param log what it has printed
   */
  void failedToStart(String function, String error, String log);

  /**
   * An invocation has ended.
   *
   * @param isWaitedFor false where the server did not want its end any more
   * @param log what the handler has printed
   */
  void ended(String function, boolean failed, boolean isWaitedFor, Duration duration, String log);
}
