package dev.stepwell.engine.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.Asl;
import dev.stepwell.asl.model.MachineType;
import dev.stepwell.engine.command.Command;
import dev.stepwell.engine.interpreter.RunnableMachine;
import dev.stepwell.engine.model.Arns;
import dev.stepwell.engine.model.ExecutionHeader;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.model.RevisionKey;
import dev.stepwell.engine.thread.JvmThreads;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LaneQueueTest {
  private static final Consumer<Reply> IGNORE = LaneQueueTest::ignore;
  private static final RunnableMachine FLOODING = machine(1);
  private static final RunnableMachine MODEST = machine(2);

  private final LaneQueue queue = new LaneQueue(4, new JvmThreads());

  private static void ignore(Reply reply) {}

  private static Submission order(int number) {
    return new Submission.Order(new ExecutionId(1, number), new Command.FireTimer(), 0, 0, IGNORE);
  }

  private static RunnableMachine machine(long id) {
    var definition = "{\"StartAt\": \"S\", \"States\": {\"S\": {\"Type\": \"Succeed\"}}}";
    return new RunnableMachine(
        new RevisionKey(id, 1),
        "Name",
        "arn",
        "role",
        MachineType.STANDARD,
        ((Asl.Reading.Valid) Asl.read(definition)).machine(),
        new Arns("aws", "us-east-1", "123456789012"));
  }

  private static Submission start(int number) {
    return start(FLOODING, number);
  }

  private static Submission start(RunnableMachine machine, int number) {
    var header =
        new ExecutionHeader(
            new ExecutionId(1, number),
            machine.key(),
            "n",
            Payload.ofText("{}"),
            Instant.EPOCH,
            null);
    return new Submission.Start(header, machine, true, IGNORE);
  }

  @Test
  void takesInOrder() {
    offer(order(1), order(2), order(3));
    assertThat(queue.take(2)).containsExactly(order(1), order(2));
    assertThat(queue.take(2)).containsExactly(order(3));
  }

  private void offer(Submission... submissions) {
    for (var submission : submissions) {
      assertThat(queue.offer(submission)).isTrue();
    }
  }

  @Test
  void ordersGoBeforeStarts() {
    offer(start(1), order(2), start(3), order(4));
    assertThat(queue.take(9)).containsExactly(order(2), order(4), start(1), start(3));
  }

  @Test
  void startsKeepAShareOfEveryBatch() {
    for (var number = 0; number < 8; number++) {
      assertThat(queue.offerInternal(order(number))).isTrue();
      assertThat(queue.offerInternal(start(number))).isTrue();
    }
    assertThat(queue.take(8)).hasSize(10).endsWith(start(0), start(1));
  }

  @Test
  void refusesMoreThanItsCapacityFromOutsideOnly() {
    offer(order(1), order(2), order(3), order(4));
    assertThat(queue.offer(order(5))).isFalse();
    assertThat(queue.offerInternal(order(5))).isTrue();
  }

  @Test
  void aFloodOfStartsRefusesNoResults() {
    offer(start(1), start(2), start(3), start(4));
    assertThat(queue.offer(start(5))).isFalse();
    assertThat(queue.offer(order(6))).isTrue();
  }

  @Test
  void machinesTakeTurns() {
    offer(start(1), start(2), start(3), start(MODEST, 4));
    assertThat(queue.take(9)).containsExactly(start(1), start(MODEST, 4), start(2), start(3));
  }

  @Test
  void whereALineIsFullEachMachineStillHasItsShare() {
    offer(start(1), start(2), start(3), start(4), start(MODEST, 5), start(MODEST, 6));
    assertThat(queue.offer(start(MODEST, 7))).isFalse();
    assertThat(queue.offer(start(8))).isFalse();
  }

  @Test
  void putBackStartsComeBeforeThoseOfOtherMachines() {
    offer(start(2), start(MODEST, 3));
    queue.putBack(List.of(start(MODEST, 1)));
    assertThat(queue.take(1)).containsExactly(start(MODEST, 1));
    assertThat(queue.take(9)).containsExactly(start(2), start(MODEST, 3));
  }

  @Test
  void whatIsPutBackComesFirst() {
    offer(order(3), start(6));
    queue.putBack(List.of(order(1), start(4), order(2), start(5)));
    assertThat(queue.take(9))
        .containsExactly(order(1), order(2), order(3), start(4), start(5), start(6));
  }

  @Test
  void servesWhatWaitsWhenClosed() {
    offer(order(1));
    queue.close();
    assertThat(queue.offer(order(2))).isFalse();
    assertThat(queue.offerInternal(order(2))).isFalse();
    assertThat(queue.take(9)).containsExactly(order(1));
    queue.putBack(List.of(order(1)));
    assertThat(queue.take(9)).containsExactly(order(1));
    assertThat(queue.take(9)).isEmpty();
  }

  @Test
  void closingWakesWhoeverWaits() throws Exception {
    var taken = CompletableFuture.supplyAsync(() -> queue.take(9));
    queue.close();
    assertThat(taken.get(20, TimeUnit.SECONDS)).isEmpty();
  }

  @Test
  void losesNothingBetweenThreads() throws Exception {
    var wide = new LaneQueue(1_000_000, new JvmThreads());
    var offering =
        CompletableFuture.runAsync(() -> {
          IntStream.range(0, 10_000).forEach(number -> wide.offer(order(number)));
          wide.close();
        });
    var next = 0;
    for (var taken = wide.take(100); !taken.isEmpty(); taken = wide.take(100)) {
      for (var submission : taken) {
        assertThat(submission.executionId().number()).isEqualTo(next++);
      }
    }
    offering.get(20, TimeUnit.SECONDS);
    assertThat(next).isEqualTo(10_000);
  }
}
