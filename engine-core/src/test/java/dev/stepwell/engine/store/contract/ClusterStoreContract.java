package dev.stepwell.engine.store.contract;

import static dev.stepwell.engine.store.contract.WriteBuilder.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.store.ClusterStore;
import dev.stepwell.engine.store.ClusterStore.Node;
import dev.stepwell.engine.store.NodeLoad;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What nodes know of each other. */
public interface ClusterStoreContract extends StoreContract {
  Duration LONG = Duration.ofHours(1);

  NodeLoad LOAD = new NodeLoad(1, 2, 3, 4, 5, 6);

  private ClusterStore cluster() {
    return node().cluster();
  }

  @Test
  default void allNodesShareOneSecret() {
    var secret = cluster().tokenSecret();

    assertThat(secret).hasSizeGreaterThanOrEqualTo(32);
    assertThat(cluster().tokenSecret()).isEqualTo(secret);
    assertThat(otherNode().cluster().tokenSecret()).isEqualTo(secret);
  }

  @Test
  default void nodesAreLiveFromTheirHeartbeatOn() {
    cluster().heartbeat("n2", "host:2", START, LOAD);
    otherNode().cluster().heartbeat("n1", "host:1", START.plusSeconds(1), LOAD);

    var live = cluster().liveNodes(LONG);
    assertThat(live).extracting(Node::nodeId).containsExactly("n1", "n2");
    assertThat(live).extracting(Node::address).containsExactly("host:1", "host:2");
    assertThat(live).extracting(Node::load).containsExactly(LOAD, LOAD);
    assertThat(live).allMatch(node -> node.silentFor().compareTo(LONG) < 0);
    assertThat(live).extracting(Node::startedAt).containsExactly(START.plusSeconds(1), START);
  }

  @Test
  default void heartbeatNeverRunsBackAndMovesTheNodeToItsNewAddress() {
    cluster().heartbeat("n1", "host:1", START, LOAD);
    var first = cluster().liveNodes(LONG).getFirst().heartbeatAt();
    cluster().heartbeat("n1", "host:9", START, NodeLoad.NONE);

    assertThat(cluster().liveNodes(LONG))
        .singleElement()
        .satisfies(node -> {
          assertThat(node.address()).isEqualTo("host:9");
          assertThat(node.load()).isEqualTo(NodeLoad.NONE);
          assertThat(node.heartbeatAt()).isAfterOrEqualTo(first);
        });
  }

  @Test
  default void silentNodeIsNotLive() {
    cluster().heartbeat("n1", "host:1", START, LOAD);

    // Older than a future age: whatever the clock does in between, a heartbeat cannot be that
    // young.
    assertThat(cluster().liveNodes(Duration.ofMinutes(-5))).isEmpty();
  }

  @Test
  default void nodeThatLeavesTakesTheSilentOnesWithIt() {
    cluster().heartbeat("n1", "host:1", START, LOAD);
    cluster().heartbeat("n2", "host:2", START, LOAD);
    cluster().heartbeat("n3", "host:3", START, LOAD);

    cluster().leave("n1", LONG);
    assertThat(cluster().liveNodes(LONG)).extracting(Node::nodeId).containsExactly("n2", "n3");

    cluster().leave("n1", Duration.ofMinutes(-5));
    assertThat(cluster().liveNodes(LONG)).isEmpty();
  }

  @Test
  default void hintsReachOtherNodesOnly() throws Exception {
    var heardByOther = new LinkedBlockingQueue<String>();
    var heardBySelf = new LinkedBlockingQueue<String>();
    try (var _ = otherNode().cluster().listen(heardByOther::add);
        var _ = cluster().listen(heardBySelf::add)) {
      awaitHint(cluster(), "arn:1", heardByOther);
      awaitHint(otherNode().cluster(), "arn:2", heardBySelf);
      assertThat(heardBySelf).doesNotContain("arn:1");
    }
  }

  @Test
  default void manyHintsArriveAtOnce() throws Exception {
    var arns =
        IntStream.range(0, 300)
            .mapToObj(i -> "arn:aws:states:us-east-1:123456789012:activity:" + "x".repeat(60) + i)
            .collect(Collectors.toUnmodifiableSet());
    var heard = new LinkedBlockingQueue<String>();
    try (var _ = otherNode().cluster().listen(heard::add)) {
      awaitHint(cluster(), "arn:ready", heard);
      cluster().announceTasks(Set.of());
      cluster().announceTasks(arns);

      var received = new HashSet<String>();
      while (!received.containsAll(arns)) {
        var hint = heard.poll(30, TimeUnit.SECONDS);
        assertThat(hint).as("after %s hints", received.size()).isNotNull();
        received.add(hint);
      }
    }
  }

  /**
   * A hint may be lost while the listener is not yet connected, so it is given until it is heard.
   */
  private static void awaitHint(
      ClusterStore from, String activityArn, LinkedBlockingQueue<String> heard)
      throws InterruptedException {
    for (var attempt = 0; attempt < 300; attempt++) {
      from.announceTasks(Set.of(activityArn));
      if (activityArn.equals(heard.poll(100, TimeUnit.MILLISECONDS))) {
        return;
      }
    }
    throw new AssertionError("never heard: " + activityArn);
  }

  @Test
  default void closedListenerHearsNothingMore() throws Exception {
    var heard = new LinkedBlockingQueue<String>();
    var still = new LinkedBlockingQueue<String>();
    try (var _ = otherNode().cluster().listen(still::add)) {
      try (var _ = otherNode().cluster().listen(heard::add)) {
        awaitHint(cluster(), "arn:1", heard);
      }
      heard.clear();
      awaitHint(cluster(), "arn:2", still);
      assertThat(heard).isEmpty();
    }
  }
}
