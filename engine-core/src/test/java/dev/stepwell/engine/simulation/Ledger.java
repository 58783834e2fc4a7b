package dev.stepwell.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.call.CallRunner;
import dev.stepwell.engine.call.ServiceCall;
import dev.stepwell.engine.model.ExecutionHeader;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.service.Refusal;
import dev.stepwell.engine.store.ExecutionWrite;
import dev.stepwell.engine.task.TaskTokens.TaskToken;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What has been committed and what has been said, each new word checked against all before it:
 * promises P1 to P7. Whoever stands between the nodes and the world tells it, as it happens.
 */
final class Ledger {
  /** An attempt at a task. */
  private record Attempt(ExecutionId executionId, long scheduledEventId) {}

  private record Mail(ExecutionId target, Instant since) {}

  private final World world;
  private final Map<ExecutionId, Chronicle> chronicles = new LinkedHashMap<>();
  private final Map<String, ExecutionId> names = new HashMap<>();
  private final Map<Long, Mail> mail = new LinkedHashMap<>();
  private final Set<Attempt> handed = new HashSet<>();
  private final Set<Attempt> called = new HashSet<>();
  private final Reports reports = new Reports();
  private final Jobs jobs = new Jobs();
  private final Map<String, Integer> startsAsked = new HashMap<>();
  private final Map<String, Integer> redrivesAsked = new HashMap<>();

  /** State machines that somebody wants deleted, and since when he knows that they will be. */
  private final Map<Long, Instant> doomed = new HashMap<>();

  Ledger(World world) {
    this.world = world;
  }

  Collection<Chronicle> chronicles() {
    return chronicles.values();
  }

  Chronicle require(ExecutionId id) {
    assertThat(chronicles).as("what is stored").containsKey(id);
    return Objects.requireNonNull(chronicles.get(id));
  }

  // ---- what the store was told ----

  void committed(Machine by, List<ExecutionWrite> writes, Collection<ExecutionId> ids) {
    for (var write : writes) {
      if (ids.contains(write.id())) {
        add(by, write);
      } else {
        world.tell(
            by.name(),
            "comes too late with version " + write.expectedVersion() + " of " + write.id());
      }
    }
  }

  private void add(Machine by, ExecutionWrite write) {
    var header = write.inserted();
    if (header != null) {
      var former = names.put(name(header), header.id());
      assertThat(former != null && world.isStored(former))
          .as("the name %s is used by %s already", name(header), former)
          .isFalse();
      chronicles.put(header.id(), new Chronicle(header, world.rules(header)));
    }
    var chronicle = require(write.id());
    var before = chronicle.events().size();
    chronicle.add(write, by, world.now());
    for (var inboxId : write.inboxRemoved()) {
      // One that was read before may come twice, and is refused the second time.
      mail.remove(inboxId);
    }
    for (var entry : write.inboxAdded()) {
      assertThat(mail.put(entry.inboxId(), new Mail(entry.target(), world.now()))).isNull();
    }
    world.tell(by.name(), "commits " + summary(chronicle, before, write));
  }

  private static String name(ExecutionHeader header) {
    return header.stateMachine().stateMachineId() + ":" + header.name();
  }

  private static String summary(Chronicle chronicle, int before, ExecutionWrite write) {
    return chronicle.header().name()
        + " v"
        + write.expectedVersion()
        + chronicle.events().stream()
            .skip(before)
            .map(event -> " " + event.id() + "<" + event.previousId() + event.type())
            .collect(Collectors.joining());
  }

  /** What else changes rows. */
  void asked(Method method, Object[] arguments) {
    switch (method.getName()) {
      case "removeInbox" -> thrownAway((ExecutionId) arguments[0], (Long) arguments[1]);
      case "removeClosed" -> removed((Long) arguments[0]);
      default -> {}
    }
  }

  /** P8: mail that somebody could read is read. */
  private void thrownAway(ExecutionId target, long inboxId) {
    assertThat(world.isStored(target)).as("mail of %s is thrown away unread", target).isFalse();
    mail.remove(inboxId);
  }

  /** What goes with its state machine is over, and nothing else goes. */
  private void removed(long stateMachineId) {
    assertThat(doomed).as("machines whose executions are removed").containsKey(stateMachineId);
    for (var chronicle : chronicles.values()) {
      assertThat(world.isStored(chronicle.id()) || (isDoomed(chronicle) && chronicle.isClosed()))
          .as("%s is removed", chronicle)
          .isTrue();
    }
    mail.values()
        .removeIf(entry -> isDoomed(require(entry.target())) && !world.isStored(entry.target()));
  }

  // ---- what the world was told ----

  /** Somebody is about to ask for the deletion of a state machine, perhaps more than once. */
  void deletionIsAsked(String stateMachineArn) {
    doomed.put(world.machineId(stateMachineArn), Instant.MAX);
  }

  /** He has been told that it will be done. */
  void deleted(String stateMachineArn) {
    doomed.put(world.machineId(stateMachineArn), world.now());
  }

  /** Whether its state machine is to be deleted. */
  boolean isDoomed(Chronicle chronicle) {
    return doomed.containsKey(chronicle.header().stateMachine().stateMachineId());
  }

  /**
   * Whether somebody is told that a state machine, or an execution, is not there any more; it must
   * have been somebody's wish.
   */
  boolean isGone(String arn, Refusal reason) {
    return switch (reason) {
      case STATE_MACHINE_DOES_NOT_EXIST, STATE_MACHINE_DELETING, EXECUTION_DOES_NOT_EXIST -> {
        assertThat(doomed).as("%s: %s", arn, reason).containsKey(world.machineId(arn));
        yield true;
      }
      default -> false;
    };
  }

  /** P1: a start that is acknowledged is stored. */
  void started(ExecutionId id, String name, String input) {
    var header = require(id).header();
    assertThat(header.name()).isEqualTo(name);
    assertThat(header.input().text()).isEqualTo(input);
  }

  /** P1, P7: a stop that is acknowledged has ended the execution. */
  void stopped(String executionArn) {
    assertThat(chronicles.values())
        .filteredOn(chronicle -> world.arn(chronicle.header()).equals(executionArn))
        .as("%s is stopped", executionArn)
        .anyMatch(Chronicle::hasEnded);
  }

  /** Somebody is about to ask for a redrive, perhaps more than once with the same token. */
  void redriveIsAsked(String executionArn) {
    redrivesAsked.merge(executionArn, 1, Integer::sum);
  }

  /** P1, P2: a redrive that is acknowledged is stored, and one that was asked for is done once. */
  void redriven(String executionArn, Instant redriveDate) {
    assertThat(chronicles.values())
        .filteredOn(chronicle -> world.arn(chronicle.header()).equals(executionArn))
        .as("%s is redriven at %s", executionArn, redriveDate)
        .anyMatch(chronicle -> {
          var redrives =
              chronicle.events().stream()
                  .filter(event -> event.type().equals("ExecutionRedriven"))
                  .map(Chronicle.Event::at)
                  .toList();
          return redrives.contains(redriveDate)
              && redrives.size() <= redrivesAsked.getOrDefault(executionArn, 0);
        });
  }

  /** A redrive is refused for what is so; that it ran may be over by now. */
  void isNotRedrivable(String executionArn, String reason) {
    var ends =
        switch (reason) {
          case "Execution is RUNNING and cannot be redriven" -> List.<String>of();
          case "Execution is SUCCEEDED and cannot be redriven" -> List.of("ExecutionSucceeded");
          case "State machine is in DELETING status" -> {
            assertThat(doomed).containsKey(world.machineId(executionArn));
            yield List.<String>of();
          }
          case "Execution history event limit exceeded" ->
              List.of("ExecutionFailed", "ExecutionAborted", "ExecutionTimedOut");
          default -> throw new AssertionError(reason);
        };
    assertThat(chronicles.values())
        .filteredOn(chronicle -> world.arn(chronicle.header()).equals(executionArn))
        .as("%s is refused: %s", executionArn, reason)
        .anyMatch(
            chronicle -> ends.isEmpty() || ends.contains(chronicle.events().getLast().type()));
    if (!reason.contains("DELETING")) {
      // One that was done, and whose answer was lost, is answered as done when it is asked again.
      var asked = redrivesAsked.merge(executionArn, -1, Integer::sum);
      assertThat(chronicles.values())
          .filteredOn(chronicle -> world.arn(chronicle.header()).equals(executionArn))
          .as("redrives of %s, without one that is refused", executionArn)
          .allMatch(chronicle -> chronicle.redrives() <= asked);
    }
  }

  /** Somebody is about to ask for a start, perhaps more than once. */
  void startIsAsked(String executionArn) {
    startsAsked.merge(executionArn, 1, Integer::sum);
  }

  /**
   * A name is refused only if somebody else has it, or has had it.
   *
   * @param isFirst whether whoever asked for it has got an answer to each of his questions
   */
  void isTaken(String executionArn, String input, boolean isFirst) {
    assertThat(chronicles.values())
        .filteredOn(chronicle -> world.arn(chronicle.header()).equals(executionArn))
        .as("who has the name %s", executionArn)
        .anyMatch(other -> other.hasEnded() || !other.header().input().text().equals(input));
    assertThat(isFirst && startsAsked.getOrDefault(executionArn, 0) == 1)
        .as("%s is taken by whoever asks for it", executionArn)
        .isFalse();
  }

  /** P2, P3: a worker has a task once, after that is stored. */
  void handed(TaskToken token) {
    var attempt = new Attempt(token.executionId(), token.scheduledEventId());
    assertThat(handed.add(attempt)).as("%s is handed out once", token).isTrue();
    var started = require(token.executionId()).event(token.startedEventId());
    assertThat(started.type()).isEqualTo("ActivityStarted");
    assertThat(started.previousId()).isEqualTo(token.scheduledEventId());
  }

  boolean wasHanded(ExecutionId id, long scheduledEventId) {
    return handed.contains(new Attempt(id, scheduledEventId));
  }

  /** P2, P3: a call is made once, after it is stored. */
  void called(ServiceCall call) {
    assertThat(begun(call)).as("%s is called once", call).isTrue();
  }

  /**
   * P2: a call begins after it is stored; one that is the same however often it is made may begin
   * again.
   */
  boolean begun(ServiceCall call) {
    assertThat(require(call.executionId()).event(call.scheduledEventId() + 1).type())
        .isIn("TaskStarted", "LambdaFunctionStarted");
    return called.add(new Attempt(call.executionId(), call.scheduledEventId()));
  }

  Reports reports() {
    return reports;
  }

  Jobs jobs() {
    return jobs;
  }

  // ---- what must not take long once all is well ----

  /** P4, P8: nothing that anybody could do is left undone. */
  void nothingIsLeftUndone(Duration patience, Set<String> liveNodes) {
    var overdue = world.now().minus(patience);
    doomed.forEach((id, since) ->
        assertThat(since.isBefore(overdue) && world.isAnythingLeftOf(id))
            .as("state machine %s, deleted at %s, is still there", id, since)
            .isFalse());
    for (var chronicle : chronicles.values()) {
      var wakeAt = chronicle.wakeAt();
      assertThat(wakeAt != null && wakeAt.isBefore(overdue))
          .as("the wake-up of %s is overdue at %s", chronicle, world.now())
          .isFalse();
      chronicle
          .tasks()
          .forEach((taskId, row) -> {
            var isMade =
                row.queue().startsWith(CallRunner.FIRST_QUEUE)
                    && liveNodes.contains(CallRunner.nodeOf(row.queue()))
                    && (world.callsMayWait()
                        || called.contains(new Attempt(chronicle.id(), taskId)));
            if (!isMade) {
              assertThat(row.since())
                  .as("task %s of %s waits in %s", taskId, chronicle, row.queue())
                  .isAfterOrEqualTo(overdue);
            }
          });
      assertThat(!chronicle.isClosed() && isOrphan(chronicle, overdue))
          .as("%s runs for nobody", chronicle)
          .isFalse();
    }
    mail.forEach((inboxId, entry) ->
        assertThat(entry.since())
            .as("inbox entry %s for %s waits", inboxId, entry.target())
            .isAfterOrEqualTo(overdue));
  }

  /** Whether its parent has ended long ago, and the node that started it could have told. */
  private boolean isOrphan(Chronicle chronicle, Instant overdue) {
    var parent = chronicle.header().parent();
    if (parent == null || chronicle.isRedriven()) {
      return false;
    }
    var other = require(parent.executionId());
    return other.wasClosedAt(overdue) && !other.event(parent.scheduledEventId() + 1).by().isDead();
  }

  boolean isQuiet() {
    return mail.isEmpty() && chronicles.values().stream().allMatch(Chronicle::isClosed);
  }

  void everythingHasEnded() {
    for (var chronicle : chronicles.values()) {
      assertThat(chronicle.isClosed()).as("%s", chronicle).isTrue();
    }
    assertThat(mail).as("mail that nobody has read").isEmpty();
  }

  String histories() {
    return chronicles.values().stream().map(Chronicle::toString).collect(Collectors.joining("\n"));
  }
}
