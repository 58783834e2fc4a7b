package dev.stepwell.http.server;

import dev.stepwell.http.connection.ProbedConnector;
import dev.stepwell.http.runtime.RuntimeAnswer;
import dev.stepwell.http.runtime.RuntimeApi;
import dev.stepwell.http.runtime.RuntimeRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Answers the runtimes of functions; one that waits for an invocation may do so for ever. */
final class RuntimeEndpoint {
  private static final long NEVER = 0;

  private final Function<RuntimeRequest, RuntimeAnswer> runtimes;
  private final RequestGate gate;
  private final BodyBudget budget;

  RuntimeEndpoint(
      Function<RuntimeRequest, RuntimeAnswer> runtimes, RequestGate gate, BodyBudget budget) {
    this.runtimes = runtimes;
    this.gate = gate;
    this.budget = budget;
  }

  /** Answers one request. */
  void handle(Request request, Response response, Callback callback) {
    var taken = budget.take(expectedBytes(request));
    if (!gate.enter()) {
      budget.giveBack(Math.max(0, taken));
      refuse(response, callback, "The server is stopping");
      return;
    }
    var written =
        Callback.from(
            callback,
            () -> {
              budget.giveBack(Math.max(0, taken));
              gate.leave();
            });
    if (taken < 0) {
      refuse(response, written, "Too many large requests at once; try again.");
      return;
    }
    try {
      write(response, answer(request), written);
    } catch (IOException | RuntimeException e) {
      written.failed(e);
    }
  }

  /** A body that comes in chunks may have any length; without either there is none. */
  private static long expectedBytes(Request request) {
    return request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)
        ? RuntimeApi.MOST_BYTES
        : Math.clamp(request.getLength(), 0, RuntimeApi.MOST_BYTES);
  }

  private RuntimeAnswer answer(Request request) throws IOException {
    var endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    var patience = endPoint.getIdleTimeout();
    // Before the trailers are asked for, which come behind it.
    var body = body(request);
    endPoint.setIdleTimeout(NEVER);
    try {
      return runtimes.apply(
          new RuntimeRequest(
              request.getMethod(),
              request.getHttpURI().getPath().substring(RuntimeApi.ROOT.length()),
              name -> request.getHeaders().get(name),
              name -> trailer(request, name),
              body,
              ProbedConnector.probe(request.getConnectionMetaData().getConnection())));
    } finally {
      endPoint.setIdleTimeout(patience);
    }
  }

  private static @Nullable String trailer(Request request, String name) {
    var trailers = request.getTrailers();
    return trailers == null ? null : trailers.get(name);
  }

  /** The body, or null when it is too long. */
  private static byte @Nullable [] body(Request request) throws IOException {
    try (var stream = Content.Source.asInputStream(request)) {
      var body = stream.readNBytes(RuntimeApi.MOST_BYTES + 1);
      if (body.length <= RuntimeApi.MOST_BYTES) {
        return body;
      }
      // Whoever has sent it all reads the refusal instead of a reset connection.
      stream.skip(CallEndpoint.MAX_EXCESS_BYTES);
      return null;
    }
  }

  private static void refuse(Response response, Callback callback, String message) {
    response.getHeaders().put(HttpHeader.CONNECTION, "close");
    write(response, RuntimeAnswer.unavailable(message), callback);
  }

  private static void write(Response response, RuntimeAnswer answer, Callback callback) {
    response.setStatus(answer.status());
    answer.headers().forEach(response.getHeaders()::put);
    response
        .getHeaders()
        .put(HttpHeader.CONTENT_TYPE, "application/json")
        .put(HttpHeader.CONTENT_LENGTH, answer.body().length);
    response.write(
        true,
        ByteBuffer.wrap(answer.body()),
        Callback.from(
            callback::succeeded,
            failure -> {
              // It may block, and this thread may be the one that all connections share.
              Thread.startVirtualThread(answer.undelivered());
              callback.failed(failure);
            }));
  }
}
