package dev.stepwell.engine.service;

import dev.stepwell.asl.Asl;
import dev.stepwell.asl.LoneState;
import dev.stepwell.asl.expression.StatesError;
import dev.stepwell.asl.json.Json;
import dev.stepwell.asl.json.MalformedJson;
import dev.stepwell.asl.model.ErrorNames;
import dev.stepwell.asl.model.MachineType;
import dev.stepwell.asl.model.MapState;
import dev.stepwell.asl.model.ParallelState;
import dev.stepwell.asl.model.State;
import dev.stepwell.asl.model.StateMachine;
import dev.stepwell.asl.model.TaskState;
import dev.stepwell.asl.resource.CallableServices;
import dev.stepwell.engine.call.ServiceCall;
import dev.stepwell.engine.call.ServiceCaller;
import dev.stepwell.engine.call.ShownExchange;
import dev.stepwell.engine.interpreter.RunnableMachine;
import dev.stepwell.engine.interpreter.StateTest;
import dev.stepwell.engine.interpreter.StateTest.Stage;
import dev.stepwell.engine.model.Arns;
import dev.stepwell.engine.model.CallOutcome;
import dev.stepwell.engine.model.ExecutionHeader;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.Limits;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.model.RevisionKey;
import dev.stepwell.engine.state.Variables;
import dev.stepwell.engine.thread.Threads;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Tests of single states as callers see them; nothing is stored. Source: api.md §7. */
public final class StateTests {
  /** As long as AWS lets a test run. */
  private static final long LONGEST_SECONDS = 300;

  private final ServiceCaller services;
  private final CallableServices callable;
  private final Threads threads;
  private final Arns arns;
  private final Limits limits;
  private final InstantSource clock;

  /**
   * Tests on nothing.
   *
   * @param services what Task states call where no mock stands for it
   * @param callable what they can call
   */
  public StateTests(
      ServiceCaller services,
      CallableServices callable,
      Threads threads,
      Arns arns,
      Limits limits,
      InstantSource clock) {
    this.services = services;
    this.callable = callable;
    this.threads = threads;
    this.arns = arns;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * What TestState asks for; null members are absent.
   *
   * @param definition one state, or a whole machine
   * @param stateName which of a machine's states
   * @param variables JSON object of their values
   * @param context JSON text of the Context Object
   * @param retrierRetryCount how often the Retrier that matches has been used before
   * @param errorCausedByState the state inside that a mocked error comes from
   * @param failedIterations how many iterations of a Map failed
   * @param itemsRead JSON text: the array that the ItemReader of a Map has read
   */
  public record Request(
      String definition,
      @Nullable String stateName,
      @Nullable String roleArn,
      String input,
      @Nullable String variables,
      @Nullable String context,
      @Nullable Mock mock,
      boolean revealSecrets,
      int retrierRetryCount,
      @Nullable String errorCausedByState,
      @Nullable Integer failedIterations,
      @Nullable String itemsRead) {}

  /**
   * What stands for the work of the state.
   *
   * @param result JSON text, or null
   * @param error null where it is to succeed
   */
  public record Mock(
      @Nullable String result,
      @Nullable StatesError error,
      MockCheck.FieldValidation fieldValidation) {}

  /**
   * The end of a test.
   *
   * @param exchange what was said to an API, or null where none was asked
   */
  public record Tested(Payload input, StateTest.Result result, @Nullable ShownExchange exchange) {}

  public Answer<Tested> test(Request request) {
    return StateTestChecks.beforeReading(request)
        .then(mock -> read(request.definition()))
        .then(machine -> find(request, machine))
        .then(
            found -> StateTestChecks.state(request, found.state(), callable).map(checked -> found))
        .then(found ->
            StateTestChecks.mockedResult(request.mock(), found.state())
                .then(mocked ->
                    input(request.input())
                        .then(input -> given(request, found, input, mocked.orElse(null)))));
  }

  /** A state and the machine that it is in. */
  private record Found(StateMachine machine, State state) {}

  private Answer<StateMachine> read(String definition) {
    return switch (Asl.readForTest(definition, callable)) {
      case Asl.Reading.Valid(var machine, _) -> Answer.given(machine);
      case Asl.Reading.Invalid invalid -> DefinitionChecks.refused(invalid);
    };
  }

  private static Answer<Found> find(Request request, StateMachine machine) {
    var name = Objects.requireNonNullElse(request.stateName(), LoneState.NAME);
    var state = StateTestChecks.find(machine.block(), name);
    return state == null
        ? Answer.refused(Refusal.VALIDATION, "State not found in definition")
        : Answer.given(new Found(machine, state));
  }

  private Answer<Payload> input(String text) {
    try {
      return Answer.given(Payload.parse(text));
    } catch (JacksonException malformed) {
      return Answer.refused(
          Refusal.INVALID_EXECUTION_INPUT,
          "Invalid State Machine Execution Input: '"
              + MalformedJson.of(malformed, text).message()
              + "'");
    }
  }

  private Answer<Tested> given(
      Request request, Found found, Payload input, @Nullable Payload mocked) {
    var execution = new TestedExecution(request, found.state(), input);
    return variables(request.variables())
        .then(variables ->
            execution
                .context()
                .then(context ->
                    StateTestChecks.itemsRead(request.itemsRead(), found.state())
                        .map(items ->
                            new StateTest.Given(
                                input,
                                variables,
                                context,
                                items.orElse(null),
                                request.retrierRetryCount()))))
        .then(given -> {
          var header = execution.header();
          var machine = execution.machine(found.machine());
          var test =
              new StateTest(found.state(), given, header, machine, limits, header.startedAt());
          var seen = new Exchange(request.revealSecrets());
          return run(request, found.state(), test, machine.executionArn(header), mocked, seen)
              .map(result -> new Tested(input, result, seen.shown));
        });
  }

  private static Answer<Variables> variables(@Nullable String text) {
    if (text == null) {
      return Answer.given(Variables.NONE);
    }
    try {
      var tree = Json.parse(text);
      if (tree.isObject()) {
        PSortedMap<String, Payload> values = TreePMap.empty();
        for (var variable : tree.properties()) {
          values = values.plus(variable.getKey(), Payload.ofTree(variable.getValue()));
        }
        return Answer.given(new Variables(values));
      }
    } catch (JacksonException malformed) {
      // Refused as what is no object.
    }
    return Answer.refused(Refusal.VALIDATION, "Variables must be a JSON object.");
  }

  // ---- the test ----

  private Answer<StateTest.Result> run(
      Request request,
      State state,
      StateTest test,
      String executionArn,
      @Nullable Payload mocked,
      Exchange seen) {
    return switch (test.enter()) {
      case Stage.Ended(var result) -> Answer.given(result);
      case Stage.Forking(var size) -> forked(request, state, test, size, mocked);
      case Stage.Working working ->
          Answer.given(
              request.mock() == null
                  ? work(working, test, executionArn, seen)
                  : mocked == null ? failed(request, test) : test.completed(mocked));
    };
  }

  private static Answer<StateTest.Result> forked(
      Request request, State state, StateTest test, int size, @Nullable Payload mocked) {
    var failed = Objects.requireNonNullElse(request.failedIterations(), 0);
    if (failed > size) {
      return Answer.refused(
          Refusal.VALIDATION,
          "Map iteration failure count must be less than or equal to the number of Map iterations");
    }
    if (mocked == null) {
      return Answer.given(failed(request, test));
    }
    return Answer.given(
        state instanceof MapState ? test.iterated(mocked, size, failed) : test.completed(mocked));
  }

  private static StateTest.Result failed(Request request, StateTest test) {
    var mock = Objects.requireNonNull(request.mock());
    return test.failed(Objects.requireNonNull(mock.error()));
  }

  /** The exchange with an API, if there is one; seen before the call answers. */
  private static final class Exchange implements ServiceCaller.Onlooker {
    private final boolean revealsSecrets;
    private volatile @Nullable ShownExchange shown;

    Exchange(boolean revealsSecrets) {
      this.revealsSecrets = revealsSecrets;
    }

    @Override
    public boolean revealsSecrets() {
      return revealsSecrets;
    }

    @Override
    public void see(ShownExchange exchange) {
      shown = exchange;
    }
  }

  private StateTest.Result work(
      Stage.Working working, StateTest test, String executionArn, Exchange seen) {
    var timeout = working.timeoutSeconds();
    var seconds = timeout == null ? LONGEST_SECONDS : Math.min(timeout, LONGEST_SECONDS);
    var call =
        new ServiceCall(
            new ExecutionId(0, 0),
            0,
            executionArn,
            working.resource().arn(),
            working.input(),
            working.roleArn());
    var answer = new CompletableFuture<CallOutcome>();
    var calling =
        threads.startVirtual(
            "test-state",
            () -> {
              try {
                answer.complete(services.call(call, seen).outcome());
              } catch (InterruptedException | RuntimeException failed) {
                answer.completeExceptionally(failed);
              }
            });
    try {
      if (!threads.await(answer, Duration.ofSeconds(seconds))) {
        calling.interrupt();
        return test.failed(new StatesError(ErrorNames.TIMEOUT, null));
      }
    } catch (InterruptedException stop) {
      calling.interrupt();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a state was tested", stop);
    }
    if (answer.isCompletedExceptionally()) {
      throw new IllegalStateException("the call of a tested state failed", answer.exceptionNow());
    }
    return switch (answer.resultNow()) {
      case CallOutcome.Answered(var output) -> test.completed(output);
      case CallOutcome.Failed(var error, var cause) -> test.failed(new StatesError(error, cause));
      case CallOutcome.TooLarge() -> test.tooLarge();
    };
  }

  /** The execution that the state believes itself in. */
  private final class TestedExecution {
    private final Request request;
    private final State state;
    private final ExecutionHeader header;
    private final String machineName = UUID.randomUUID().toString();

    TestedExecution(Request request, State state, Payload input) {
      this.request = request;
      this.state = state;
      this.header =
          new ExecutionHeader(
              new ExecutionId(0, 0),
              new RevisionKey(0, 1),
              UUID.randomUUID().toString(),
              input,
              clock.instant().truncatedTo(ChronoUnit.MILLIS),
              null);
    }

    ExecutionHeader header() {
      return header;
    }

    RunnableMachine machine(StateMachine definition) {
      return new RunnableMachine(
          header.stateMachine(),
          machineName,
          arns.stateMachine(machineName),
          Objects.requireNonNullElse(request.roleArn(), ""),
          MachineType.EXPRESS,
          definition,
          arns);
    }

    /** As given, or as AWS makes it up (recorded: test_base_map_state_inspect). */
    Answer<JsonNode> context() {
      return request.context() == null
          ? Answer.given(madeUp())
          : StateTestChecks.context(request.context(), state);
    }

    private JsonNode madeUp() {
      var now = header.startedAt().toString();
      var context = Json.object();
      var execution = context.putObject("Execution");
      execution.put("Id", arns.express(machineName, header.name()));
      execution.set("Input", header.input().tree());
      execution.put("Name", header.name());
      if (request.roleArn() != null) {
        execution.put("RoleArn", request.roleArn());
      }
      execution.put("StartTime", now);
      context
          .putObject("StateMachine")
          .put("Id", arns.stateMachine(machineName))
          .put("Name", machineName);
      var entered = context.putObject("State").put("Name", state.name()).put("EnteredTime", now);
      if (state instanceof TaskState
          || state instanceof ParallelState
          || state instanceof MapState) {
        entered.put("RetryCount", request.retrierRetryCount());
      }
      return context;
    }
  }
}
