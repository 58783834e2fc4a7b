package dev.stepwell.worker;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls operations of a Step Functions endpoint by the AWS JSON 1.0 protocol, over HTTP/1.1,
 * unsigned, without proxies.
 *
 * <p>Safe for many threads; connections are kept and shared. It never repeats a call by itself: who
 * gets an {@link IOException} does not know whether the service performed the call, and decides.
 */
public final class StatesClient implements AutoCloseable {
  /** How long a call may take when the caller does not say. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

  private static final Pattern OPERATION = Pattern.compile("[A-Za-z]+");
  private static final int OK = 200;
  private static final String TARGET_PREFIX = "AWSStepFunctions.";
  private static final int CLIENT_ERROR = 400;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .build();

  private final URI endpoint;
  private final HttpConnections connections;
  private final TaskCalls taskCalls;

  /**
   * @param endpoint an {@code http} or {@code https} URL, such as {@code http://127.0.0.1:8083}
   * @throws IllegalArgumentException if it is not one
   */
  public StatesClient(URI endpoint) {
    this.endpoint = requireHttp(endpoint);
    this.connections = new HttpConnections(this.endpoint);
    this.taskCalls = new TaskCalls(this);
  }

  public URI endpoint() {
    return endpoint;
  }

  /**
   * Calls an operation, {@code StartExecution} for example, with a JSON object.
   *
   * @throws StatesException if the service answers with an error
   * @throws IOException if there is no answer, or one that is not JSON
   */
  public JsonNode call(String operation, JsonNode request)
      throws IOException, InterruptedException {
    byte[] answer = call(operation, MAPPER.writeValueAsBytes(request));
    try {
      return MAPPER.readTree(answer);
    } catch (JacksonException e) {
      throw new IOException("The answer to " + operation + " is not JSON", e);
    }
  }

  /** As {@link #call(String, JsonNode)}, with the bytes of both objects. */
  public byte[] call(String operation, byte[] request) throws IOException, InterruptedException {
    return call(operation, request, DEFAULT_TIMEOUT);
  }

  /** As {@link #call(String, byte[])}; no answer within the timeout is an {@link IOException}. */
  public byte[] call(String operation, byte[] request, Duration timeout)
      throws IOException, InterruptedException {
    if (!OPERATION.matcher(operation).matches()) {
      throw new IllegalArgumentException("Not the name of an operation: '" + operation + "'");
    }
    HttpAnswer answer = connections.call(TARGET_PREFIX + operation, request, timeout);
    if (answer.status() == OK) {
      return answer.body();
    }
    throw error(answer);
  }

  /** What the workers of this client poll and report by. */
  TaskCalls taskCalls() {
    return taskCalls;
  }

  /** Calls Stepwell's own REST face; otherwise as {@link #call(String, byte[], Duration)}. */
  byte[] post(String path, byte[] request, Duration timeout)
      throws IOException, InterruptedException {
    HttpAnswer answer = connections.postJson(path, request, timeout);
    if (answer.status() == OK) {
      return answer.body();
    }
    throw error(answer);
  }

  private static StatesException error(HttpAnswer answer) {
    int status = answer.status();
    byte[] body = answer.body();
    try {
      String type = TaskMessages.readString(body, "__type");
      if (type == null) {
        type = answer.errorType();
      }
      if (type == null) {
        type = TaskMessages.readString(body, "code");
      }
      if (type != null && !type.isEmpty() && status >= CLIENT_ERROR) {
        String message = TaskMessages.readString(body, "message");
        if (message == null) {
          message = TaskMessages.readString(body, "detail");
        }
        return new StatesException(code(type), message == null ? "" : message, status);
      }
    } catch (IOException e) {
      return noCode(status, body, e);
    }
    return noCode(status, body, null);
  }

  private static StatesException noCode(int status, byte[] body, @Nullable Throwable cause) {
    String start = TaskMessages.cut(new String(body, StandardCharsets.UTF_8), 200);
    var exception =
        new StatesException(StatesException.NO_CODE, "HTTP " + status + " " + start, status);
    if (cause != null) {
      exception.addSuppressed(cause);
    }
    return exception;
  }

  /** The shape's name from {@code com.amazonaws…#InvalidArn:http://…}. */
  private static String code(String type) {
    int colon = type.indexOf(':');
    String name = colon < 0 ? type : type.substring(0, colon);
    return name.substring(name.lastIndexOf('#') + 1);
  }

  private static URI requireHttp(URI endpoint) {
    String scheme = endpoint.getScheme();
    boolean known = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
    if (!known || endpoint.getHost() == null) {
      throw new IllegalArgumentException("Not an http or https URL: '" + endpoint + "'");
    }
    return endpoint.getRawPath().isEmpty() ? endpoint.resolve("/") : endpoint;
  }

  /**
   * Closes the connections. Calls in progress end by themselves; new ones are refused with an
   * {@link IOException}.
   */
  @Override
  public void close() {
    taskCalls.close();
    connections.close();
  }
}
