package dev.stepwell.http.rest;

import dev.stepwell.engine.service.ActivityTasks;
import dev.stepwell.engine.service.ActivityTasks.Report;
import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.store.CommitOutcomeUnknownException;
import dev.stepwell.engine.store.StoreUnavailableException;
import dev.stepwell.http.aws.AwsError;
import dev.stepwell.http.aws.operation.ResponseBody;
import dev.stepwell.http.rest.route.Body;
import dev.stepwell.http.rest.route.Parameter;
import dev.stepwell.http.rest.route.RequestReader;
import dev.stepwell.http.rest.route.RestAnswer;
import dev.stepwell.http.rest.route.RestRequest;
import dev.stepwell.http.rest.route.Route;
import dev.stepwell.http.rest.route.Schema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a worker that runs many tasks at a time calls instead of GetActivityTask and SendTask…: a
 * request costs more than the task it is about, so that here one is about many.
 *
 * <ul>
 *   <li>{@code /activity-tasks/poll}: {@code {"activityArn", "workerName"?, "maxTasks"}} gives
 *       {@code {"tasks": [{"taskToken", "input"}]}}: the first task to come, and those that wait at
 *       that moment; none after a minute.
 *   <li>{@code /activity-tasks/report}: {@code {"reports": [{"taskToken", "type": "SUCCESS" |
 *       "FAILURE" | "HEARTBEAT", "output"?, "error"?, "cause"?}]}} gives {@code {"results": [{}]}}
 *       in the same order, each empty or with the {@code code} and {@code message} of AWS's error;
 *       each report stands for itself.
 * </ul>
 *
 * <p>At most {@value #MOST} tasks a call.
 */
public final class TaskCalls {
  static final String POLL = "/activity-tasks/poll";

  static final String REPORT = "/activity-tasks/report";

  /** Most tasks of one call. */
  public static final int MOST = 100;

  /** Of the AWS protocol. Source: api.md. */
  private static final int MAX_TOKEN_CHARACTERS = 2_048;

  private static final int MAX_WORKER_NAME_CHARACTERS = 80;
  private static final int MAX_ERROR_CHARACTERS = 256;
  private static final int MAX_CAUSE_CHARACTERS = 32_768;

  private static final Parameter<String> ACTIVITY_ARN =
      Parameter.arn("activityArn", "The activity");
  private static final Parameter<String> WORKER_NAME =
      Parameter.text("workerName", 0, MAX_WORKER_NAME_CHARACTERS, "What the worker calls itself");
  private static final Parameter<Integer> MAX_TASKS =
      Parameter.integer("maxTasks", 1, MOST, "Most tasks that the worker takes");
  private static final Parameter<String> REPORTS =
      Parameter.json("reports", "1 to " + MOST + " reports, each of one task")
          .of(Schema.arrayOf(Schemas.REPORT));

  private static final Logger LOG = LoggerFactory.getLogger(TaskCalls.class);
  private static final int BAD_REQUEST = 400;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int FAILED = 500;
  private static final String INVALID = "ValidationException";

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final ActivityTasks tasks;
  private final Duration pollTimeout;
  private final int payloadBytes;

  /**
   * The calls of a node.
   *
   * @param payloadBytes longest output
   */
  public TaskCalls(ActivityTasks tasks, Duration pollTimeout, int payloadBytes) {
    this.tasks = tasks;
    this.pollTimeout = pollTimeout;
    this.payloadBytes = payloadBytes;
  }

  /** The request is not one of these. */
  private static final class BadRequest extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadRequest(String message) {
      super(message, null, false, false);
    }
  }

  /** The two calls. */
  public List<Route> routes() {
    return List.of(
        Route.post(
                POLL,
                "pollActivityTasks",
                "Waits for tasks of an activity",
                new Body(
                    "PollRequest",
                    List.of(
                        Body.required(ACTIVITY_ARN),
                        Body.optional(WORKER_NAME),
                        Body.required(MAX_TASKS))),
                Schemas.TASKS)
            .answeredRawBy(request -> answer(request, body -> poll(body, request.connected()))),
        Route.post(
                REPORT,
                "reportActivityTasks",
                "Reports what became of tasks",
                new Body("ReportRequest", List.of(Body.required(REPORTS))),
                Schemas.REPORT_RESULTS)
            .answeredRawBy(request -> answer(request, body -> report(body, request.requestId()))));
  }

  private static RestAnswer answer(RestRequest request, Function<JsonNode, RestAnswer> call) {
    var body = request.body();
    if (body == null) {
      return RequestReader.tooLarge();
    }
    var path = request.path();
    var requestId = request.requestId();
    try {
      return call.apply(MAPPER.readTree(body));
    } catch (JacksonException malformed) {
      return RestAnswer.problem(
          BAD_REQUEST, INVALID, "The body is not valid JSON: " + malformed.getOriginalMessage());
    } catch (BadRequest bad) {
      return RestAnswer.problem(BAD_REQUEST, INVALID, String.valueOf(bad.getMessage()));
    } catch (StoreUnavailableException e) {
      LOG.warn("{} met no database, request id {}: {}", path, requestId, e.getMessage());
      return throttled();
    } catch (RuntimeException e) {
      LOG.error("{} failed, request id {}", path, requestId, e);
      return RestAnswer.problem(
          FAILED,
          "InternalFailure",
          "The server failed to answer; its log says more under the request id " + requestId);
    }
  }

  private static RestAnswer throttled() {
    return RestAnswer.problem(TOO_MANY_REQUESTS, "ThrottlingException", "Rate exceeded");
  }

  // ---- poll ----

  private RestAnswer poll(JsonNode request, BooleanSupplier connected) {
    allow(request, "", Set.of("activityArn", "workerName", "maxTasks"));
    var workerName = optionalText(request, "", "workerName", MAX_WORKER_NAME_CHARACTERS);
    var maxTasks = request.path("maxTasks");
    if (!maxTasks.isIntegralNumber()
        || !maxTasks.canConvertToInt()
        || maxTasks.intValue() < 1
        || maxTasks.intValue() > MOST) {
      throw new BadRequest("maxTasks must be an integer from 1 to " + MOST);
    }
    var arn = text(request, "", "activityArn", MAX_TOKEN_CHARACTERS);
    return switch (tasks.poll(arn, workerName, maxTasks.intValue(), pollTimeout, connected)) {
      case Answer.Given<List<ActivityTasks.Task>>(var found) ->
          RestAnswer.of(ResponseBody.of(json -> write(json, found)));
      case Answer.Refused<List<ActivityTasks.Task>>(var refusal, var message, _) -> {
        var error = AwsError.of(refusal);
        yield RestAnswer.problem(error.status(), error.code(), message);
      }
    };
  }

  private static void write(JsonGenerator json, List<ActivityTasks.Task> tasks) {
    json.writeArrayPropertyStart("tasks");
    for (var task : tasks) {
      json.writeStartObject();
      json.writeStringProperty("taskToken", task.taskToken());
      json.writeStringProperty("input", task.input());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  // ---- report ----

  private RestAnswer report(JsonNode request, String requestId) {
    allow(request, "", Set.of("reports"));
    var reports = request.path("reports");
    if (!reports.isArray() || reports.isEmpty() || reports.size() > MOST) {
      throw new BadRequest("reports must be an array of 1 to " + MOST + " reports");
    }
    // All are read before the first is taken: a bad request does nothing.
    var read = new ArrayList<Report>(reports.size());
    for (var i = 0; i < reports.size(); i++) {
      read.add(read(reports.get(i), "reports[" + i + "]."));
    }
    var answers = new ArrayList<Supplier<Answer<Boolean>>>(read.size());
    for (var report : read) {
      answers.add(tasks.submit(report));
    }
    return RestAnswer.of(
        ResponseBody.of(json -> {
          json.writeArrayPropertyStart("results");
          answers.forEach(answer -> write(json, answer, requestId));
          json.writeEndArray();
        }));
  }

  private Report read(JsonNode report, String at) {
    allow(report, at, Set.of("taskToken", "type", "output", "error", "cause"));
    var token = text(report, at, "taskToken", MAX_TOKEN_CHARACTERS);
    return switch (text(report, at, "type", MAX_ERROR_CHARACTERS)) {
      case "SUCCESS" -> new Report.Success(token, text(report, at, "output", payloadBytes));
      case "FAILURE" ->
          new Report.Failure(
              token,
              optionalText(report, at, "error", MAX_ERROR_CHARACTERS),
              optionalText(report, at, "cause", MAX_CAUSE_CHARACTERS));
      case "HEARTBEAT" -> new Report.Heartbeat(token);
      default -> throw new BadRequest(at + "type must be SUCCESS, FAILURE or HEARTBEAT");
    };
  }

  /** Each report has an answer of its own, also where the server has failed it. */
  private static void write(
      JsonGenerator json, Supplier<Answer<Boolean>> answer, String requestId) {
    json.writeStartObject();
    try {
      if (answer.get() instanceof Answer.Refused<Boolean>(var refusal, var message, _)) {
        json.writeStringProperty("code", AwsError.of(refusal).code());
        json.writeStringProperty("message", message);
      }
    } catch (StoreUnavailableException e) {
      json.writeStringProperty("code", "ThrottlingException");
      json.writeStringProperty("message", "Rate exceeded");
    } catch (CommitOutcomeUnknownException | IllegalStateException e) {
      LOG.error("a report failed, request id {}", requestId, e);
      json.writeStringProperty("code", "InternalFailure");
      json.writeStringProperty(
          "message", "The server failed; its log says more under the request id " + requestId);
    }
    json.writeEndObject();
  }

  // ---- members ----

  private static void allow(JsonNode object, String at, Set<String> members) {
    if (!object.isObject()) {
      throw new BadRequest(at.isEmpty() ? "The body must be an object" : at + " must be an object");
    }
    for (var member : object.propertyNames()) {
      if (!members.contains(member)) {
        throw new BadRequest("There is no " + at + member);
      }
    }
  }

  private static String text(JsonNode object, String at, String name, int maxCharacters) {
    var value = optionalText(object, at, name, maxCharacters);
    if (value == null) {
      throw new BadRequest(at + name + " is missing");
    }
    return value;
  }

  private static @Nullable String optionalText(
      JsonNode object, String at, String name, int maxCharacters) {
    var value = object.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isString() || value.stringValue().length() > maxCharacters) {
      throw new BadRequest(
          at + name + " must be a text of at most " + maxCharacters + " characters");
    }
    return value.stringValue();
  }
}
