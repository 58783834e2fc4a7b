package dev.stepwell.http.rest;

import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.service.ActivityQueues;
import dev.stepwell.engine.store.BulkStore;
import dev.stepwell.http.rest.route.Schema;
import java.util.List;

/** What the OpenAPI document has by name. */
final class Schemas {
  private static final Schema STATUS = Schema.oneOf((Object[]) ExecutionStatus.values());

  private static final Schema TYPE = Schema.oneOf("STANDARD", "EXPRESS");

  /** Source: RFC 9457. */
  static final Schema PROBLEM =
      Schema.object()
          .with("type", Schema.text())
          .with("title", Schema.text())
          .with("status", Schema.integer(400, 599))
          .with("detail", Schema.text())
          .with("code", Schema.text())
          .withOptional(
              "violations",
              Schema.arrayOf(
                  Schema.object()
                      .with("in", Schema.oneOf("path", "query", "body"))
                      .with("name", Schema.text())
                      .with("message", Schema.text())))
          .named("Problem");

  static final Schema STATE_MACHINE_SUMMARY =
      Schema.object()
          .with("stateMachineArn", Schema.text())
          .with("name", Schema.text())
          .with("type", TYPE)
          .with("creationDate", Schema.time())
          .named("StateMachineSummary");

  static final Schema STATE_MACHINE =
      Schema.object()
          .with("stateMachineArn", Schema.text())
          .with("name", Schema.text())
          .with("type", TYPE)
          .with("status", Schema.oneOf("ACTIVE", "DELETING"))
          .with("creationDate", Schema.time())
          .with("definition", Schema.anyObject())
          .with("roleArn", Schema.text())
          .withOptional("revisionId", Schema.text())
          .withOptional("description", Schema.text())
          .withOptional(
              "tags",
              Schema.arrayOf(
                  Schema.object().with("key", Schema.text()).with("value", Schema.text())))
          .named("StateMachine");

  static final Schema EXECUTION_SUMMARY =
      Schema.object()
          .with("executionArn", Schema.text())
          .with("stateMachineArn", Schema.text())
          .withOptional("stateMachineVersionArn", Schema.text())
          .withOptional("stateMachineAliasArn", Schema.text())
          .with("name", Schema.text())
          .with("status", STATUS)
          .with("startDate", Schema.time())
          .withOptional("stopDate", Schema.time())
          .named("ExecutionSummary");

  static final Schema EXECUTION_PAGE =
      page("executions", EXECUTION_SUMMARY)
          .with("lookedAt", Schema.integer().describedAs("Executions that the page looked at"))
          .withOptional(
              "searchedBackTo",
              Schema.time()
                  .describedAs(
                      "Start of the last execution that was looked at, where there are more"))
          .named("ExecutionPage");

  static final Schema EXECUTION =
      EXECUTION_SUMMARY
          .with("input", Schema.any())
          .withOptional("output", Schema.any())
          .withOptional("error", Schema.text())
          .withOptional("cause", Schema.text())
          .withOptional("traceHeader", Schema.text())
          .with("redriveCount", Schema.integer())
          .withOptional("redriveDate", Schema.time())
          .named("Execution");

  static final Schema STARTED =
      Schema.object()
          .with("executionArn", Schema.text())
          .with("startDate", Schema.time())
          .named("Started");

  static final Schema STOPPED = Schema.object().with("stopDate", Schema.time()).named("Stopped");

  static final Schema REDRIVEN =
      Schema.object().with("redriveDate", Schema.time()).named("Redriven");

  static final Schema FUNCTION =
      Schema.object()
          .with("name", Schema.text())
          .with("target", Schema.oneOf("RUNTIME", "INVOKE", "URL"))
          .withOptional("url", Schema.text())
          .with("timeoutSeconds", Schema.integer())
          .named("Function");

  static final Schema ACTIVITY_SUMMARY =
      Schema.object()
          .with("activityArn", Schema.text())
          .with("name", Schema.text())
          .with("creationDate", Schema.time())
          .named("ActivitySummary");

  static final Schema ACTIVITY =
      ACTIVITY_SUMMARY
          .with(
              "queueDepth",
              Schema.integer(0, ActivityQueues.MOST_COUNTED)
                  .describedAs(
                      "Tasks that wait for a worker; "
                          + ActivityQueues.MOST_COUNTED
                          + " where there are more"))
          .withOptional("oldestTaskAgeMillis", Schema.integer())
          .with(
              "pollers",
              Schema.arrayOf(
                      Schema.object()
                          .with("workerName", Schema.text())
                          .with("lastSeen", Schema.time()))
                  .describedAs("Workers that have polled this node since it started"))
          .named("Activity");

  static final Schema BULK_ENTRY =
      Schema.object()
          .with("executionArn", Schema.text())
          .with("outcome", Schema.oneOf((Object[]) BulkStore.Outcome.values()))
          .named("BulkEntry");

  static final Schema BULK =
      Schema.object()
          .with("selection", Schema.text())
          .with("stage", Schema.oneOf((Object[]) BulkStore.Stage.values()))
          .with("matched", Schema.integer())
          .with("processed", Schema.integer().describedAs("How many have had their turn"))
          .with("done", Schema.integer().describedAs("How many of these it was done to"))
          .withOptional("searchedBackTo", Schema.time())
          .with("executions", Schema.arrayOf(BULK_ENTRY).describedAs("The first of them"))
          .named("Bulk");

  /** As GetExecutionHistory has it. */
  static final Schema HISTORY =
      Schema.object()
          .with(
              "events",
              Schema.arrayOf(
                  Schema.anyObject()
                      .describedAs(
                          "As GetExecutionHistory has it: timestamp in seconds, id, type")))
          .withOptional("nextCursor", Schema.text())
          .named("History");

  static final Schema REPORT =
      Schema.object()
          .with("taskToken", Schema.text())
          .with("type", Schema.oneOf("SUCCESS", "FAILURE", "HEARTBEAT"))
          .withOptional("output", Schema.text().describedAs("JSON text"))
          .withOptional("error", Schema.text())
          .withOptional("cause", Schema.text())
          .named("Report");

  static final Schema REPORT_RESULTS =
      Schema.object()
          .with(
              "results",
              Schema.arrayOf(
                  Schema.object()
                      .withOptional("code", Schema.text())
                      .withOptional("message", Schema.text())))
          .named("ReportResults");

  static final Schema TASKS =
      Schema.object()
          .with(
              "tasks",
              Schema.arrayOf(
                  Schema.object()
                      .with("taskToken", Schema.text())
                      .with("input", Schema.text().describedAs("JSON text"))))
          .named("Tasks");

  static final List<Schema> ALL =
      List.of(
          PROBLEM,
          STATE_MACHINE_SUMMARY,
          STATE_MACHINE,
          EXECUTION_SUMMARY,
          EXECUTION_PAGE,
          EXECUTION,
          STARTED,
          STOPPED,
          REDRIVEN,
          ACTIVITY_SUMMARY,
          ACTIVITY,
          FUNCTION,
          BULK_ENTRY,
          BULK,
          HISTORY,
          REPORT,
          REPORT_RESULTS,
          TASKS);

  private Schemas() {}

  /** A page of a list. */
  static Schema page(String member, Schema entry) {
    return Schema.object()
        .with(member, Schema.arrayOf(entry))
        .withOptional("nextCursor", Schema.text());
  }
}
