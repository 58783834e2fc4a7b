package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.model.FailState;
import dev.stepwell.asl.model.MapState;
import dev.stepwell.asl.model.ParallelState;
import dev.stepwell.engine.state.Scope.Phase;
import dev.stepwell.engine.state.Waiting;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets the scopes that a closed execution has kept go on. States that were entered and not left are
 * worked on again without being entered again, Fail alone excepted; what has succeeded stays, and
 * all retries are ahead again. Source: history-events.md §5.
 */
final class Redrive {
  private final Run run;
  private final ControlFlow control;

  Redrive(Run run, ControlFlow control) {
    this.run = run;
    this.control = control;
  }

  /**
   * Goes on.
   *
   * @param redrivenEventId the ExecutionRedriven event
   */
  void goOn(long redrivenEventId) {
    var again = new ArrayList<Integer>();
    var forked = new ArrayList<Integer>();
    for (var scope : List.copyOf(run.openScopes())) {
      var ready = scope.after(redrivenEventId);
      switch (scope.phase()) {
        case Phase.Entering _ -> run.put(ready);
        case Phase.Visiting(var visit, Waiting.OnScopes scopes) -> {
          run.put(ready.at(new Phase.Visiting(visit.afresh(), scopes)));
          forked.add(scope.id());
        }
        // Whatever it waited for is over, and must not be ended again should a sibling fail first.
        case Phase.Visiting(var visit, _) -> {
          run.put(ready.at(new Phase.Visiting(visit.afresh(), new Waiting.OnRedrive())));
          again.add(scope.id());
        }
      }
    }
    again.forEach(this::workAgain);
    forked.forEach(scopeId -> fill(scopeId, redrivenEventId));
  }

  private void workAgain(int scopeId) {
    // What follows from one comes before the next: it may end the others.
    var scope = run.findScope(scopeId);
    if (scope == null || run.isOver()) {
      return;
    }
    var visit = Run.visiting(scope).visit();
    var state = run.stateOf(scope, visit.stateName());
    switch (state) {
      case FailState _ -> control.begin(scope.at(new Phase.Entering(state.name(), visit.input())));
      // All of it is done again, so that its beginning follows its entry as ever.
      case ParallelState _, MapState _ ->
          control.workAgain(scope.after(visit.enteredEventId()), state, visit);
      default -> control.workAgain(scope, state, visit);
    }
    control.runToQuiescence();
  }

  /** Begins what a Parallel or Map has room for, or ends it where nothing is left to do. */
  private void fill(int scopeId, long redrivenEventId) {
    var scope = run.findScope(scopeId);
    if (scope != null
        && !run.isOver()
        && scope.phase() instanceof Phase.Visiting(_, Waiting.OnScopes _)) {
      control.fill(scope, redrivenEventId);
      control.runToQuiescence();
    }
  }
}
