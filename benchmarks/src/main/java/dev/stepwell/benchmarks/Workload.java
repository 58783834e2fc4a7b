package dev.stepwell.benchmarks;

import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** What is run; each has one state machine. */
enum Workload {
  /** Activity tasks in a row, by workers of the SDK. */
  TASK_CHAIN("task-chain", 5, 5_000),

  /** The same by plain calls of the AWS protocol, one task each. */
  TASK_CHAIN_SINGLE("task-chain-single", 5, 5_000),

  /** Lambda functions in a row, by runtimes that attach by the Lambda Runtime API. */
  LAMBDA("lambda", 5, 5_000),

  /** Pass and Choice states in turn: nothing to wait for. */
  INTERNAL("internal", 0, 40_000),

  /** The same states in an Express machine, run while the caller waits. */
  EXPRESS("express", 0, 200_000),

  /** A Map over numbers, a Pass state each. */
  MAP("map", 0, 1_000),

  /** A Wait until the timestamp in the input. */
  PARKED("parked", 0, 10_000),

  /** As internal, started by a crowd, and one caller of another machine. */
  FLOOD("flood", 0, 100_000);

  private final String word;
  private final int tasks;
  private final int defaultExecutions;

  Workload(String word, int tasks, int defaultExecutions) {
    this.word = word;
    this.tasks = tasks;
    this.defaultExecutions = defaultExecutions;
  }

  /** Its name on the command line and in the results. */
  String word() {
    return word;
  }

  /** All of them, as the command line has them. */
  static List<String> words() {
    return Stream.of(values()).map(Workload::word).toList();
  }

  /** How many activities, or functions, it needs. */
  int tasks() {
    return tasks;
  }

  /** Whether functions do its tasks, and not activities. */
  boolean hasFunctions() {
    return this == LAMBDA;
  }

  int defaultExecutions() {
    return defaultExecutions;
  }

  /** Whether its executions wait for workers. */
  boolean hasTasks() {
    return tasks > 0;
  }

  /** Whether its executions can go through their states several times. */
  boolean hasRounds() {
    return hasTasks() || this == INTERNAL;
  }

  /** The type of its state machine. */
  String machineType() {
    return this == EXPRESS ? "EXPRESS" : "STANDARD";
  }

  /**
   * The state machine in Amazon States Language.
   *
   * @param arns of its activities or functions, one per task
   */
  String definition(List<String> arns, Size size) {
    return switch (this) {
      case TASK_CHAIN, TASK_CHAIN_SINGLE, LAMBDA ->
          Definitions.rounds(arns.stream().map(Definitions::task).toList(), size.rounds());
      case INTERNAL -> Definitions.rounds(internal(), size.rounds());
      case EXPRESS, FLOOD -> Definitions.rounds(internal(), 1);
      case MAP -> Definitions.map();
      case PARKED -> Definitions.rounds(List.of(Definitions.waitUntil("$.until")), 1);
    };
  }

  private static List<ObjectNode> internal() {
    return Definitions.passAndChoice();
  }

  /** States that an execution enters. */
  int transitions(Size size) {
    return switch (this) {
      case TASK_CHAIN, TASK_CHAIN_SINGLE, LAMBDA -> Definitions.entered(tasks, size.rounds());
      case INTERNAL -> Definitions.entered(internal().size(), size.rounds());
      case EXPRESS, FLOOD -> internal().size();
      case MAP -> 1 + size.items();
      case PARKED -> 1;
    };
  }

  /** Tasks of an execution that are done outside. */
  int tasks(Size size) {
    return tasks * size.rounds();
  }
}
