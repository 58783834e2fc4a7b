package dev.stepwell.asl.model;

import org.jspecify.annotations.Nullable;

/** One state of a {@link StatesBlock}. */
public sealed interface State
    permits PassState,
        TaskState,
        ChoiceState,
        WaitState,
        SucceedState,
        FailState,
        ParallelState,
        MapState {

  /** Unique in the whole definition, 1–80 characters. */
  String name();

  @Nullable String comment();

  QueryLanguage queryLanguage();
}
