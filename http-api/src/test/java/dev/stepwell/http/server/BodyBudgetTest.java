package dev.stepwell.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.http.aws.AwsJsonHandler;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BodyBudgetTest {
  private static final int LARGE = AwsJsonHandler.MAX_BODY_BYTES;

  @Test
  void largeBodiesShareIt() {
    var budget = new BodyBudget(3L * LARGE);
    assertThat(budget.take(2L * LARGE)).isEqualTo(2L * LARGE);
    assertThat(budget.take(2L * LARGE)).isEqualTo(-1);
    assertThat(budget.take(LARGE)).isEqualTo(LARGE);
    budget.giveBack(2L * LARGE);
    assertThat(budget.take(2L * LARGE)).isEqualTo(2L * LARGE);
  }

  @Test
  void smallBodiesAreNotCounted() {
    var budget = new BodyBudget(0);
    assertThat(budget.take(BodyBudget.SMALL)).isZero();
    assertThat(budget.take(BodyBudget.SMALL + 1)).isEqualTo(-1);
  }

  @Test
  void slowSendersOfLargeBodiesKeepNobodyOut() throws Exception {
    var held = new HeldOperation();
    var listener = TestNode.listener(List.of(held), held::release);
    listener.start();
    var senders = new ArrayList<RawClient>();
    try (var modest = new RawClient(listener.port())) {
      var most = Runtime.getRuntime().maxMemory() / LARGE;
      var refused = false;
      while (!refused) {
        assertThat(senders.size()).as("large bodies at once").isLessThan((int) most);
        var sender = new RawClient(listener.port());
        senders.add(sender);
        sender.announce("GetActivityTask", LARGE);
        for (var one : senders) {
          refused |= one.hasAnswer();
        }
      }
      modest.send("GetActivityTask", "{\"activityArn\":\"a\"}");
      held.waiting.take();
      held.release();
      assertThat(modest.receive()).isEqualTo("HTTP/1.1 200 OK");
    } finally {
      for (var sender : senders) {
        sender.close();
      }
      listener.close();
    }
  }
}
