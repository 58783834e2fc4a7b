package dev.stepwell.engine.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What the nodes on one database know of each other. Safe for any thread. */
public interface ClusterStore {

  /**
   * The secret that authenticates task tokens: made by the first node, the same for all. At least
   * 32 bytes.
   */
  byte[] tokenSecret();

  /**
   * A node that shares the database.
   *
   * @param nodeId unique per process start
   * @param heartbeatAt by the database's clock
   * @param silentFor since then, by the same clock
   */
  record Node(
      String nodeId,
      String address,
      Instant startedAt,
      Instant heartbeatAt,
      Duration silentFor,
      NodeLoad load) {}

  /** Writes this node's heartbeat. */
  void heartbeat(String nodeId, String address, Instant startedAt, NodeLoad load);

  /** Nodes whose heartbeat is younger than {@code maxAge}, by node id. */
  List<Node> liveNodes(Duration maxAge);

  /** Removes this node, and those that have been silent for longer than {@code maxAge}. */
  void leave(String nodeId, Duration maxAge);

  /** A droppable hint to the other nodes: tasks of these activities wait. Never relied upon. */
  void announceTasks(Set<String> activityArns);

  /** Hands the hints of other nodes to {@code listener} until the returned handle is closed. */
  AutoCloseable listen(Consumer<String> listener);
}
