package dev.stepwell.engine.express;

import dev.stepwell.engine.call.CallRunner;
import dev.stepwell.engine.call.ServiceCall;
import dev.stepwell.engine.command.Command;
import dev.stepwell.engine.effect.Effect;
import dev.stepwell.engine.interpreter.Interpreter;
import dev.stepwell.engine.interpreter.RunnableMachine;
import dev.stepwell.engine.interpreter.Transition;
import dev.stepwell.engine.model.ExecutionHeader;
import dev.stepwell.engine.state.ExecutionState;
import dev.stepwell.engine.state.Outcome;
import dev.stepwell.engine.state.Scope;
import dev.stepwell.engine.state.Scope.Phase;
import dev.stepwell.engine.state.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One Express execution in memory: the interpreter moves it, the thread that runs it waits for
 * calls and deadlines. Nothing of what happens is kept but its end.
 */
final class ExpressRun {
  private final ExecutionHeader header;
  private final RunnableMachine machine;
  private final Interpreter interpreter;
  private final CallRunner calls;
  private final InstantSource clock;
  private final BlockingQueue<Command> mailbox = new LinkedBlockingQueue<>();
  private ExecutionState state;
  private boolean mustContinue;

  /**
   * A run that has not begun.
   *
   * @param timeoutAt its longest end
   */
  ExpressRun(
      ExecutionHeader header,
      RunnableMachine machine,
      Instant timeoutAt,
      Interpreter interpreter,
      CallRunner calls,
      InstantSource clock) {
    this.header = header;
    this.machine = machine;
    this.interpreter = interpreter;
    this.calls = calls;
    this.clock = clock;
    this.state = ExecutionState.beforeStart(header, timeoutAt);
  }

  /** Hands in what became of a call; for any thread. */
  void tell(Command report) {
    mailbox.add(report);
  }

  /**
   * Runs to the end.
   *
   * @throws InterruptedException when the run is given up; its calls are, too
   */
  Outcome run() throws InterruptedException {
    try {
      apply(new Command.StartExecution());
      while (!state.isClosed()) {
        apply(next());
      }
      return Objects.requireNonNull(state.outcome());
    } finally {
      state.open().values().forEach(this::giveUp);
    }
  }

  private void giveUp(Scope scope) {
    if (scope.phase() instanceof Phase.Visiting(_, Waiting.OnWork work)) {
      calls.cancel(header.id(), work.scheduledEventId());
    }
  }

  private Command next() throws InterruptedException {
    if (mustContinue) {
      mustContinue = false;
      return new Command.Continue();
    }
    var wakeAt = Objects.requireNonNull(state.wakeAt());
    var patience = Duration.between(clock.instant(), wakeAt).toNanos();
    var told = mailbox.poll(patience, TimeUnit.NANOSECONDS);
    return told == null ? new Command.FireTimer() : told;
  }

  private void apply(Command command) {
    // A refused command changes nothing: it came too late.
    if (interpreter.apply(machine, state, command, clock.instant())
        instanceof Transition.Applied applied) {
      state = applied.state();
      applied.effects().forEach(this::perform);
    }
  }

  private void perform(Effect effect) {
    switch (effect) {
      case Effect.MakeCall call ->
          calls.make(
              new ServiceCall(
                  header.id(),
                  call.scheduledEventId(),
                  machine.executionArn(header),
                  call.resourceArn(),
                  call.parameters(),
                  call.roleArn()));
      case Effect.WithdrawTask(var taskId) -> calls.cancel(header.id(), taskId);
      case Effect.ContinueLater() -> mustContinue = true;
      case Effect.OfferTask _,
          Effect.DeliverTask _,
          Effect.TellParent _,
          Effect.StopChild _,
          Effect.AskJob _,
          Effect.StopJob _ ->
          throw new IllegalStateException("an Express machine has no such effect: " + effect);
    }
  }
}
