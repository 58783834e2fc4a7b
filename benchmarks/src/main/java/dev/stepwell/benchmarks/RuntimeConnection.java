package dev.stepwell.benchmarks;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A runtime of one function on one connection: HTTP/1.1 by hand, so that the load costs the machine
 * as little as a native runtime would.
 */
final class RuntimeConnection implements AutoCloseable {
  private static final String PATH = "/2018-06-01/runtime/invocation/";
  private static final int OK = 200;
  private static final int ACCEPTED = 202;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final String root;
  private final String host;

  /** What the server has handed out. */
  record Invocation(String requestId, String event) {}

  private record Answer(int status, String requestId, String body) {}

  private RuntimeConnection(URI server, String function) throws IOException {
    this.socket = new Socket(server.getHost(), server.getPort());
    socket.setTcpNoDelay(true);
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
    this.root = "/lambda/" + function + PATH;
    this.host = server.getHost() + ":" + server.getPort();
  }

  static RuntimeConnection open(URI server, String function) throws IOException {
    return new RuntimeConnection(server, function);
  }

  /** Waits for the next invocation. */
  Invocation next() throws IOException {
    var answer = call("GET", "next", "");
    if (answer.status != OK) {
      throw new BenchException("A runtime got no invocation: " + answer);
    }
    return new Invocation(answer.requestId, answer.body);
  }

  /** Answers an invocation. */
  void answer(String requestId, String result) throws IOException {
    var answer = call("POST", requestId + "/response", result);
    if (answer.status != ACCEPTED) {
      throw new BenchException("The answer of a runtime was refused: " + answer);
    }
  }

  private Answer call(String method, String path, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    var head =
        "%s %s%s HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(method, root, path, host, bytes.length)
            .getBytes(StandardCharsets.US_ASCII);
    var request = new byte[head.length + bytes.length];
    System.arraycopy(head, 0, request, 0, head.length);
    System.arraycopy(bytes, 0, request, head.length, bytes.length);
    out.write(request);
    return read();
  }

  private Answer read() throws IOException {
    var status = Integer.parseInt(line().split(" ", 3)[1]);
    var length = 0;
    var requestId = "";
    for (var header = line(); !header.isEmpty(); header = line()) {
      var colon = header.indexOf(':');
      var name = header.substring(0, colon).toLowerCase(Locale.ROOT);
      var value = header.substring(colon + 1).strip();
      if (name.equals("content-length")) {
        length = Integer.parseInt(value);
      } else if (name.equals("lambda-runtime-aws-request-id")) {
        requestId = value;
      }
    }
    return new Answer(status, requestId, new String(in.readNBytes(length), StandardCharsets.UTF_8));
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (var c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the server has closed the connection");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no use any more.
    }
  }
}
