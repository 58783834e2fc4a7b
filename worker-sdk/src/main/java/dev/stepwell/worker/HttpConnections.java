package dev.stepwell.worker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/**
 * Posts to one endpoint on connections that are kept: as many as there are posts at the same time.
 *
 * <p>The connection used last is used next, so that the others come of age and go. After a failure
 * all idle ones go: they lead to the same server, which probably went away.
 */
final class HttpConnections implements AutoCloseable {
  /**
   * Shorter than servers keep idle connections: one that closes while a request is on its way would
   * lose the answer.
   */
  private static final Duration MAX_IDLE = Duration.ofSeconds(4);

  private final URI endpoint;
  private final String hostField;
  private final String callStart;
  private final ConcurrentLinkedDeque<HttpConnection> idle = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;

  HttpConnections(URI endpoint) {
    this.endpoint = endpoint;
    this.hostField = hostField(endpoint);
    this.callStart = requestStart(endpoint.getRawPath(), "application/x-amz-json-1.0");
  }

  private String requestStart(String path, String contentType) {
    return "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: %s\r\n"
        .formatted(path, hostField, contentType);
  }

  private static String hostField(URI endpoint) {
    return endpoint.getPort() < 0
        ? endpoint.getHost()
        : endpoint.getHost() + ":" + endpoint.getPort();
  }

  /** Posts a call of the AWS protocol, as {@link #post}. */
  HttpAnswer call(String target, byte[] body, Duration timeout)
      throws IOException, InterruptedException {
    return post(callStart + "X-Amz-Target: " + target + "\r\n", body, timeout);
  }

  /**
   * Posts plain JSON, as {@link #post}.
   *
   * @param path below the endpoint
   */
  HttpAnswer postJson(String path, byte[] body, Duration timeout)
      throws IOException, InterruptedException {
    String base = endpoint.getRawPath();
    String below = base.endsWith("/") ? base + path : base + "/" + path;
    return post(requestStart(below, "application/json"), body, timeout);
  }

  /**
   * Posts once; whether the server received it is unknown after an {@link IOException}.
   *
   * @throws InterruptedException if the thread is interrupted, which closes the connection
   */
  private HttpAnswer post(String head, byte[] body, Duration timeout)
      throws IOException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    HttpConnection connection = null;
    try {
      connection = takeOrOpen();
      HttpAnswer answer = connection.exchange(request(head, body), timeout);
      if (answer.keepsConnection()) {
        keep(connection);
      } else {
        connection.close();
      }
      return answer;
    } catch (IOException e) {
      giveUp(connection);
      if (Thread.interrupted()) {
        throw (InterruptedException) new InterruptedException().initCause(e);
      }
      throw e;
    } catch (RuntimeException | Error e) {
      giveUp(connection);
      throw e;
    }
  }

  private static byte[] request(String head, byte[] body) {
    byte[] headBytes = (head + "Content-Length: " + body.length + "\r\n\r\n").getBytes(ISO_8859_1);
    byte[] request = new byte[headBytes.length + body.length];
    System.arraycopy(headBytes, 0, request, 0, headBytes.length);
    System.arraycopy(body, 0, request, headBytes.length, body.length);
    return request;
  }

  private HttpConnection takeOrOpen() throws IOException {
    if (closed) {
      throw new IOException("The client is closed");
    }
    HttpConnection connection = idle.pollFirst();
    while (connection != null && connection.isIdleFor(MAX_IDLE)) {
      connection.close();
      connection = idle.pollFirst();
    }
    return connection == null ? HttpConnection.open(endpoint) : connection;
  }

  private void keep(HttpConnection connection) {
    idle.addFirst(connection);
    HttpConnection oldest = idle.peekLast();
    if (oldest != null && oldest.isIdleFor(MAX_IDLE) && idle.removeLastOccurrence(oldest)) {
      oldest.close();
    }
    if (closed) {
      closeIdle();
    }
  }

  private void giveUp(@Nullable HttpConnection connection) {
    if (connection != null) {
      connection.close();
    }
    closeIdle();
  }

  private void closeIdle() {
    for (HttpConnection each = idle.pollFirst(); each != null; each = idle.pollFirst()) {
      each.close();
    }
  }

  /** Closes what is idle; calls in progress end by themselves and keep nothing. */
  @Override
  public void close() {
    closed = true;
    closeIdle();
  }
}
