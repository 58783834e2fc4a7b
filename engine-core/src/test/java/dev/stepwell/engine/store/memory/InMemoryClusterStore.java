package dev.stepwell.engine.store.memory;

import dev.stepwell.engine.store.ClusterStore;
import dev.stepwell.engine.store.NodeLoad;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What nodes know of each other. Hints are delivered in the thread of the node that gives them, in
 * the order of listening.
 */
final class InMemoryClusterStore implements ClusterStore {
  private final InMemoryStores node;
  private final InMemoryDatabase database;

  InMemoryClusterStore(InMemoryStores node, InMemoryDatabase database) {
    this.node = node;
    this.database = database;
  }

  @Override
  public byte[] tokenSecret() {
    return database.tokenSecret.clone();
  }

  @Override
  public void heartbeat(String nodeId, String address, Instant startedAt, NodeLoad load) {
    database.locked(() ->
        database.nodes.put(
            nodeId, new Node(nodeId, address, startedAt, database.now(), Duration.ZERO, load)));
  }

  @Override
  public List<Node> liveNodes(Duration maxAge) {
    return database.locked(() -> {
      var oldest = database.now().minus(maxAge);
      return database.nodes.values().stream()
          .filter(live -> live.heartbeatAt().isAfter(oldest))
          .map(this::asOfNow)
          .toList();
    });
  }

  private Node asOfNow(Node node) {
    return new Node(
        node.nodeId(),
        node.address(),
        node.startedAt(),
        node.heartbeatAt(),
        Duration.between(node.heartbeatAt(), database.now()),
        node.load());
  }

  @Override
  public void leave(String nodeId, Duration maxAge) {
    database.locked(() -> {
      var oldest = database.now().minus(maxAge);
      return database
          .nodes
          .values()
          .removeIf(gone -> gone.nodeId().equals(nodeId) || gone.heartbeatAt().isBefore(oldest));
    });
  }

  @Override
  public void announceTasks(Set<String> activityArns) {
    // Outside the lock: a listener asks the stores at once.
    for (var listener : database.locked(() -> List.copyOf(database.listeners))) {
      for (var arn : activityArns) {
        if (listener.node() != node && !database.locked(() -> database.faults().losesHint(arn))) {
          listener.hints().accept(arn);
        }
      }
    }
  }

  @Override
  public AutoCloseable listen(Consumer<String> listener) {
    var registered = new InMemoryDatabase.Listener(node, listener);
    database.locked(() -> database.listeners.add(registered));
    return () -> database.locked(() -> database.listeners.remove(registered));
  }
}
