package dev.stepwell.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.service.EventStream;
import dev.stepwell.engine.service.EventStream.Next;
import dev.stepwell.engine.service.MachineStream;
import dev.stepwell.engine.service.Refusal;
import dev.stepwell.engine.store.memory.InMemoryDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who watches an execution, on the node that moves it or on another. */
class LiveExecutionsTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String TASK =
      """
      {"StartAt": "A", "States": {
        "A": {"Type": "Task", "Resource": "@First", "Next": "B"},
        "B": {"Type": "Task", "Resource": "@Second", "End": true}}}
      """;

  private final TestClock clock = new TestClock();
  private final InMemoryDatabase database = new InMemoryDatabase(clock, new Random(1));
  private final TestNode here = new TestNode(database, clock, "here");
  private final TestNode there = new TestNode(database, clock, "there");
  private final String machine = here.machine("Chain", TASK, "First", "Second");

  @AfterEach
  void close() {
    here.close();
    there.close();
  }

  private EventStream stream(String execution, long after) {
    return TestNode.given(here.live.events(execution, after));
  }

  /** Events until nothing is left to tell, in the form of the history. */
  private static ExecutionStatus drain(EventStream stream, List<String> into) {
    while (true) {
      switch (stream.next(LONG)) {
        case Next.Events(var events) ->
            events.forEach(event -> into.add(new String(event.json(), StandardCharsets.UTF_8)));
        case Next.Nothing _ -> {}
        case Next.Closed(var status) -> {
          return status;
        }
        case Next.Over _ -> throw new AssertionError("over after " + into);
      }
    }
  }

  private static Next whatComes(EventStream stream) {
    var next = stream.next(LONG);
    while (next instanceof Next.Nothing) {
      next = stream.next(LONG);
    }
    return next;
  }

  private void work(TestNode node) {
    for (var activity : List.of("First", "Second")) {
      assertThat(TestNode.given(node.succeed(node.task(activity).taskToken(), "1"))).isTrue();
    }
  }

  @Test
  void everyEventIsToldOnceInOrder() {
    var execution = here.start(machine, "one", "{}");
    var told = new ArrayList<String>();
    try (var stream = stream(execution, 0)) {
      var end = TestNode.async(() -> drain(stream, told));
      work(here);
      assertThat(TestNode.await(end)).isEqualTo(ExecutionStatus.SUCCEEDED);
    }
    assertThat(told).isEqualTo(here.history(execution));
  }

  @Test
  void theEventsOfAnotherNodeAreToldToo() {
    var execution = there.start(machine, "one", "{}");
    var told = new ArrayList<String>();
    try (var stream = stream(execution, 0)) {
      var end = TestNode.async(() -> drain(stream, told));
      work(there);
      assertThat(TestNode.await(end)).isEqualTo(ExecutionStatus.SUCCEEDED);
    }
    assertThat(told).isEqualTo(there.history(execution));
  }

  @Test
  void aReaderGoesOnAfterTheLastEventThatItHas() {
    var execution = here.start(machine, "one", "{}");
    work(here);
    here.succeeds(execution);
    var all = here.history(execution);
    for (var after = 0; after <= all.size(); after++) {
      var told = new ArrayList<String>();
      try (var stream = stream(execution, after)) {
        assertThat(drain(stream, told)).isEqualTo(ExecutionStatus.SUCCEEDED);
      }
      assertThat(told).isEqualTo(all.subList(after, all.size()));
    }
  }

  @Test
  void eventsHaveTheirTypeAndId() {
    var execution = here.start(machine, "one", "{}");
    try (var stream = stream(execution, 0)) {
      assertThat(stream.next(LONG))
          .isInstanceOfSatisfying(
              Next.Events.class,
              events -> {
                assertThat(events.events())
                    .extracting(EventStream.Event::type)
                    .startsWith("ExecutionStarted", "TaskStateEntered", "ActivityScheduled");
                assertThat(events.events())
                    .extracting(EventStream.Event::id)
                    .startsWith(1L, 2L, 3L);
              });
    }
  }

  @Test
  void whatIsHandedOutAtOnceIsBounded() {
    var execution = here.start(machine, "one", "\"" + "x".repeat(200_000) + "\"");
    try (var stream = stream(execution, 0)) {
      for (var id = 1L; id <= 3; id++) {
        var next = (Next.Events) stream.next(LONG);
        assertThat(next.events()).extracting(EventStream.Event::id).containsExactly(id);
      }
    }
  }

  private static List<String> next(MachineStream stream, int count) {
    var told = new ArrayList<String>();
    while (told.size() < count) {
      stream.next(LONG).forEach(event -> told.add(event.executionName() + " " + event.type()));
    }
    return told;
  }

  @Test
  void startsAndEndsOfAMachineAreToldOnWhateverNode() {
    try (var stream = TestNode.given(here.live.machineEvents(machine, null))) {
      var _ = here.start(machine, "one", "{}");
      assertThat(next(stream, 1)).containsExactly("one ExecutionStarted");
      var _ = there.start(machine, "two", "{}");
      assertThat(next(stream, 1)).containsExactly("two ExecutionStarted");
      work(here);
      work(there);
      assertThat(next(stream, 2))
          .containsExactlyInAnyOrder("one ExecutionSucceeded", "two ExecutionSucceeded");
    }
  }

  @Test
  void aReaderOfAMachineGoesOnAfterWhateverItHas() {
    var all = new ArrayList<MachineStream.Event>();
    var quick =
        here.machine("Quick", "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Succeed\"}}}");
    MachineStream.Position beginning;
    try (var stream = TestNode.given(here.live.machineEvents(quick, null))) {
      beginning = stream.position();
      for (var i = 0; i < 20; i++) {
        var _ = (i % 2 == 0 ? here : there).start(quick, "e" + i, "{}");
      }
      while (all.size() < 40) {
        all.addAll(stream.next(LONG));
      }
    }
    assertThat(all).extracting(MachineStream.Event::position).doesNotHaveDuplicates();
    for (var i = 0; i <= all.size(); i++) {
      var at = i == 0 ? beginning : all.get(i - 1).position();
      var resumed = MachineStream.Position.parse(at.toString()).orElseThrow();
      var rest = new ArrayList<MachineStream.Event>();
      try (var stream = TestNode.given(there.live.machineEvents(quick, resumed))) {
        for (var more = stream.next(Duration.ZERO);
            !more.isEmpty();
            more = stream.next(Duration.ZERO)) {
          rest.addAll(more);
        }
      }
      assertThat(rest).isEqualTo(all.subList(i, all.size()));
    }
  }

  @Test
  void aTextThatIsNoPositionIsNone() {
    for (var text : List.of("", "1", "1.2.3", "1.2.3.x", "1.64.3.4", "1.-1.3.4", "1.2.3.4.5")) {
      assertThat(MachineStream.Position.parse(text)).as(text).isEmpty();
    }
  }

  @Test
  void oneWhoWaitsForTheEndHearsOfItFromAnyNode() {
    for (var node : List.of(here, there)) {
      var execution = node.start(machine, "of" + node.hashCode(), "{}");
      var end = TestNode.async(() -> TestNode.given(here.live.awaitEnd(execution, LONG)));
      work(node);
      assertThat(TestNode.await(end).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }
  }

  @Test
  void oneWhoWaitsForNothingSeesTheExecutionAsItIs() {
    var execution = here.start(machine, "one", "{}");
    assertThat(TestNode.given(here.live.awaitEnd(execution, Duration.ZERO)).status())
        .isEqualTo(ExecutionStatus.RUNNING);
    assertThat(here.engine.watches().countOpen()).isZero();
  }

  @Test
  void aNodeThatStopsTellsItsReaders() {
    var execution = here.start(machine, "one", "{}");
    try (var stream = stream(execution, 3)) {
      var next = TestNode.async(() -> whatComes(stream));
      here.engine.watches().endAll();
      assertThat(TestNode.await(next)).isInstanceOf(Next.Over.class);
    }
    assertThat(here.live.events(execution, 0))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo(Refusal.THROTTLED));
  }

  @Test
  void theirNumberIsBounded() {
    var execution = here.start(machine, "one", "{}");
    var streams = new ArrayList<EventStream>();
    for (var i = 0; i < TestNode.WATCHES; i++) {
      streams.add(stream(execution, 0));
    }
    assertThat(here.live.events(execution, 0)).isInstanceOf(Answer.Refused.class);
    streams.removeLast().close();
    stream(execution, 0).close();
    streams.forEach(EventStream::close);
    assertThat(here.engine.watches().countOpen()).isZero();
  }

  @Test
  void whatHasNoHistoryHasNoEvents() {
    var express =
        here.expressMachine(
            "Fast", "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Succeed\"}}}");
    var execution = here.start(express, "one", "{}");
    assertThat(here.live.events(execution, 0))
        .isEqualTo(here.executions.history(execution, 0, false, 1));
    assertThat(here.live.events(TestNode.ARNS.execution("Chain", "none"), 0))
        .isEqualTo(here.executions.history(TestNode.ARNS.execution("Chain", "none"), 0, false, 1));
  }
}
