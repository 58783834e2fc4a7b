package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.model.ChoiceState;
import dev.stepwell.asl.model.FailState;
import dev.stepwell.asl.model.MapState;
import dev.stepwell.asl.model.ParallelState;
import dev.stepwell.asl.model.PassState;
import dev.stepwell.asl.model.State;
import dev.stepwell.asl.model.SucceedState;
import dev.stepwell.asl.model.TaskState;
import dev.stepwell.asl.model.WaitState;

/** One handler for each type of state, and the switch that the compiler keeps complete. */
final class Handlers {
  private static final PassHandler PASS = new PassHandler();
  private static final ChoiceHandler CHOICE = new ChoiceHandler();
  private static final SucceedHandler SUCCEED = new SucceedHandler();
  private static final FailHandler FAIL = new FailHandler();
  static final TaskHandler TASK = new TaskHandler();
  static final WaitHandler WAIT = new WaitHandler();
  static final ParallelHandler PARALLEL = new ParallelHandler();
  static final MapHandler MAP = new MapHandler();

  private Handlers() {}

  /** What the state does when it is entered, and again at each retry. */
  static Step enter(State state, StateContext context) {
    return switch (state) {
      case PassState pass -> PASS.enter(pass, context);
      case TaskState task -> TASK.enter(task, context);
      case ChoiceState choice -> CHOICE.enter(choice, context);
      case WaitState wait -> WAIT.enter(wait, context);
      case SucceedState succeed -> SUCCEED.enter(succeed, context);
      case FailState fail -> FAIL.enter(fail, context);
      case ParallelState parallel -> PARALLEL.enter(parallel, context);
      case MapState map -> MAP.enter(map, context);
    };
  }
}
