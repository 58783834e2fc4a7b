package dev.stepwell.engine.cluster;

import dev.stepwell.engine.model.Shards;
import dev.stepwell.engine.store.ClusterStore;
import dev.stepwell.engine.store.NodeLoad;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * This node among its peers. Each shard has one node that looks after its timers and inbox first,
 * chosen by rendezvous hashing over the nodes alive; the others step in when something is overdue.
 * A wrong belief costs work done twice in vain, never a transition done twice.
 */
public final class Membership {
  /** One that stood still goes on before so many times the time after which it counts as dead. */
  private static final int DEAD_BEYOND_DOUBT = 6;

  private final ClusterStore store;
  private final String nodeId;
  private final String address;
  private final Instant startedAt;
  private final Duration nodeTimeout;
  private volatile Supplier<NodeLoad> meter = () -> NodeLoad.NONE;
  private volatile List<String> alive;

  public Membership(
      ClusterStore store, String nodeId, String address, Instant startedAt, Duration nodeTimeout) {
    this.store = store;
    this.nodeId = nodeId;
    this.address = address;
    this.startedAt = startedAt;
    this.nodeTimeout = nodeTimeout;
    this.alive = List.of(nodeId);
  }

  /** Says who measures the load that heartbeats tell of. */
  public void measureBy(Supplier<NodeLoad> loadMeter) {
    meter = loadMeter;
  }

  /** Tells the others that this node lives, and learns who else does. */
  public void beat() {
    store.heartbeat(nodeId, address, startedAt, meter.get());
    alive = store.liveNodes(nodeTimeout).stream().map(ClusterStore.Node::nodeId).toList();
  }

  /**
   * A node that is alive.
   *
   * @param shards how many it looks after first
   */
  public record Peer(ClusterStore.Node node, int shards) {}

  /** The nodes that are alive, by the store's newest knowledge, in the order of their ids. */
  public List<Peer> peers() {
    var nodes = store.liveNodes(nodeTimeout);
    var ids = nodes.stream().map(ClusterStore.Node::nodeId).toList();
    return nodes.stream().map(node -> new Peer(node, countShards(node.nodeId(), ids))).toList();
  }

  private static int countShards(String node, List<String> nodes) {
    return (int)
        IntStream.range(0, Shards.COUNT).filter(shard -> isFirst(node, shard, nodes)).count();
  }

  public String nodeId() {
    return nodeId;
  }

  /** The nodes that are alive, by the store's newest knowledge, this one included. */
  public Set<String> liveNodes() {
    beat();
    return Set.copyOf(alive);
  }

  /** Takes leave, and takes those along that are dead beyond doubt. */
  public void leave() {
    store.leave(nodeId, nodeTimeout.multipliedBy(DEAD_BEYOND_DOUBT));
  }

  /** Whether any other node shares the database. */
  public boolean isShared() {
    return alive.stream().anyMatch(other -> !other.equals(nodeId));
  }

  /**
   * Whether each node of late, dead or alive, has been heard from since.
   *
   * @param ofLate how far to look back for nodes
   * @param since how long ago at most each of them must have been heard from
   */
  public boolean hasHeardFromAll(Duration ofLate, Duration since) {
    return store.liveNodes(ofLate).stream().allMatch(node -> node.silentFor().compareTo(since) < 0);
  }

  /** Shards that this node looks after first. */
  public List<Integer> ownShards() {
    return shards(true);
  }

  /** Shards that other nodes look after first. */
  public List<Integer> otherShards() {
    return shards(false);
  }

  private List<Integer> shards(boolean own) {
    var nodes = alive;
    return IntStream.range(0, Shards.COUNT)
        .filter(shard -> own == isFirst(nodeId, shard, nodes))
        .boxed()
        .toList();
  }

  private static boolean isFirst(String node, int shard, List<String> nodes) {
    var weight = weight(node, shard);
    return nodes.stream()
        .allMatch(other -> other.equals(node) || isLess(other, shard, node, weight));
  }

  private static boolean isLess(String other, int shard, String node, long weight) {
    var theirs = weight(other, shard);
    return theirs < weight || (theirs == weight && other.compareTo(node) < 0);
  }

  /** A well-mixed number of node and shard, the same on every node. */
  private static long weight(String node, int shard) {
    var mixed = (node.hashCode() * 0x9E3779B97F4A7C15L) ^ (shard * 0xC2B2AE3D27D4EB4FL);
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
