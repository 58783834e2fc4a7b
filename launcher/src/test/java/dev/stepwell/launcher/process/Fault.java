package dev.stepwell.launcher.process;

/** What is done to a running cluster. */
enum Fault {
  KILL_NODE("kill -9 of a node"),
  KILL_ALL_NODES("kill -9 of all nodes at once"),
  STOP_NODE("a node stopped (SIGSTOP) past its heartbeat, and continued"),
  TERMINATE_BACKENDS("all PostgreSQL sessions terminated"),
  CUT_IN_REQUEST("writers' connections cut in the middle of a statement on its way"),
  CUT_AFTER_REQUEST("writers' connections cut while the statement commits"),
  CUT_BEFORE_ANSWER("writers' connections cut between the commit and its answer"),
  CUT_EVERYTHING("all connections to PostgreSQL cut at once"),
  RESTART_DATABASE("PostgreSQL shut down and started again"),
  CRASH_DATABASE("kill -9 of PostgreSQL, which recovers");

  private final String description;

  Fault(String description) {
    this.description = description;
  }

  String description() {
    return description;
  }
}
