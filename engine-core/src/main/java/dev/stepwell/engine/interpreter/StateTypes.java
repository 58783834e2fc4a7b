package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.model.Catcher;
import dev.stepwell.asl.model.ChoiceState;
import dev.stepwell.asl.model.DataFlow;
import dev.stepwell.asl.model.FailState;
import dev.stepwell.asl.model.MapState;
import dev.stepwell.asl.model.ParallelState;
import dev.stepwell.asl.model.PassState;
import dev.stepwell.asl.model.Retrier;
import dev.stepwell.asl.model.State;
import dev.stepwell.asl.model.SucceedState;
import dev.stepwell.asl.model.TaskState;
import dev.stepwell.asl.model.WaitState;
import dev.stepwell.engine.history.EventType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What differs by the type of a state in the history, and which states have Retry and Catch. */
final class StateTypes {
  private StateTypes() {}

  static EventType entered(State state) {
    return switch (state) {
      case PassState _ -> EventType.PASS_STATE_ENTERED;
      case TaskState _ -> EventType.TASK_STATE_ENTERED;
      case ChoiceState _ -> EventType.CHOICE_STATE_ENTERED;
      case WaitState _ -> EventType.WAIT_STATE_ENTERED;
      case SucceedState _ -> EventType.SUCCEED_STATE_ENTERED;
      case FailState _ -> EventType.FAIL_STATE_ENTERED;
      case ParallelState _ -> EventType.PARALLEL_STATE_ENTERED;
      case MapState _ -> EventType.MAP_STATE_ENTERED;
    };
  }

  static EventType exited(State state) {
    return switch (state) {
      case PassState _ -> EventType.PASS_STATE_EXITED;
      case TaskState _ -> EventType.TASK_STATE_EXITED;
      case ChoiceState _ -> EventType.CHOICE_STATE_EXITED;
      case WaitState _ -> EventType.WAIT_STATE_EXITED;
      case SucceedState _ -> EventType.SUCCEED_STATE_EXITED;
      case FailState fail ->
          throw new IllegalStateException("a Fail state is never exited: " + fail);
      case ParallelState _ -> EventType.PARALLEL_STATE_EXITED;
      case MapState _ -> EventType.MAP_STATE_EXITED;
    };
  }

  /** The event of a state that a failing sibling ends, or null for types that never wait. */
  static @Nullable EventType aborted(State state) {
    return switch (state) {
      case TaskState _ -> EventType.TASK_STATE_ABORTED;
      case WaitState _ -> EventType.WAIT_STATE_ABORTED;
      case ParallelState _ -> EventType.PARALLEL_STATE_ABORTED;
      case MapState _ -> EventType.MAP_STATE_ABORTED;
      case PassState _, ChoiceState _, SucceedState _, FailState _ -> null;
    };
  }

  /** A Fail state has no data flow of its own, but a query language. */
  static DataFlow flow(State state) {
    return switch (state) {
      case PassState pass -> pass.flow();
      case TaskState task -> task.flow();
      case ChoiceState choice -> choice.flow();
      case WaitState wait -> wait.flow();
      case SucceedState succeed -> succeed.flow();
      case FailState fail ->
          switch (fail.queryLanguage()) {
            case JSONPATH -> DataFlow.JsonPathFlow.IDENTITY;
            case JSONATA -> new DataFlow.JsonataFlow(null, null);
          };
      case ParallelState parallel -> parallel.flow();
      case MapState map -> map.flow();
    };
  }

  static List<Retrier> retriers(State state) {
    return switch (state) {
      case TaskState task -> task.retriers();
      case ParallelState parallel -> parallel.retriers();
      case MapState map -> map.retriers();
      case PassState _, ChoiceState _, WaitState _, SucceedState _, FailState _ -> List.of();
    };
  }

  static List<Catcher> catchers(State state) {
    return switch (state) {
      case TaskState task -> task.catchers();
      case ParallelState parallel -> parallel.catchers();
      case MapState map -> map.catchers();
      case PassState _, ChoiceState _, WaitState _, SucceedState _, FailState _ -> List.of();
    };
  }
}
