package dev.stepwell.engine.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.codec.ExecutionCodec;
import dev.stepwell.engine.codec.ScopeCodec;
import dev.stepwell.engine.command.Reason;
import dev.stepwell.engine.effect.Effect;
import dev.stepwell.engine.history.HistoryWriter;
import dev.stepwell.engine.interpreter.Transition;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.state.ExecutionState;
import dev.stepwell.engine.state.Scope;
import dev.stepwell.engine.state.Scope.Phase;
import dev.stepwell.engine.state.Waiting;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must hold after every step of every execution. */
final class StepChecks {
  private final StoredCopy stored = new StoredCopy();
  private final Set<Long> offered = new HashSet<>();
  private final Set<Long> delivered = new HashSet<>();
  private final Set<Long> called = new HashSet<>();

  /** The same command on the same state gives the same answer, byte for byte. */
  void sameBytes(Transition first, Transition second) {
    assertThat(texts(second)).isEqualTo(texts(first));
  }

  private static List<String> texts(Transition transition) {
    return switch (transition) {
      case Transition.Rejected rejected -> List.of(rejected.toString());
      case Transition.Applied applied -> {
        var texts = new ArrayList<String>();
        texts.add(new String(HistoryWriter.write(applied.events()), StandardCharsets.UTF_8));
        applied.state().open().values().forEach(scope -> texts.add(text(scope)));
        texts.add(applied.state().finished().toString());
        var outcome = applied.state().outcome();
        texts.add(
            outcome == null
                ? "running"
                : new String(ExecutionCodec.encode(outcome, null), StandardCharsets.UTF_8));
        texts.add(applied.effects().toString());
        texts.add(applied.scopesWritten() + " " + applied.scopesRemoved());
        texts.add(String.valueOf(applied.state().wakeAt()));
        yield texts;
      }
    };
  }

  private static String text(Scope scope) {
    return scope.id() + new String(ScopeCodec.encode(scope), StandardCharsets.UTF_8);
  }

  /** A timer before its time changes nothing. */
  void nothingDue(Transition early) {
    switch (early) {
      case Transition.Rejected(var reason) -> assertThat(reason).isEqualTo(Reason.NOTHING_DUE);
      case Transition.Applied applied -> assertThat(applied.events()).isEmpty();
    }
  }

  void step(ExecutionState before, Transition.Applied applied, Instant now) {
    var state = applied.state();
    stored.write(applied);
    assertThat(stored.load(state)).as("as a node would load it").isEqualTo(state);
    historyIsDense(before, applied);
    if (state.isClosed()) {
      onlyWhatARedriveNeedsIsLeft(state);
    } else {
      wakesInTime(state, applied.effects(), now);
    }
    tasksAreOfferedOnce(applied);
  }

  private static void historyIsDense(ExecutionState before, Transition.Applied applied) {
    var nextId = before.nextEventId();
    var time = before.lastEventAt();
    for (var event : applied.events()) {
      assertThat(event.id()).as("ids are dense").isEqualTo(nextId++);
      assertThat(event.previousEventId()).isBetween(0L, event.id() - 1);
      assertThat(event.timestamp()).as("time does not run back").isAfterOrEqualTo(time);
      time = event.timestamp();
    }
    assertThat(applied.state().nextEventId()).isEqualTo(nextId);
    assertThat(applied.state().lastEventAt()).isEqualTo(time);
  }

  private void onlyWhatARedriveNeedsIsLeft(ExecutionState state) {
    assertThat(state.wakeAt()).isNull();
    if (state.open().isEmpty()) {
      assertThat(state.finished()).isEmpty();
      assertThat(state.forks()).isEmpty();
      assertThat(stored.isEmpty()).as("no scope is left in the store").isTrue();
    } else {
      assertThat(state.status()).isNotEqualTo(ExecutionStatus.SUCCEEDED);
    }
  }

  private static void wakesInTime(ExecutionState state, List<Effect> effects, Instant now) {
    assertThat(state.wakeAt()).isNotNull().isBeforeOrEqualTo(state.timeoutAt());
    for (var scope : state.open().values()) {
      switch (scope.phase()) {
        case Phase.Entering _ -> {
          assertThat(effects).as("somebody enters the state").contains(new Effect.ContinueLater());
          assertThat(state.wakeAt())
              .as("another node can, too")
              .isBeforeOrEqualTo(now.isBefore(state.lastEventAt()) ? state.lastEventAt() : now);
        }
        case Phase.Visiting(_, var waiting) -> {
          var deadline = waiting.deadline();
          if (deadline != null) {
            assertThat(state.wakeAt()).isBeforeOrEqualTo(deadline);
          }
        }
      }
    }
  }

  /** A task is offered once, given away once, and withdrawn when nobody may have it any more. */
  private void tasksAreOfferedOnce(Transition.Applied applied) {
    for (var effect : applied.effects()) {
      switch (effect) {
        case Effect.OfferTask(var taskId, _, _) -> assertThat(offered.add(taskId)).isTrue();
        case Effect.MakeCall call -> {
          var taskId = call.scheduledEventId();
          assertThat(called.add(taskId)).as("a call is made once").isTrue();
          assertThat(offered.add(taskId)).isTrue();
        }
        case Effect.WithdrawTask(var taskId) -> offered.remove(taskId);
        case Effect.DeliverTask(var taskId, _, _, _, _) ->
            assertThat(delivered.add(taskId)).isTrue();
        case Effect.TellParent _,
            Effect.StopChild _,
            Effect.AskJob _,
            Effect.StopJob _,
            Effect.ContinueLater() -> {}
      }
    }
    var waiting = new HashSet<Long>();
    var state = applied.state();
    for (var scope : state.isClosed() ? List.<Scope>of() : state.open().values()) {
      if (scope.phase() instanceof Phase.Visiting(_, Waiting.OnTask task)) {
        if (task.isStarted()) {
          assertThat(delivered).contains(task.scheduledEventId());
        } else {
          waiting.add(task.scheduledEventId());
        }
      }
      if (scope.phase() instanceof Phase.Visiting(_, Waiting.OnCall call) && call.isListed()) {
        waiting.add(call.scheduledEventId());
      }
      if (scope.phase() instanceof Phase.Visiting(_, Waiting.OnCall call)
          && call.handover() != null
          && call.handover().isStarted()) {
        assertThat(delivered).contains(call.scheduledEventId());
      }
    }
    assertThat(offered).as("tasks that workers can get, and calls in flight").isEqualTo(waiting);
  }
}
