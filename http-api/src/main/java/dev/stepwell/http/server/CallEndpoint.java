package dev.stepwell.http.server;

import dev.stepwell.http.aws.AwsJsonHandler;
import dev.stepwell.http.aws.HttpAnswer;
import dev.stepwell.http.connection.ProbedConnector;
import dev.stepwell.http.rest.RestApi;
import dev.stepwell.http.rest.route.RestAnswer;
import dev.stepwell.http.rest.route.RestRequest;
import dev.stepwell.http.runtime.RuntimeApi;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Answers the AWS protocol, {@code POST /}, the REST face and the runtimes of functions in front of
 * everything else: a task costs two calls, and sessions and servlets were half of what they cost.
 * Every other request goes on to Javalin.
 */
final class CallEndpoint extends Handler.Wrapper {
  /**
   * What a client may send beyond the limit and still read the refusal instead of a reset
   * connection.
   */
  static final int MAX_EXCESS_BYTES = 64 * 1024 * 1024;

  private final AwsJsonHandler handler;
  private final RestApi rest;
  private final RuntimeEndpoint runtimes;
  private final RequestGate gate;
  private final BodyBudget budget;
  private final Duration readerPatience;

  CallEndpoint(
      AwsJsonHandler handler,
      RestApi rest,
      RuntimeEndpoint runtimes,
      RequestGate gate,
      BodyBudget budget,
      Duration readerPatience) {
    this.budget = budget;
    this.handler = handler;
    this.rest = rest;
    this.runtimes = runtimes;
    this.gate = gate;
    this.readerPatience = readerPatience;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    var path = request.getHttpURI().getCanonicalPath();
    if (RuntimeApi.answers(path)) {
      runtimes.handle(request, response, callback);
      return true;
    }
    var isAws = "/".equals(path) && HttpMethod.POST.is(request.getMethod());
    if (!isAws && !rest.answers(path)) {
      return super.handle(request, response, callback);
    }
    var requestId = randomId();
    if (!gate.enter()) {
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
      write(response, HttpAnswer.stopping(), requestId, callback);
      return true;
    }
    var taken = budget.take(expectedBytes(request));
    var written =
        Callback.from(
            callback,
            () -> {
              budget.giveBack(Math.max(0, taken));
              gate.leave();
            });
    if (taken < 0) {
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
      write(response, HttpAnswer.tooMuchAtOnce(), requestId, written);
      return true;
    }
    try {
      if (isAws) {
        write(response, answer(request, requestId), requestId, written);
      } else {
        write(request, response, restAnswer(request, requestId), requestId, written);
      }
    } catch (IOException | RuntimeException e) {
      written.failed(e);
    }
    return true;
  }

  private HttpAnswer answer(Request request, String requestId) throws IOException {
    var headers = request.getHeaders();
    return handler.answer(
        headers.get("X-Amz-Target"),
        body(request),
        headers.get("X-Amzn-Trace-Id"),
        requestId,
        ProbedConnector.probe(request.getConnectionMetaData().getConnection()));
  }

  private RestAnswer restAnswer(Request request, String requestId) throws IOException {
    var uri = request.getHttpURI();
    return rest.answer(
        new RestRequest(
            request.getMethod(),
            uri.getPath(),
            uri.getQuery(),
            request.getHeaders().get(HttpHeader.CONTENT_TYPE),
            request.getHeaders().get("Last-Event-ID"),
            body(request),
            requestId,
            ProbedConnector.probe(request.getConnectionMetaData().getConnection())));
  }

  /** A body that comes in chunks may have any length; without either there is none. */
  private static long expectedBytes(Request request) {
    return request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)
        ? AwsJsonHandler.MAX_BODY_BYTES
        : Math.min(Math.max(0, request.getLength()), AwsJsonHandler.MAX_BODY_BYTES);
  }

  /** The body, or null when it is too long. */
  private static byte @Nullable [] body(Request request) throws IOException {
    var length = request.getLength();
    try (var stream = Content.Source.asInputStream(request)) {
      if (length >= 0 && length <= AwsJsonHandler.MAX_BODY_BYTES) {
        // Without the length each request would cost buffers of many times its size.
        var exact = new byte[(int) length];
        var read = stream.readNBytes(exact, 0, exact.length);
        return read == exact.length ? exact : Arrays.copyOf(exact, read);
      }
      var body = stream.readNBytes(AwsJsonHandler.MAX_BODY_BYTES + 1);
      if (body.length <= AwsJsonHandler.MAX_BODY_BYTES) {
        return body;
      }
      stream.skip(MAX_EXCESS_BYTES);
      return null;
    }
  }

  private static void write(
      Response response, HttpAnswer answer, String requestId, Callback callback) {
    var type = HttpAnswer.CONTENT_TYPE;
    write(response, answer.status(), type, answer.body(), requestId, callback);
  }

  private void write(
      Request request, Response response, RestAnswer answer, String requestId, Callback callback) {
    answer.headers().forEach(response.getHeaders()::put);
    // Whoever opens an answer in a browser gets text, whatever users have put into it.
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    var stream = answer.stream();
    if (stream != null) {
      response.getHeaders().put("x-amzn-RequestId", requestId);
      try (stream) {
        new StreamWriter(request, response, readerPatience).run(stream, callback);
      }
      return;
    }
    write(response, answer.status(), answer.contentType(), answer.body(), requestId, callback);
  }

  private static void write(
      Response response,
      int status,
      String contentType,
      byte[] body,
      String requestId,
      Callback callback) {
    response.setStatus(status);
    response
        .getHeaders()
        .put("x-amzn-RequestId", requestId)
        .put(HttpHeader.CONTENT_TYPE, contentType)
        .put(HttpHeader.CONTENT_LENGTH, body.length);
    response.write(true, ByteBuffer.wrap(body), callback);
  }

  /** A UUID by its form; it only has to be told apart, so it need not be costly. */
  private static String randomId() {
    var random = ThreadLocalRandom.current();
    var version4 = (random.nextLong() & ~0xF000L) | 0x4000L;
    var variant = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(version4, variant).toString();
  }
}
