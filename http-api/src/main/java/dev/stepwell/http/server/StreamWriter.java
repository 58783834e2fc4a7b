package dev.stepwell.http.server;

import dev.stepwell.engine.store.StoreUnavailableException;
import dev.stepwell.http.connection.ProbedConnector;
import dev.stepwell.http.live.LiveSource;
import dev.stepwell.http.rest.route.RestAnswer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Writes one stream to its client, on the request's virtual thread. The next piece is asked for
 * when the one before is written: a client that reads slowly holds one piece and no more, and one
 * that does not read at all is cut off.
 */
final class StreamWriter {
  /** Proxies and clients give up on a connection that says nothing for longer. */
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

  private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.UTF_8);
  private static final int OK = 200;

  private final Request request;
  private final Response response;
  private final Duration patience;

  /**
   * The writer of one stream.
   *
   * @param patience how long a client may take to make room for the next piece
   */
  StreamWriter(Request request, Response response, Duration patience) {
    this.request = request;
    this.response = response;
    this.patience = patience;
  }

  /** Writes until the stream ends or the client has gone; settles the callback. */
  void run(LiveSource source, Callback callback) {
    try {
      begin();
      while (true) {
        var piece = next(source);
        if (piece.isLast()) {
          response.write(true, ByteBuffer.wrap(piece.bytes()), callback);
          return;
        }
        write(piece.bytes().length == 0 ? COMMENT : piece.bytes());
        if (!ProbedConnector.probe(request.getConnectionMetaData().getConnection())
            .getAsBoolean()) {
          throw new ExecutionException("the client has gone", null);
        }
      }
    } catch (ExecutionException gone) {
      cut(callback, gone);
    } catch (TimeoutException slow) {
      cut(callback, slow);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      cut(callback, stop);
    }
  }

  private void begin() throws ExecutionException, InterruptedException, TimeoutException {
    response.setStatus(OK);
    response
        .getHeaders()
        .put(HttpHeader.CONTENT_TYPE, RestAnswer.EVENT_STREAM)
        .put(HttpHeader.CACHE_CONTROL, "no-store")
        .put("X-Accel-Buffering", "no");
    write(COMMENT);
  }

  /** A client goes on elsewhere, or later, where this node has lost its database. */
  private static LiveSource.Piece next(LiveSource source) {
    try {
      return source.next(KEEP_ALIVE);
    } catch (StoreUnavailableException outage) {
      return new LiveSource.Piece(new byte[0], true);
    }
  }

  private void write(byte[] bytes)
      throws ExecutionException, InterruptedException, TimeoutException {
    var written = new Callback.Completable();
    response.write(false, ByteBuffer.wrap(bytes), written);
    var _ = written.get(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Closes the connection first: a write that hangs ends by it. */
  private void cut(Callback callback, Exception reason) {
    request.getConnectionMetaData().getConnection().getEndPoint().close(reason);
    callback.failed(reason);
  }
}
