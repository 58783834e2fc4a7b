package dev.stepwell.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.resource.CallableServices;
import dev.stepwell.engine.EngineSettings;
import dev.stepwell.engine.codec.ExecutionCodec;
import dev.stepwell.engine.lane.LaneContext.LaneSettings;
import dev.stepwell.engine.model.Arns;
import dev.stepwell.engine.model.ExecutionHeader;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.IdGenerator;
import dev.stepwell.engine.model.Limits;
import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.service.Refusal;
import dev.stepwell.engine.service.StateMachines;
import dev.stepwell.engine.service.Versions;
import dev.stepwell.engine.state.ExecutionState;
import dev.stepwell.engine.state.Scope;
import dev.stepwell.engine.state.Scope.Phase;
import dev.stepwell.engine.state.Waiting;
import dev.stepwell.engine.store.ActivityStore;
import dev.stepwell.engine.store.memory.InMemoryDatabase;
import dev.stepwell.engine.store.memory.InMemoryStores;
import dev.stepwell.engine.story.RandomMachine;
import dev.stepwell.engine.task.TaskTokens.TaskToken;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All that there is in one simulation, and how it began. */
final class World {
  static final Arns ARNS = new Arns("aws", "us-east-1", "123456789012");
  static final String ACTIVITY = ARNS.activity("Work");
  static final String INPUT = "{\"n\": 1, \"items\": [{\"items\": [1, 2]}, {\"items\": [3]}]}";

  private static final int USUAL_LIMIT = 100;
  private static final String ROLE = "arn:aws:iam::123456789012:role/test";

  private final Random random;
  private final Trace trace = new Trace();
  private final Scheduler scheduler;
  private final Network network;
  private final Ledger ledger;
  private final Machine outside;
  private final InMemoryDatabase database;
  private final EngineSettings settings;
  private final List<Node> nodes = new ArrayList<>();
  private final List<String> stateMachineArns = new ArrayList<>();
  private final Map<Long, Timing> timings = new HashMap<>();
  private final Map<Long, String> names = new HashMap<>();
  private final StringBuilder definitions = new StringBuilder();
  private int nodesStarted;
  private int openClients;
  private boolean isCalm;

  World(long seed) {
    random = new Random(seed);
    scheduler = new Scheduler(new Random(random.nextLong()), trace);
    network = new Network(this, new Random(random.nextLong()));
    ledger = new Ledger(this);
    outside = new Machine(scheduler, "world");
    database = new InMemoryDatabase(new Machine(scheduler, "database"), random);
    settings = settings();
    registerMachines();
  }

  private EngineSettings settings() {
    var limits =
        new Limits(
            random.nextInt(8) == 0 ? 2_000 : 262_144,
            random.nextInt(8) == 0 ? 20 + random.nextInt(100) : 2_000,
            Duration.ofDays(365),
            Integer.MAX_VALUE,
            40,
            262_144,
            262_144,
            10_485_760,
            random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 1_000);
    return new EngineSettings(
        limits,
        new LaneSettings(
            small(1_000), small(100), small(1 << 20), random.nextInt(4) == 0 ? 0 : 1_000_000),
        1 + random.nextInt(3),
        Duration.ofSeconds(1 + random.nextInt(3)),
        Duration.ofSeconds(5),
        small(USUAL_LIMIT),
        1,
        small(USUAL_LIMIT),
        small(USUAL_LIMIT),
        small(USUAL_LIMIT),
        1);
  }

  /** Seldom so small that it is the limit of everything. */
  private int small(int usual) {
    return random.nextInt(4) == 0 ? 1 + random.nextInt(3) : usual;
  }

  private void registerMachines() {
    var stores = new InMemoryStores(database);
    var clock = new Machine(scheduler, "setup");
    var activity = new ActivityStore.Activity("Work", clock.instant(), "{}");
    stores.activities().createOrFind(activity);
    var machines =
        new StateMachines(
            stores.stateMachines(),
            stores.versions(),
            new Versions(stores.stateMachines(), stores.versions(), ARNS, clock, name -> {}),
            new IdGenerator(clock, random),
            ARNS,
            clock,
            CallableServices.OF_AWS,
            name -> {});
    for (var name : List.of("Child", "Parent", "Third")) {
      var definition =
          new RandomMachine(random, stateMachineArns.isEmpty() ? null : stateMachineArns.getFirst())
              .definition()
              .replace("\"@Work\"", "\"" + ACTIVITY + "\"");
      definitions.append(name).append(": ").append(definition).append('\n');
      register(machines, stores, name, definition);
    }
  }

  private void register(
      StateMachines machines, InMemoryStores stores, String name, String definition) {
    var request =
        new StateMachines.CreateRequest(
            name, definition, ROLE, "STANDARD", null, null, null, List.of(), false, null);
    switch (machines.create(request)) {
      case Answer.Given(var created) -> {
        stateMachineArns.add(created.stateMachineArn());
        var id = stores.stateMachines().find(name).orElseThrow().machine().id();
        timings.put(id, new Timing(definition));
        names.put(id, name);
      }
      case Answer.Refused<?> refused ->
          throw new IllegalStateException(refused + " of " + definition);
    }
  }

  String arn(ExecutionHeader header) {
    return ARNS.execution(
        Objects.requireNonNull(names.get(header.stateMachine().stateMachineId())), header.name());
  }

  /** Whether a node may make so few calls at a time that others wait for long. */
  boolean callsMayWait() {
    return settings.callsInFlight() < USUAL_LIMIT;
  }

  Timing timing(ExecutionHeader header) {
    return Objects.requireNonNull(timings.get(header.stateMachine().stateMachineId()));
  }

  // ---- who is there ----

  Scheduler scheduler() {
    return scheduler;
  }

  Network network() {
    return network;
  }

  Ledger ledger() {
    return ledger;
  }

  Machine outside() {
    return outside;
  }

  /** What people, workers and misfortune decide by. */
  Random random() {
    return random;
  }

  List<String> stateMachineArns() {
    return stateMachineArns;
  }

  Instant now() {
    return scheduler.now();
  }

  void tell(String who, String what) {
    trace.tell(scheduler.sinceStart(), who, what);
  }

  Trace trace() {
    return trace;
  }

  String definitions() {
    return definitions.toString();
  }

  /** Whether nothing goes wrong any more. */
  boolean isCalm() {
    return isCalm;
  }

  void becomesCalm() {
    isCalm = true;
  }

  void clientBegins() {
    openClients++;
  }

  void clientIsDone() {
    openClients--;
  }

  int openClients() {
    return openClients;
  }

  // ---- what is stored ----

  private @Nullable ExecutionState stored(ExecutionId id) {
    try (var lane = new InMemoryStores(database).executions().openLane()) {
      var found = lane.load(List.of(id));
      return found.isEmpty() ? null : ExecutionCodec.decode(found.getFirst(), Instant.MAX);
    }
  }

  boolean isStored(ExecutionId id) {
    return stored(id) != null;
  }

  /** Whether a state machine that was deleted is there, or any of its executions. */
  boolean isAnythingLeftOf(long stateMachineId) {
    return new InMemoryStores(database)
            .stateMachines().findDeleting().stream()
                .anyMatch(machine -> machine.id() == stateMachineId)
        || ledger.chronicles().stream()
            .anyMatch(chronicle ->
                chronicle.header().stateMachine().stateMachineId() == stateMachineId
                    && isStored(chronicle.id()));
  }

  /** Of the ARN of a state machine, or of an execution of it. */
  long machineId(String arn) {
    return names.entrySet().stream()
        .filter(named -> List.of(arn.split(":")).contains(named.getValue()))
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  private static Stream<Waiting> waits(ExecutionState state) {
    return (state.isClosed() ? List.<Scope>of() : state.open().values())
        .stream()
            .map(scope -> scope.phase() instanceof Phase.Visiting(_, var waiting) ? waiting : null)
            .filter(Objects::nonNull);
  }

  /** Whoever is told that a task is over is told the truth. */
  void refused(TaskToken token, Refusal reason) {
    var state = stored(token.executionId());
    if (state == null) {
      assertThat(reason).isEqualTo(Refusal.TASK_DOES_NOT_EXIST);
      return;
    }
    assertThat(reason).isEqualTo(Refusal.TASK_TIMED_OUT);
    assertThat(waits(state))
        .as("%s is refused", token)
        .noneMatch(waiting ->
            waiting instanceof Waiting.OnWork work
                && work.scheduledEventId() == token.scheduledEventId()
                && !(work instanceof Waiting.OnCall call && call.early() != null));
  }

  /** No task is in nobody's hands but those of a worker or a node that has died. */
  void isInGoodHands(Chronicle chronicle) {
    var state = Objects.requireNonNull(stored(chronicle.id()));
    for (var scope : state.open().values()) {
      assertThat(scope.phase()).as("%s", chronicle).isInstanceOf(Phase.Visiting.class);
    }
    waits(state)
        .forEach(waiting -> {
          if (waiting instanceof Waiting.OnTask task && task.isStarted()) {
            var started = chronicle.event(task.startedEventId());
            assertThat(
                    ledger.wasHanded(chronicle.id(), task.scheduledEventId())
                        || started.by().isDead())
                .as("a worker has %s of %s", task, chronicle)
                .isTrue();
          }
        });
  }

  // ---- nodes ----

  void startNode() {
    var machine = new Machine(scheduler, "node" + ++nodesStarted);
    machine.setClock(Duration.ofMillis(random.nextInt(2_000) - 1_000L));
    var node = new Node(this, machine, new InMemoryStores(database), settings, random.nextLong());
    nodes.add(node);
    tell(machine.name(), "starts");
    node.boot();
  }

  /** Nodes that have not ended. */
  List<Node> nodes() {
    nodes.removeIf(Node::isDead);
    return nodes;
  }

  Set<String> liveNodeIds() {
    return nodes().stream().map(node -> node.machine().name()).collect(Collectors.toSet());
  }

  /** Any node; null: there is none that takes requests. */
  @Nullable Node anyNode() {
    var up = nodes().stream().filter(Node::isUp).toList();
    return up.isEmpty() ? null : up.get(random.nextInt(up.size()));
  }
}
