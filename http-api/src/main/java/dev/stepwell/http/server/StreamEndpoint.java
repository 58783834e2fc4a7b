package dev.stepwell.http.server;

import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.service.Refusal;
import dev.stepwell.engine.store.StoreUnavailableException;
import dev.stepwell.http.aws.AwsError;
import dev.stepwell.http.live.LiveSource;
import dev.stepwell.http.live.LiveSources;
import dev.stepwell.http.rest.RestAnswer;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Server-sent events: {@code GET /api/v1/executions/{arn}/events} and {@code GET
 * /api/v1/state-machines/{arn}/events}. A reader that was cut off names the last event that it has
 * by {@code Last-Event-ID}, or {@code ?after=}. Every other request goes on to the next handler.
 */
final class StreamEndpoint extends Handler.Wrapper {
  private static final Logger LOG = LoggerFactory.getLogger(StreamEndpoint.class);
  private static final Pattern PATH =
      Pattern.compile("/api/v1/(executions|state-machines)/([^/]+)/events");
  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;

  private final LiveSources sources;
  private final RequestGate gate;
  private final Duration patience;

  /**
   * The streams of a node.
   *
   * @param gate of all requests; a stream is inside as long as it is open
   * @param patience how long a reader may take to make room for the next events
   */
  StreamEndpoint(LiveSources sources, RequestGate gate, Duration patience) {
    this.sources = sources;
    this.gate = gate;
    this.patience = patience;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    var path = PATH.matcher(request.getHttpURI().getPath());
    if (!HttpMethod.GET.is(request.getMethod()) || !path.matches()) {
      return super.handle(request, response, callback);
    }
    if (!gate.enter()) {
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
      write(response, unavailable("The server is stopping"), callback);
      return true;
    }
    var settled = Callback.from(callback, gate::leave);
    try {
      var answer = open(path.group(1), path.group(2), request);
      switch (answer) {
        case Answer.Given<LiveSource>(var source) -> {
          try (source) {
            new StreamWriter(request, response, patience).run(source, settled);
          }
        }
        case Answer.Refused<LiveSource>(var refusal, var message, _) ->
            write(response, refused(refusal, message), settled);
      }
    } catch (StoreUnavailableException outage) {
      LOG.warn("a stream met no database: {}", outage.getMessage());
      write(response, unavailable("The database does not answer; try again."), settled);
    } catch (RuntimeException bug) {
      LOG.error("a stream failed", bug);
      settled.failed(bug);
    }
    return true;
  }

  private Answer<LiveSource> open(String kind, String encodedArn, Request request) {
    String arn;
    try {
      arn = URLDecoder.decode(encodedArn.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return Answer.refused(Refusal.VALIDATION, "The ARN in the path is not well encoded");
    }
    var after = after(request);
    return kind.equals("executions")
        ? sources.ofExecution(arn, after)
        : sources.ofMachine(arn, after);
  }

  /** A client that reconnects repeats its query, so what it says anew goes before. */
  private static @Nullable String after(Request request) {
    var last = request.getHeaders().get("Last-Event-ID");
    return last == null ? Request.extractQueryParameters(request).getValue("after") : last;
  }

  private static RestAnswer refused(Refusal refusal, String message) {
    var status =
        switch (refusal) {
          case EXECUTION_DOES_NOT_EXIST, STATE_MACHINE_DOES_NOT_EXIST -> NOT_FOUND;
          case THROTTLED -> TOO_MANY_REQUESTS;
          default -> BAD_REQUEST;
        };
    return RestAnswer.problem(status, AwsError.of(refusal).code(), message);
  }

  private static RestAnswer unavailable(String detail) {
    return RestAnswer.problem(UNAVAILABLE, "ServiceUnavailable", detail);
  }

  private static void write(Response response, RestAnswer answer, Callback callback) {
    response.setStatus(answer.status());
    response
        .getHeaders()
        .put(HttpHeader.CONTENT_TYPE, answer.contentType())
        .put(HttpHeader.CONTENT_LENGTH, answer.body().length);
    response.write(true, ByteBuffer.wrap(answer.body()), callback);
  }
}
