package dev.stepwell.http.runtime;

import dev.stepwell.asl.json.Json;
import dev.stepwell.engine.service.WorkerCalls.Reported;
import dev.stepwell.engine.store.CommitOutcomeUnknownException;
import dev.stepwell.engine.store.StoreUnavailableException;
import dev.stepwell.integration.lambda.RuntimeInvocations;
import dev.stepwell.integration.lambda.RuntimeInvocations.Next;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The AWS Lambda Runtime API, version 2018-06-01, once for each function: below {@code
 * /lambda/NAME}. Source: its OpenAPI document. A path of our own takes what a handler printed.
 */
public final class RuntimeApi {
  /** Before every path. */
  public static final String ROOT = "/lambda";

  /** Largest body that a runtime may send. */
  public static final int MOST_BYTES = RuntimeInvocations.MOST_BYTES;

  /** What the end of a handler's log is sent in, in Base64, with its response or error. */
  public static final String LOG_TAIL = "Stepwell-Log-Tail";

  /** Set to {@code true} where a log is the end of a longer one. */
  public static final String LOG_CUT = "Stepwell-Log-Cut";

  private static final Logger LOG = LoggerFactory.getLogger(RuntimeApi.class);

  private static final Pattern PATH =
      Pattern.compile(
          "/([a-zA-Z0-9-_]{1,64})/2018-06-01/runtime/"
              + "(?:(init/error)|invocation/next|invocation/([^/]+)/(response|error|log))");

  private static final String ERROR_TYPE = "Lambda-Runtime-Function-Error-Type";
  private static final String ERROR_BODY = "Lambda-Runtime-Function-Error-Body";

  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int TOO_LARGE = 413;

  private final RuntimeInvocations invocations;

  public RuntimeApi(RuntimeInvocations invocations) {
    this.invocations = invocations;
  }

  /** Whether a path is one of these, if only to say that there is nothing. */
  public static boolean answers(String path) {
    return path.startsWith(ROOT + "/");
  }

  /** One request; that of the next invocation takes as long as there is none. */
  public RuntimeAnswer answer(RuntimeRequest request) {
    try {
      return routed(request);
    } catch (StoreUnavailableException | CommitOutcomeUnknownException outage) {
      LOG.warn("{} met no database: {}", request.path(), outage.getMessage());
      return RuntimeAnswer.unavailable("The database does not answer; try again.");
    }
  }

  private RuntimeAnswer routed(RuntimeRequest request) {
    var path = PATH.matcher(request.path());
    var isGet = request.method().equals("GET");
    if (!path.matches() || isGet != request.path().endsWith("/next")) {
      return RuntimeAnswer.error(
          NOT_FOUND, "NotFound", "There is no " + request.method() + " of " + request.path());
    }
    var function = path.group(1);
    if (isGet) {
      return next(function, request);
    }
    if (path.group(2) != null) {
      LOG.warn("a runtime of {} could not start: {}", function, text(request.body()));
      return RuntimeAnswer.accepted();
    }
    var id = path.group(3);
    return switch (path.group(4)) {
      case "response" -> response(id, request);
      case "error" -> error(id, request);
      default -> log(function, id, request);
    };
  }

  private RuntimeAnswer next(String function, RuntimeRequest request) {
    return switch (invocations.next(function, request.connected())) {
      case Next.Invoke invoke -> invoke(invoke);
      case Next.NoSuchFunction() ->
          RuntimeAnswer.error(
              FORBIDDEN,
              "UnknownFunction",
              "No runtime may attach to " + function + ": ./stepwell function add " + function);
      case Next.TooMany() ->
          RuntimeAnswer.error(
              FORBIDDEN, "TooManyRuntimes", "As many runtimes of " + function + " wait as may");
      case Next.Ended() -> RuntimeAnswer.unavailable("The server is stopping");
    };
  }

  private RuntimeAnswer invoke(Next.Invoke invoke) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("Lambda-Runtime-Aws-Request-Id", invoke.requestId());
    headers.put("Lambda-Runtime-Deadline-Ms", Long.toString(invoke.deadline().toEpochMilli()));
    headers.put("Lambda-Runtime-Invoked-Function-Arn", invoke.functionArn());
    headers.put("Lambda-Runtime-Trace-Id", traceId(invoke));
    if (invoke.clientContext() != null) {
      headers.put("Lambda-Runtime-Client-Context", invoke.clientContext());
    }
    return new RuntimeAnswer(
        OK,
        headers,
        invoke.event().getBytes(StandardCharsets.UTF_8),
        () -> {
          LOG.warn("a runtime was gone when it was handed {}", invoke.requestId());
          invocations.undelivered(invoke.requestId());
        });
  }

  /** By its form, so that clients that read it find what they look for; nothing is sampled. */
  private static String traceId(Next.Invoke invoke) {
    var random = ThreadLocalRandom.current();
    return "Root=1-%08x-%012x%012x;Parent=%016x;Sampled=0"
        .formatted(
            invoke.deadline().getEpochSecond(),
            random.nextLong(1L << 48),
            random.nextLong(1L << 48),
            random.nextLong());
  }

  private RuntimeAnswer response(String id, RuntimeRequest request) {
    var body = request.body();
    if (body == null) {
      invocations.answeredTooMuch(id);
      return RuntimeAnswer.error(
          TOO_LARGE,
          "RequestEntityTooLarge",
          "Exceeded maximum allowed payload size (" + MOST_BYTES + " bytes).");
    }
    var tail = request.header().get(LOG_TAIL);
    // A function that fails while it streams its result says so behind it.
    var errorType = request.trailer().get(ERROR_TYPE);
    return reported(
        errorType == null
            ? invocations.answered(id, text(body), tail)
            : invocations.failed(
                id, streamedError(errorType, request.trailer().get(ERROR_BODY)), tail));
  }

  private static String streamedError(String type, @Nullable String base64) {
    if (base64 != null) {
      try {
        return text(Base64.getDecoder().decode(base64));
      } catch (IllegalArgumentException notBase64) {
        LOG.debug("the body of an error is not Base64: {}", base64);
      }
    }
    return Json.text(Json.object().put("errorType", type).put("errorMessage", ""));
  }

  private RuntimeAnswer error(String id, RuntimeRequest request) {
    var body = text(request.body());
    var type = request.header().get(ERROR_TYPE);
    return reported(
        invocations.failed(
            id,
            body.isEmpty() && type != null ? streamedError(type, null) : body,
            request.header().get(LOG_TAIL)));
  }

  private static RuntimeAnswer reported(Reported reported) {
    return switch (reported) {
      case STORED -> RuntimeAnswer.accepted();
      case TOO_LATE, UNKNOWN ->
          RuntimeAnswer.error(BAD_REQUEST, "InvalidRequestID", "Invalid request ID");
      case THROTTLED -> RuntimeAnswer.unavailable("Rate exceeded; try again.");
    };
  }

  private RuntimeAnswer log(String function, String id, RuntimeRequest request) {
    var body = request.body();
    if (body == null || body.length > RuntimeInvocations.MOST_LOG_BYTES) {
      return RuntimeAnswer.error(
          TOO_LARGE,
          "RequestEntityTooLarge",
          "Exceeded maximum log size (" + RuntimeInvocations.MOST_LOG_BYTES + " bytes).");
    }
    var isCut = "true".equals(request.header().get(LOG_CUT));
    return invocations.log(function, id, text(body), isCut)
        ? RuntimeAnswer.accepted()
        : reported(Reported.UNKNOWN);
  }

  private static String text(byte @Nullable [] body) {
    return new String(Objects.requireNonNullElse(body, new byte[0]), StandardCharsets.UTF_8);
  }
}
