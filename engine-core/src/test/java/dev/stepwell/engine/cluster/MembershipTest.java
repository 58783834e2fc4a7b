package dev.stepwell.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.TestClock;
import dev.stepwell.engine.cluster.Membership.Peer;
import dev.stepwell.engine.model.Shards;
import dev.stepwell.engine.store.NodeLoad;
import dev.stepwell.engine.store.memory.InMemoryDatabase;
import dev.stepwell.engine.store.memory.InMemoryStores;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MembershipTest {
  private static final List<Integer> ALL = IntStream.range(0, Shards.COUNT).boxed().toList();

  private final TestClock clock = new TestClock();
  private final InMemoryDatabase database = new InMemoryDatabase(clock, new Random(1));

  private Membership node(String id) {
    return new Membership(
        new InMemoryStores(database).cluster(), id, "here", Instant.EPOCH, Duration.ofSeconds(10));
  }

  private static void beat(List<Membership> nodes) {
    nodes.forEach(Membership::beat);
    nodes.forEach(Membership::beat);
  }

  @Test
  void oneNodeLooksAfterAll() {
    var alone = node("a");
    assertThat(alone.ownShards()).as("before the first heartbeat, too").isEqualTo(ALL);
    alone.beat();
    assertThat(alone.isShared()).isFalse();
    assertThat(alone.ownShards()).isEqualTo(ALL);
    assertThat(alone.otherShards()).isEmpty();
  }

  @Test
  void everyShardHasOneNode() {
    var nodes = IntStream.range(0, 5).mapToObj(number -> node("node-" + number)).toList();
    beat(nodes);
    assertThat(nodes).allMatch(Membership::isShared);
    assertThat(nodes.stream().flatMap(node -> node.ownShards().stream()).sorted().toList())
        .isEqualTo(ALL);
    for (var node : nodes) {
      assertThat(node.ownShards()).isNotEmpty().doesNotContainAnyElementsOf(node.otherShards());
      assertThat(node.ownShards().size() + node.otherShards().size()).isEqualTo(Shards.COUNT);
    }
  }

  @Test
  void aNodeThatIsSilentIsMissedUntilItIsForgotten() {
    var ofLate = Duration.ofSeconds(25);
    var since = Duration.ofSeconds(3);
    var first = node("a");
    var second = node("b");
    beat(List.of(first, second));
    assertThat(first.hasHeardFromAll(ofLate, since)).isTrue();
    clock.advance(Duration.ofSeconds(20));
    first.beat();
    assertThat(first.isShared()).isFalse();
    assertThat(first.hasHeardFromAll(ofLate, since)).as("dead or alive").isFalse();
    clock.advance(Duration.ofSeconds(10));
    first.beat();
    assertThat(first.hasHeardFromAll(ofLate, since)).isTrue();
  }

  @Test
  void theOthersStepInForANodeThatLeaves() {
    var first = node("a");
    var second = node("b");
    var third = node("c");
    beat(List.of(first, second, third));
    var kept = first.ownShards();
    third.leave();
    beat(List.of(first, second));
    assertThat(first.ownShards()).as("nothing else moves").containsAll(kept);
    assertThat(first.otherShards()).isEqualTo(second.ownShards());
  }

  @Test
  void peersTellTheirShardsAndTheirLoad() {
    var first = node("a");
    var second = node("b");
    var load = new NodeLoad(1, 2, 3, 4, 5, 6);
    second.measureBy(() -> load);
    beat(List.of(first, second));
    var peers = first.peers();
    assertThat(peers).extracting(peer -> peer.node().nodeId()).containsExactly("a", "b");
    assertThat(peers).extracting(peer -> peer.node().load()).containsExactly(NodeLoad.NONE, load);
    assertThat(peers)
        .extracting(Peer::shards)
        .containsExactly(first.ownShards().size(), second.ownShards().size());
    assertThat(second.peers()).isEqualTo(peers);
  }
}
