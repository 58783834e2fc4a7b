package dev.stepwell.engine.service;

import dev.stepwell.asl.model.MachineType;
import dev.stepwell.engine.Engine;
import dev.stepwell.engine.codec.ExecutionCodec;
import dev.stepwell.engine.codec.RedriveCodec;
import dev.stepwell.engine.command.Command;
import dev.stepwell.engine.interpreter.RunnableMachine;
import dev.stepwell.engine.lane.Reply;
import dev.stepwell.engine.machine.MachineCatalog;
import dev.stepwell.engine.model.Arns;
import dev.stepwell.engine.model.ExecutionHeader;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.model.IdGenerator;
import dev.stepwell.engine.model.Limits;
import dev.stepwell.engine.model.ParentTask;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.model.Redrives;
import dev.stepwell.engine.model.Shards;
import dev.stepwell.engine.model.StartedThrough;
import dev.stepwell.engine.state.ExecutionState;
import dev.stepwell.engine.state.NotRedrivable;
import dev.stepwell.engine.store.ExecutionName;
import dev.stepwell.engine.store.ExecutionStore;
import dev.stepwell.engine.store.StateMachineStore;
import dev.stepwell.engine.store.StoredExecution;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Executions as callers see them. Blocks until the answer is durable. */
public final class Executions {
  private final Engine engine;
  private final ExecutionStore store;
  private final StateMachineStore stateMachines;
  private final MachineCatalog machines;
  private final StartChecks checks;
  private final Limits limits;
  private final ExpressExecutions express;
  private final IdGenerator ids;
  private final InstantSource clock;

  public Executions(
      Engine engine,
      Engine.Stores stores,
      MachineCatalog machines,
      ExpressExecutions express,
      IdGenerator ids,
      Limits limits,
      InstantSource clock) {
    this.engine = engine;
    this.store = stores.executions();
    this.stateMachines = stores.stateMachines();
    this.machines = machines;
    this.checks = new StartChecks(machines, ids, limits);
    this.limits = limits;
    this.express = express;
    this.ids = ids;
    this.clock = clock;
  }

  // ---- start and stop ----

  /** An execution that has begun, by this call or by the same one before. */
  public record Started(String executionArn, Instant startDate, ExecutionId id) {}

  /**
   * Starts an execution. The same name with the same input while the first one runs is the same
   * start; otherwise a name can be used once.
   *
   * @param name null: a random UUID
   * @param input JSON text, kept byte for byte
   */
  public Answer<Started> start(
      String stateMachineArn, @Nullable String name, String input, @Nullable String traceHeader) {
    return start(stateMachineArn, name, input, traceHeader, null);
  }

  /**
   * Starts an execution for a task.
   *
   * @param parent told of the end; null where nobody waits for it
   */
  public Answer<Started> start(
      String stateMachineArn,
      @Nullable String name,
      String input,
      @Nullable String traceHeader,
      @Nullable ParentTask parent) {
    return checks
        .check(stateMachineArn, name, input)
        .then(start ->
            switch (start.route().machine().type()) {
              case STANDARD -> begin(start, traceHeader, parent);
              case EXPRESS ->
                  parent == null
                      ? express.start(start, traceHeader)
                      : ExpressExecutions.notSupported();
            });
  }

  private Answer<Started> begin(
      StartChecks.Checked start, @Nullable String traceHeader, @Nullable ParentTask parent) {
    var route = start.route();
    var machine = route.machine();
    var name = start.name();
    var input = start.input();
    var id = new ExecutionId(Shards.of(machine.key().stateMachineId(), name), ids.next());
    var startedAt = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var header =
        new ExecutionHeader(
            id, machine.key(), name, input, startedAt, traceHeader, parent, route.through());
    var reply =
        Waiter.await(
            engine.threads(), listener -> engine.start(header, machine, start.isNamed(), listener));
    var arn = machine.executionArn(header);
    return switch (reply) {
      case Reply.Committed(var state, _) ->
          Answer.given(new Started(arn, state.header().startedAt(), state.header().id()));
      case Reply.NameTaken(var by)
          when by.status() == ExecutionStatus.RUNNING
              && by.header().input().tree().equals(input.tree())
              && (parent == null || parent.equals(by.header().parent())) ->
          Answer.given(new Started(arn, by.header().startedAt(), by.header().id()));
      case Reply.NameTaken _ ->
          Answer.refused(
              Refusal.EXECUTION_ALREADY_EXISTS, "Execution Already Exists: '" + arn + "'");
      case Reply.Refused _, Reply.NotFound _, Reply.Saturated _, Reply.Broken _ ->
          Waiter.unable(reply);
    };
  }

  /** Stops a running execution for good; of one that is closed, the time when it closed. */
  public Answer<Instant> stop(String executionArn, @Nullable String error, @Nullable String cause) {
    return find(executionArn)
        .then(found -> {
          var command = new Command.StopExecution(error, cause);
          var id = found.stored().header().id();
          var reply =
              Waiter.await(engine.threads(), listener -> engine.submit(id, command, 0, listener));
          return switch (reply) {
            case Reply.Committed(var state, _) ->
                Answer.given(Objects.requireNonNull(state.outcome()).stoppedAt());
            case Reply.Refused _ -> stoppedBefore(executionArn, error, cause);
            case Reply.NotFound _ -> doesNotExist(executionArn);
            case Reply.NameTaken _, Reply.Saturated _, Reply.Broken _ -> Waiter.unable(reply);
          };
        });
  }

  /** A redrive may have come in between; then it is to be stopped again. */
  private Answer<Instant> stoppedBefore(
      String executionArn, @Nullable String error, @Nullable String cause) {
    return find(executionArn)
        .then(found -> {
          var stoppedAt = found.stored().stoppedAt();
          return stoppedAt == null ? stop(executionArn, error, cause) : Answer.given(stoppedAt);
        });
  }

  /**
   * Lets an execution that was closed without success go on from the states that did not succeed.
   *
   * @param clientToken the same one within 15 minutes is the same redrive; null: each is another
   * @return the time of the redrive
   */
  public Answer<Instant> redrive(String executionArn, @Nullable String clientToken) {
    return find(executionArn)
        .then(found ->
            found.isOfDeletedMachine()
                ? notRedrivable(NotRedrivable.STATE_MACHINE_DELETING)
                : redrive(found.stored().header().id(), executionArn, clientToken));
  }

  private Answer<Instant> redrive(
      ExecutionId id, String executionArn, @Nullable String clientToken) {
    var command = new Command.RedriveExecution(clientToken);
    var reply = Waiter.await(engine.threads(), listener -> engine.submit(id, command, 0, listener));
    return switch (reply) {
      case Reply.Committed(var state, _) ->
          Answer.given(
              state
                  .redrives()
                  .find(clientToken, clock.instant())
                  .orElseGet(() -> Objects.requireNonNull(state.redrives().lastAt())));
      case Reply.Refused _ ->
          find(executionArn)
              .then(now ->
                  // What was refused because it ran may have ended meanwhile.
                  notRedrivable(
                      Objects.requireNonNullElse(
                          description(now).notRedrivable(), NotRedrivable.RUNNING)));
      case Reply.NotFound _ -> doesNotExist(executionArn);
      case Reply.NameTaken _, Reply.Saturated _, Reply.Broken _ -> Waiter.unable(reply);
    };
  }

  private static <T> Answer<T> notRedrivable(NotRedrivable reason) {
    return Answer.refused(Refusal.EXECUTION_NOT_REDRIVABLE, reason.text());
  }

  // ---- looking ----

  /**
   * An execution as callers see it.
   *
   * @param output set when SUCCEEDED
   * @param error null when absent
   * @param cause null when absent
   * @param through null when the start named the machine itself
   * @param notRedrivable why it cannot be redriven now; null when it can
   */
  public record Description(
      String executionArn,
      String stateMachineArn,
      String name,
      ExecutionStatus status,
      Instant startDate,
      @Nullable Instant stopDate,
      Payload input,
      @Nullable Payload output,
      @Nullable String error,
      @Nullable String cause,
      @Nullable String traceHeader,
      @Nullable StartedThrough through,
      Redrives redrives,
      @Nullable NotRedrivable notRedrivable) {}

  public Answer<Description> describe(String executionArn) {
    return find(executionArn).map(this::description);
  }

  private Description description(Found found) {
    var stored = found.stored();
    var header = stored.header();
    var isClosed = stored.status().isClosed();
    var closed = isClosed ? ExecutionCodec.decode(stored, header.startedAt()) : null;
    var end = closed == null ? null : closed.outcome();
    return new Description(
        found.machine().executionArn(header),
        found.machine().arn(),
        header.name(),
        stored.status(),
        header.startedAt(),
        stored.stoppedAt(),
        header.input(),
        end == null ? null : end.output(),
        end == null ? null : end.error(),
        end == null ? null : end.cause(),
        header.traceHeader(),
        header.through(),
        RedriveCodec.decode(stored.redriven()),
        closed == null ? NotRedrivable.RUNNING : notRedrivable(found, closed));
  }

  private @Nullable NotRedrivable notRedrivable(Found found, ExecutionState closed) {
    var reason = NotRedrivable.of(closed, limits, clock.instant());
    return reason == null && found.isOfDeletedMachine()
        ? NotRedrivable.STATE_MACHINE_DELETING
        : reason;
  }

  /** The revision that an execution runs. */
  public Answer<StateMachines.Description> describeStateMachine(String executionArn) {
    return find(executionArn)
        .then(found ->
            stateMachines
                .findRevision(found.stored().header().stateMachine())
                .map(revision ->
                    Answer.given(
                        new StateMachines.Description(
                            found.machine().arn(), revision.machine(), revision.revision(), null)))
                .orElseGet(() -> doesNotExist(executionArn)));
  }

  /**
   * A page of executions.
   *
   * @param next null on the last page
   */
  public record Page(
      String stateMachineArn,
      List<ExecutionStore.Summary> executions,
      ExecutionStore.@Nullable Position next) {}

  /**
   * Executions of one machine, the newest start first.
   *
   * @param stateMachineArn of a machine, or of a version or alias: then only what was started
   *     through it
   * @param after last position of the page before, or null
   * @param limit 1–1,000
   */
  public Answer<Page> list(
      String stateMachineArn,
      @Nullable ExecutionStatus status,
      ExecutionStore.@Nullable Position after,
      int limit) {
    return RequestedArn.ofType(MachineFinder.RESOURCE, stateMachineArn)
        .then(parts ->
            checks
                .startable(parts, stateMachineArn)
                .then(current ->
                    current.machine().type() == MachineType.EXPRESS
                        ? ExpressExecutions.notSupported()
                        : Answer.given(current))
                .map(current -> {
                  var machine = current.machine();
                  var version = parts.version();
                  var listing =
                      new ExecutionStore.Listing(
                          machine.key().stateMachineId(),
                          status,
                          version.isPresent() ? version.getAsInt() : null,
                          version.isPresent() ? null : parts.qualifier());
                  var found = store.list(listing, after, limit + 1);
                  var page = found.subList(0, Math.min(limit, found.size()));
                  return new Page(
                      machine.arn(),
                      List.copyOf(page),
                      found.size() > limit ? page.getLast().position() : null);
                }));
  }

  /**
   * A page of history.
   *
   * @param events each the UTF-8 JSON text of one AWS history event
   * @param nextEventId where the next page begins; 0 on the last page
   */
  public record HistoryPage(List<byte[]> events, long nextEventId) {}

  /**
   * A page of history.
   *
   * @param fromEventId first event of the page, in the order asked for; 0: from the beginning of
   *     that order
   * @param limit 1–1,000
   */
  public Answer<HistoryPage> history(
      String executionArn, long fromEventId, boolean reverse, int limit) {
    return find(executionArn)
        .map(found -> {
          var id = found.stored().header().id();
          var beginning = reverse ? Long.MAX_VALUE : 1;
          var from = fromEventId == 0 ? beginning : fromEventId;
          return HistoryPages.page(
              store.readHistory(id, from, reverse, limit + 1), from, reverse, limit);
        });
  }

  // ---- finding ----

  /** A whole machine whose executions have histories, for those who want to know of all of them. */
  Answer<RunnableMachine> standardMachine(String stateMachineArn) {
    return RequestedArn.ofMachine(stateMachineArn)
        .then(parts ->
            parts.qualifier() == null
                ? checks.startable(parts, stateMachineArn)
                : Answer.refused(
                    Refusal.INVALID_ARN,
                    "Invalid Arn: 'Events are those of a whole state machine, not of a version or alias'"))
        .then(current ->
            current.machine().type() == MachineType.EXPRESS
                ? ExpressExecutions.notSupported()
                : Answer.given(current.machine()));
  }

  /** The engine's own name of an execution. */
  Answer<ExecutionId> id(String executionArn) {
    return find(executionArn).map(found -> found.stored().header().id());
  }

  private record Found(MachineCatalog.Startable current, StoredExecution stored) {
    RunnableMachine machine() {
      return current.machine();
    }

    boolean isOfDeletedMachine() {
      return current.deleting();
    }
  }

  private Answer<Found> find(String executionArn) {
    return RequestedArn.ofType("execution", executionArn)
        .then(parts ->
            findStored(parts).map(Answer::given).orElseGet(() -> doesNotExist(executionArn)));
  }

  private Optional<Found> findStored(Arns.Parts parts) {
    var name = parts.qualifier();
    if (name == null) {
      return Optional.empty();
    }
    return machines
        .find(parts.name(), null)
        .filter(current -> current.machine().arns().owns(parts))
        .flatMap(current -> {
          var machineId = current.machine().key().stateMachineId();
          return store
              .find(new ExecutionName(Shards.of(machineId, name), machineId, name))
              .map(stored -> new Found(current, stored));
        });
  }

  private static <T> Answer<T> doesNotExist(String executionArn) {
    return Answer.refused(
        Refusal.EXECUTION_DOES_NOT_EXIST, "Execution Does Not Exist: '" + executionArn + "'");
  }
}
