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
import dev.stepwell.engine.model.StartedWork;
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
import java.time.temporal.ChronoUnit;
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
  private static final int SHORTER = 4;
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
  private final Map<Long, List<Rule>> rules = new HashMap<>();
  private final Map<Long, String> names = new HashMap<>();
  private final StringBuilder definitions = new StringBuilder();
  private int nodesStarted;
  private int openClients;
  private final boolean isShort;
  private boolean isCalm;

  World(long seed) {
    random = new Random(seed);
    scheduler = new Scheduler(new Random(random.nextLong()), trace);
    network = new Network(this, new Random(random.nextLong()));
    ledger = new Ledger(this);
    outside = new Machine(scheduler, "world");
    database = new InMemoryDatabase(new Machine(scheduler, "database"), random);
    settings = settings();
    isShort = random.nextInt(3) > 0;
    registerMachines();
  }

  private EngineSettings settings() {
    var limits =
        Limits.DEFAULTS
            .withPayloadBytes(random.nextInt(8) == 0 ? 2_000 : 262_144)
            .withHistoryEvents(random.nextInt(8) == 0 ? 20 + random.nextInt(100) : 2_000)
            .withTransitionsPerCommit(random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 1_000);
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
        rules.put(id, List.of(new Timing(definition), new Lineage(definition)));
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

  String executionArn(String stateMachineArn, String name) {
    return ARNS.execution(Objects.requireNonNull(names.get(machineId(stateMachineArn))), name);
  }

  /** Whether a node may make so few calls at a time that others wait for long. */
  boolean callsMayWait() {
    return settings.callsInFlight() < USUAL_LIMIT;
  }

  List<Rule> rules(ExecutionHeader header) {
    return Objects.requireNonNull(rules.get(header.stateMachine().stateMachineId()));
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

  /**
   * Some time at which something happens. Most stories are short, so that many are told; in the
   * others what was long ago is remembered.
   *
   * @param mostMillis in a long story
   */
  Duration someTime(int mostMillis) {
    return Duration.ofMillis(random.nextInt(isShort ? mostMillis / SHORTER : mostMillis));
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
    assertThat(work(state, token))
        .as("%s is refused", token)
        .noneMatch(work -> !(work instanceof Waiting.OnCall call && call.early() != null));
  }

  private static Stream<Waiting.OnWork> work(ExecutionState state, TaskToken token) {
    return waits(state)
        .filter(Waiting.OnWork.class::isInstance)
        .map(Waiting.OnWork.class::cast)
        .filter(work -> work.scheduledEventId() == token.scheduledEventId());
  }

  /** P4: a sign of life that is acknowledged counts from when it was given. */
  void heard(TaskToken token, Instant since) {
    var state = stored(token.executionId());
    if (state != null) {
      // The silence of a callback counts anew when its call is answered, by whatever clock.
      work(state, token)
          .filter(Waiting.OnTask.class::isInstance)
          .forEach(work -> {
            var silence = work.heartbeatSeconds();
            if (silence != null) {
              assertThat(work.heartbeatAt())
                  .as("the silence of %s, of whom was heard at %s", token, since)
                  .isAfterOrEqualTo(since.truncatedTo(ChronoUnit.MILLIS).plusSeconds(silence));
            }
          });
    }
  }

  /** P4: an execution is woken before anything in it is due, if it is not to go on at once. */
  void isWokenInTime(Chronicle chronicle) {
    var state = stored(chronicle.id());
    var wakeAt = chronicle.wakeAt();
    if (state != null && wakeAt != null && wakeAt.isAfter(state.lastEventAt())) {
      assertThat(waits(state))
          .as("waits of %s", chronicle)
          .noneMatch(waiting -> {
            var deadline = waiting.deadline();
            return deadline != null && deadline.isBefore(wakeAt);
          });
    }
  }

  /** No task is in nobody's hands but those of a worker or a node that has died. */
  void isInGoodHands(Chronicle chronicle) {
    var wakeAt = chronicle.wakeAt();
    if (wakeAt != null && wakeAt.isBefore(now().plusSeconds(2))) {
      // In its own: it goes on at this very moment.
      return;
    }
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
          if (waiting instanceof Waiting.OnCall call
              && call.started() instanceof StartedWork.Child(var child)) {
            assertThat(ledger.require(child).isClosed())
                .as("%s of %s waits for an execution that has ended", call, chronicle)
                .isFalse();
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
