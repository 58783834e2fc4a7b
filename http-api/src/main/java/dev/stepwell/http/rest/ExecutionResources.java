package dev.stepwell.http.rest;

import dev.stepwell.engine.model.StartedThrough;
import dev.stepwell.engine.service.Executions;
import dev.stepwell.engine.service.ExpressFinder;
import dev.stepwell.engine.service.LiveExecutions;
import dev.stepwell.http.aws.operation.ResponseBody;
import dev.stepwell.http.rest.route.Arguments;
import dev.stepwell.http.rest.route.Body;
import dev.stepwell.http.rest.route.Cursors;
import dev.stepwell.http.rest.route.Parameter;
import dev.stepwell.http.rest.route.RestAnswer;
import dev.stepwell.http.rest.route.Route;
import dev.stepwell.http.rest.route.Schema;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.util.ByteArrayBuilder;

/** One execution at a time: started, looked at, stopped, redriven. */
public final class ExecutionResources {
  static final Parameter<String> ERROR =
      Parameter.text("error", 0, 256, "The error that the executions end with");
  static final Parameter<String> CAUSE =
      Parameter.text("cause", 0, 32_768, "More about the error, for people");

  private static final Parameter<String> MACHINE_ARN =
      Parameter.arn("arn", "ARN of a state machine, or of a version or alias of one");
  private static final Parameter<String> ARN = Parameter.arn("arn", "ARN of an execution");
  private static final Parameter<String> NAME =
      Parameter.text("name", 1, 80, "Name of the execution; a random UUID by default");
  private static final Parameter<String> INPUT =
      Parameter.json("input", "Any JSON, kept as it is written; {} by default");
  private static final Parameter<String> TRACE_HEADER =
      Parameter.text("traceHeader", 0, 256, "As X-Amzn-Trace-Id");
  private static final Parameter<String> CLIENT_TOKEN =
      Parameter.text("clientToken", 1, 64, "The same one within 15 minutes is the same redrive");
  private static final Parameter<Boolean> REVERSE =
      Parameter.flag("reverse", "The newest event first");

  private static final int MAX_WAIT_SECONDS = 300;
  private static final Pattern SECONDS = Pattern.compile("([0-9]{1,3})s");
  private static final Parameter<Duration> WAIT =
      new Parameter<>(
          "wait",
          "Answers once the execution is closed, or after that time as it is then",
          Schema.text(2, 4),
          "must be a number of seconds from 0s to " + MAX_WAIT_SECONDS + "s, such as 30s",
          ExecutionResources::seconds);

  private static final Route START =
      Route.post(
              "/state-machines/{arn}/executions",
              "startExecution",
              "Starts an execution; the same name and input while it runs is the same start",
              new Body(
                  "StartRequest",
                  List.of(Body.optional(NAME), Body.optional(INPUT), Body.optional(TRACE_HEADER))),
              Schemas.STARTED)
          .path(MACHINE_ARN);

  private static final Route GET =
      Route.get(
              "/executions/{arn}",
              "getExecution",
              "An execution with its input, and what became of it",
              Schemas.EXECUTION)
          .path(ARN)
          .query(List.of(WAIT));

  private static final Route HISTORY =
      Route.get(
              "/executions/{arn}/history",
              "getExecutionHistory",
              "The events of an execution",
              Schemas.HISTORY)
          .path(ARN)
          .query(List.of(REVERSE, Cursors.LIMIT, Cursors.CURSOR));

  private static final Route STOP =
      Route.post(
              "/executions/{arn}/stop",
              "stopExecution",
              "Stops an execution for good; of one that is closed, says when it closed",
              new Body("StopRequest", List.of(Body.optional(ERROR), Body.optional(CAUSE))),
              Schemas.STOPPED)
          .path(ARN);

  private static final Route REDRIVE =
      Route.post(
              "/executions/{arn}/redrive",
              "redriveExecution",
              "Continues an execution from the states that did not succeed",
              new Body("RedriveRequest", List.of(Body.optional(CLIENT_TOKEN))),
              Schemas.REDRIVEN)
          .path(ARN);

  private final Executions executions;
  private final LiveExecutions live;
  private final ExpressFinder express;
  private final Cursors cursors;

  public ExecutionResources(
      Executions executions, LiveExecutions live, ExpressFinder express, Cursors cursors) {
    this.executions = executions;
    this.live = live;
    this.express = express;
    this.cursors = cursors;
  }

  /** All of them. */
  public List<Route> routes() {
    return List.of(
        START.answeredBy(this::start),
        GET.answeredBy(this::get),
        HISTORY.answeredBy(this::history),
        STOP.answeredBy(this::stop),
        REDRIVE.answeredBy(this::redrive));
  }

  private static Optional<Duration> seconds(String text) {
    var matcher = SECONDS.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    var seconds = Integer.parseInt(matcher.group(1));
    return seconds > MAX_WAIT_SECONDS ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
  }

  private RestAnswer start(Arguments arguments) {
    return RestAnswer.of(
        executions
            .start(
                arguments.require(MACHINE_ARN),
                arguments.get(NAME),
                arguments.get(INPUT, "{}"),
                arguments.get(TRACE_HEADER))
            .map(started ->
                ResponseBody.of(json -> {
                  json.writeStringProperty("executionArn", started.executionArn());
                  json.writeStringProperty("startDate", started.startDate().toString());
                })));
  }

  private RestAnswer get(Arguments arguments) {
    var arn = arguments.require(ARN);
    var wait = arguments.get(WAIT);
    if (ExpressFinder.names(arn)) {
      return RestAnswer.of(
          (wait == null ? express.describe(arn) : express.awaitEnd(arn, wait))
              .map(description -> ResponseBody.of(json -> write(json, description))));
    }
    return RestAnswer.of(
        (wait == null ? executions.describe(arn) : live.awaitEnd(arn, wait))
            .map(description -> ResponseBody.of(json -> write(json, description))));
  }

  private static void write(JsonGenerator json, Executions.Description description) {
    var stopDate = description.stopDate();
    var output = description.output();
    json.writeStringProperty("executionArn", description.executionArn());
    writeMachine(json, description.stateMachineArn(), description.through());
    json.writeStringProperty("name", description.name());
    json.writeStringProperty("status", description.status().name());
    json.writeStringProperty("startDate", description.startDate().toString());
    ResponseBody.writeText(json, "stopDate", stopDate == null ? null : stopDate.toString());
    json.writeName("input");
    json.writeRawValue(description.input().text());
    if (output != null) {
      json.writeName("output");
      json.writeRawValue(output.text());
    }
    ResponseBody.writeText(json, "error", description.error());
    ResponseBody.writeText(json, "cause", description.cause());
    ResponseBody.writeText(json, "traceHeader", description.traceHeader());
    var redriveDate = description.redrives().lastAt();
    json.writeNumberProperty("redriveCount", description.redrives().count());
    ResponseBody.writeText(
        json, "redriveDate", redriveDate == null ? null : redriveDate.toString());
  }

  /** An execution of an Express machine: there is no redrive of it. */
  private static void write(JsonGenerator json, ExpressFinder.Description description) {
    var seen = description.seen();
    var stopDate = seen.stoppedAt();
    json.writeStringProperty("executionArn", description.executionArn());
    writeMachine(json, description.stateMachineArn(), seen.through());
    json.writeStringProperty("name", description.name());
    json.writeStringProperty("status", seen.status().name());
    json.writeStringProperty("startDate", seen.startedAt().toString());
    ResponseBody.writeText(json, "stopDate", stopDate == null ? null : stopDate.toString());
    json.writeName("input");
    json.writeRawValue(seen.input().text());
    var texts = description.texts();
    if (texts != null) {
      if (texts.output() != null) {
        json.writeName("output");
        json.writeRawValue(texts.output());
      }
      ResponseBody.writeText(json, "error", texts.error());
      ResponseBody.writeText(json, "cause", texts.cause());
    }
    json.writeNumberProperty("redriveCount", 0);
  }

  /** What an execution belongs to. */
  static void writeMachine(
      JsonGenerator json, String stateMachineArn, @Nullable StartedThrough through) {
    json.writeStringProperty("stateMachineArn", stateMachineArn);
    if (through != null) {
      json.writeStringProperty("stateMachineVersionArn", stateMachineArn + ":" + through.version());
      if (through.alias() != null) {
        json.writeStringProperty("stateMachineAliasArn", stateMachineArn + ":" + through.alias());
      }
    }
  }

  private RestAnswer history(Arguments arguments) {
    var reverse = arguments.get(REVERSE, false);
    var limit = arguments.get(Cursors.LIMIT, Cursors.DEFAULT_LIMIT);
    return RestAnswer.of(
        cursors
            .open(HISTORY, arguments)
            .then(position ->
                executions.history(
                    arguments.require(ARN),
                    position.map(Long::parseLong).orElse(0L),
                    reverse,
                    limit))
            .map(page -> body(page, arguments)));
  }

  /** Events are stored as they are answered, so they are copied, not read. */
  private ResponseBody body(Executions.HistoryPage page, Arguments arguments) {
    var json = new ByteArrayBuilder();
    write(json, "{\"events\":[");
    var separator = "";
    for (var event : page.events()) {
      write(json, separator);
      separator = ",";
      json.write(event);
    }
    write(json, "]");
    if (page.nextEventId() != 0) {
      var cursor = cursors.seal(HISTORY, arguments, Long.toString(page.nextEventId()));
      write(json, ",\"nextCursor\":\"" + cursor + "\"");
    }
    write(json, "}");
    return ResponseBody.ofBytes(json.toByteArray());
  }

  private static void write(ByteArrayBuilder json, String text) {
    json.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private RestAnswer stop(Arguments arguments) {
    return RestAnswer.of(
        executions
            .stop(arguments.require(ARN), arguments.get(ERROR), arguments.get(CAUSE))
            .map(stopDate ->
                ResponseBody.of(
                    json -> json.writeStringProperty("stopDate", stopDate.toString()))));
  }

  private RestAnswer redrive(Arguments arguments) {
    return RestAnswer.of(
        executions
            .redrive(arguments.require(ARN), arguments.get(CLIENT_TOKEN))
            .map(redriveDate ->
                ResponseBody.of(
                    json -> json.writeStringProperty("redriveDate", redriveDate.toString()))));
  }
}
