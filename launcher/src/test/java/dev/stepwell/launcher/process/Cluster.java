package dev.stepwell.launcher.process;

import dev.stepwell.persistence.testing.Await;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/** Nodes on a database of their own, and what is done to them. */
final class Cluster implements AutoCloseable {
  /** A node counts as dead when it was silent for that long. */
  private static final int DEAD_AFTER_SECONDS = 10;

  private static final String SILENT_NODES =
      "select node_id from node where heartbeat_at <"
          + " (extract(epoch from clock_timestamp()) - %d) * 1000".formatted(DEAD_AFTER_SECONDS);

  private final OwnDatabase database = new OwnDatabase();
  private final List<ServerProcess> nodes = new ArrayList<>();

  /** Nodes that are ready; they have been started together, on an empty database. */
  Cluster(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      nodes.add(ServerProcess.of(database.jdbcUrl(), database.user(), database.password()));
    }
    try {
      startAll();
    } catch (ExecutionException e) {
      close();
      throw e;
    }
  }

  URI[] urls() {
    return nodes.stream().map(ServerProcess::url).toArray(URI[]::new);
  }

  /** What all nodes have written to their standard error. */
  List<String> logLines() {
    return nodes.stream().flatMap(node -> node.standardError().lines()).toList();
  }

  /** Does it, and returns when it has taken hold and what was down is up again. */
  void suffer(FaultPlan.Step step) throws Exception {
    var node = nodes.get(step.node());
    switch (step.fault()) {
      case KILL_NODE -> {
        node.kill();
        node.start();
      }
      case KILL_ALL_NODES -> {
        nodes.forEach(ServerProcess::kill);
        startAll();
      }
      case STOP_NODE -> {
        var before = database.query(SILENT_NODES);
        node.signal("STOP");
        Await.until(
            "the node is silent for too long",
            () -> !before.containsAll(database.query(SILENT_NODES)));
        node.signal("CONT");
      }
      case TERMINATE_BACKENDS -> {
        if (database.terminateSessions() == 0) {
          throw new AssertionError("No sessions to terminate");
        }
      }
      case CUT_IN_REQUEST -> cutWriters(CuttingProxy.Moment.IN_REQUEST);
      case CUT_AFTER_REQUEST -> cutWriters(CuttingProxy.Moment.AFTER_REQUEST);
      case CUT_BEFORE_ANSWER -> cutWriters(CuttingProxy.Moment.BEFORE_ANSWER);
      case CUT_EVERYTHING -> database.proxy().cutEverything();
      case RESTART_DATABASE -> database.restart();
      case CRASH_DATABASE -> database.crash();
    }
  }

  private void cutWriters(CuttingProxy.Moment moment) throws Exception {
    var proxy = database.proxy();
    var before = proxy.countCut();
    Await.until(
        "a connection was cut " + moment,
        () -> {
          proxy.cutWriters(moment);
          return proxy.countCut() > before;
        });
  }

  private void startAll() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var starts = nodes.stream().map(node -> start(node)).toList();
      for (var start : threads.invokeAll(starts)) {
        start.get();
      }
    }
  }

  private static Callable<Void> start(ServerProcess node) {
    return () -> {
      node.start();
      return null;
    };
  }

  @Override
  public void close() throws IOException {
    for (var node : nodes) {
      node.close();
    }
    database.close();
  }
}
