package dev.stepwell.http.rest;

import dev.stepwell.engine.model.FunctionTarget;
import dev.stepwell.engine.model.RegisteredFunction;
import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.service.Functions;
import dev.stepwell.engine.store.FunctionStore.Log;
import dev.stepwell.http.aws.operation.ResponseBody;
import dev.stepwell.http.rest.route.Arguments;
import dev.stepwell.http.rest.route.Body;
import dev.stepwell.http.rest.route.Cursors;
import dev.stepwell.http.rest.route.Parameter;
import dev.stepwell.http.rest.route.RestAnswer;
import dev.stepwell.http.rest.route.Route;
import dev.stepwell.http.rest.route.Schema;
import dev.stepwell.http.rest.route.Violation;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Functions that have a target of their own, and what their handlers print. */
public final class FunctionResources {
  private static final int MAX_URL_CHARACTERS = 2_048;

  /** As the API spells the targets. */
  private enum Target {
    /** Runtimes attach by the Lambda Runtime API. */
    RUNTIME,
    /** Lambda's Invoke API. */
    INVOKE,
    /** A POST of the event. */
    URL
  }

  private static final Parameter<String> NAME = Parameter.text("name", 1, 64, "Name of a function");
  private static final Parameter<String> ARN = Parameter.arn("arn", "ARN of an execution");
  private static final Parameter<Target> TARGET =
      Parameter.choice(
          "target",
          "RUNTIME: runtimes attach at /lambda/NAME by the Lambda Runtime API; INVOKE: a server"
              + " that speaks Lambda's Invoke API; URL: an HTTP server that takes the event",
          List.of(Target.values()));
  private static final Parameter<URI> URL =
      new Parameter<>(
          "url",
          "Where the function is, unless runtimes attach",
          Schema.text(1, MAX_URL_CHARACTERS),
          "must be a URL such as http://127.0.0.1:3001",
          FunctionResources::url);
  private static final Parameter<Integer> TIMEOUT =
      Parameter.integer(
          "timeoutSeconds",
          1,
          Math.toIntExact(RegisteredFunction.LONGEST_TIMEOUT.toSeconds()),
          "How long a runtime may take for an invocation; 60 by default");

  private static final Schema LOG =
      Schema.object()
          .with("scheduledEventId", Schema.integer())
          .with("function", Schema.text())
          .with("time", Schema.time())
          .with("text", Schema.text())
          .with("isCut", Schema.flag());

  private static final Route LIST =
      Route.get(
          "/functions",
          "listFunctions",
          "Functions that have a target of their own, by name",
          Schema.object().with("functions", Schema.arrayOf(Schemas.FUNCTION)));

  private static final Route GET =
      Route.get("/functions/{name}", "getFunction", "A function and its target", Schemas.FUNCTION)
          .path(NAME);

  private static final Route PUT =
      Route.post(
              "/functions/{name}",
              "putFunction",
              "Gives a function a target of its own; nodes follow within a second",
              new Body(
                  "PutFunctionRequest",
                  List.of(Body.required(TARGET), Body.optional(URL), Body.optional(TIMEOUT))),
              Schemas.FUNCTION)
          .path(NAME);

  private static final Route REMOVE =
      Route.post(
              "/functions/{name}/remove",
              "removeFunction",
              "Takes a function's target away",
              new Body("RemoveFunctionRequest", List.of()),
              Schemas.FUNCTION)
          .path(NAME);

  private static final Route LOGS =
      Route.get(
              "/executions/{arn}/logs",
              "getExecutionLogs",
              "What handlers printed, by attempts of tasks; the end of it where it was more than"
                  + " 256 KB",
              Schemas.page("logs", LOG))
          .path(ARN)
          .query(List.of(Cursors.LIMIT, Cursors.CURSOR));

  private final Functions functions;
  private final Cursors cursors;

  public FunctionResources(Functions functions, Cursors cursors) {
    this.functions = functions;
    this.cursors = cursors;
  }

  /** All of them. */
  public List<Route> routes() {
    return List.of(
        LIST.answeredBy(_ -> RestAnswer.of(this::writeAll)),
        GET.answeredBy(arguments -> answer(functions.find(arguments.require(NAME)))),
        PUT.answeredBy(this::put),
        REMOVE.answeredBy(arguments -> answer(functions.remove(arguments.require(NAME)))),
        LOGS.answeredBy(this::logs));
  }

  private static Optional<URI> url(String text) {
    try {
      var url = new URI(text);
      return text.length() <= MAX_URL_CHARACTERS
              && url.getHost() != null
              && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
          ? Optional.of(url)
          : Optional.empty();
    } catch (URISyntaxException notOne) {
      return Optional.empty();
    }
  }

  private RestAnswer put(Arguments arguments) {
    var target = target(arguments.require(TARGET), arguments.get(URL));
    if (target == null) {
      return RestAnswer.invalid(
          List.of(
              new Violation(
                  "body", "url", "must be there for INVOKE and URL, and absent for RUNTIME")));
    }
    var byDefault = Math.toIntExact(RegisteredFunction.DEFAULT_TIMEOUT.toSeconds());
    var timeout = Duration.ofSeconds(arguments.get(TIMEOUT, byDefault));
    return answer(functions.put(arguments.require(NAME), target, timeout));
  }

  private static @Nullable FunctionTarget target(Target target, @Nullable URI url) {
    return switch (target) {
      case RUNTIME -> url == null ? new FunctionTarget.RuntimeApi() : null;
      case INVOKE -> url == null ? null : new FunctionTarget.InvokeApi(url);
      case URL -> url == null ? null : new FunctionTarget.PlainUrl(url);
    };
  }

  private static RestAnswer answer(Answer<RegisteredFunction> answer) {
    return RestAnswer.of(answer.map(function -> ResponseBody.of(json -> write(json, function))));
  }

  private void writeAll(JsonGenerator json) {
    json.writeArrayPropertyStart("functions");
    for (var function : functions.list()) {
      json.writeStartObject();
      write(json, function);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, RegisteredFunction function) {
    json.writeStringProperty("name", function.name());
    switch (function.target()) {
      case FunctionTarget.RuntimeApi() -> json.writeStringProperty("target", Target.RUNTIME.name());
      case FunctionTarget.InvokeApi(var endpoint) -> write(json, Target.INVOKE, endpoint);
      case FunctionTarget.PlainUrl(var url) -> write(json, Target.URL, url);
    }
    json.writeNumberProperty("timeoutSeconds", function.timeout().toSeconds());
  }

  private static void write(JsonGenerator json, Target target, URI url) {
    json.writeStringProperty("target", target.name());
    json.writeStringProperty("url", url.toString());
  }

  private RestAnswer logs(Arguments arguments) {
    var limit = arguments.get(Cursors.LIMIT, Cursors.DEFAULT_LIMIT);
    return RestAnswer.of(
        cursors
            .open(LOGS, arguments)
            .then(position ->
                functions.logs(
                    arguments.require(ARN), position.map(Long::parseLong).orElse(0L), limit + 1))
            .map(logs -> ResponseBody.of(json -> write(json, logs, limit, arguments))));
  }

  private void write(JsonGenerator json, List<Log> logs, int limit, Arguments arguments) {
    var page = logs.subList(0, Math.min(limit, logs.size()));
    json.writeArrayPropertyStart("logs");
    for (var log : page) {
      json.writeStartObject();
      json.writeNumberProperty("scheduledEventId", log.scheduledEventId());
      json.writeStringProperty("function", log.function());
      json.writeStringProperty("time", log.at().toString());
      json.writeStringProperty("text", log.text());
      json.writeBooleanProperty("isCut", log.isCut());
      json.writeEndObject();
    }
    json.writeEndArray();
    if (logs.size() > limit) {
      cursors.writeNext(json, LOGS, arguments, Long.toString(page.getLast().scheduledEventId()));
    }
  }
}
