package dev.stepwell.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One connection to an endpoint, for one request after the other.
 *
 * <p>Blocking, on a socket of a channel, because that one answers an interrupt (by closing) on
 * platform threads as on virtual ones. The JDK's HTTP client was measured to take some ten times
 * the processor time per call, most of a small machine when thousands of tasks a second go through
 * it.
 */
final class HttpConnection implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private final Socket socket;
  private final OutputStream out;
  private final HttpResponseReader reader;
  private long deadlineNanos;
  private long idleSinceNanos;

  private HttpConnection(Socket socket) throws IOException {
    this.socket = socket;
    this.out = socket.getOutputStream();
    this.reader = new HttpResponseReader(new DeadlineStream(socket.getInputStream()));
  }

  static HttpConnection open(URI endpoint) throws IOException {
    boolean secure = "https".equalsIgnoreCase(endpoint.getScheme());
    int port = endpoint.getPort() >= 0 ? endpoint.getPort() : secure ? 443 : 80;
    // An IPv6 address stands in brackets in a URL only.
    String host = endpoint.getHost().replaceAll("[\\[\\]]", "");
    Socket socket = SocketChannel.open().socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(host, port), (int) CONNECT_TIMEOUT.toMillis());
      return new HttpConnection(secure ? secured(socket, host, port) : socket);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private static SSLSocket secured(Socket socket, String host, int port) throws IOException {
    var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    var secure = (SSLSocket) factory.createSocket(socket, host, port, true);
    var parameters = secure.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS"); // without it any certificate would do
    secure.setSSLParameters(parameters);
    secure.setSoTimeout((int) CONNECT_TIMEOUT.toMillis());
    secure.startHandshake();
    return secure;
  }

  /**
   * Sends a request and reads its response.
   *
   * @param request head and body
   */
  HttpAnswer exchange(byte[] request, Duration timeout) throws IOException {
    deadlineNanos = System.nanoTime() + timeout.toNanos();
    out.write(request);
    out.flush();
    HttpAnswer answer = reader.read();
    idleSinceNanos = System.nanoTime();
    return answer;
  }

  boolean isIdleFor(Duration time) {
    return System.nanoTime() - idleSinceNanos > time.toNanos();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // Nothing is owed to a connection that is given up.
    }
  }

  /** Gives every read what is left of the time for the whole exchange. */
  private final class DeadlineStream extends InputStream {
    private final InputStream in;

    DeadlineStream(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      setTimeout();
      return in.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      setTimeout();
      return in.read(target, offset, length);
    }

    private void setTimeout() throws IOException {
      long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
      if (leftMillis <= 0) {
        throw new SocketTimeoutException("No answer in time");
      }
      socket.setSoTimeout((int) Math.min(leftMillis, Integer.MAX_VALUE));
    }
  }
}
