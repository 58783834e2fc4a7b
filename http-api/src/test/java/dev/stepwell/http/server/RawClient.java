package dev.stepwell.http.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;

/** An HTTP client that can misbehave: it may leave, or not wait for answers. */
final class RawClient implements AutoCloseable {
  private final Socket socket;
  private final BufferedReader reader;

  RawClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
  }

  void send(String operation, String body) throws IOException {
    var request =
        "POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: AWSStepFunctions.%s\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(operation, body.length(), body);
    socket.getOutputStream().write(request.getBytes(US_ASCII));
  }

  /** Sends the head of a request, and nothing of its body. */
  void announce(String operation, int contentLength) throws IOException {
    var head =
        "POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: AWSStepFunctions.%s\r\nContent-Length: %d\r\n\r\n"
            .formatted(operation, contentLength);
    socket.getOutputStream().write(head.getBytes(US_ASCII));
  }

  /** Whether the server has said something, or gone away. */
  boolean hasAnswer() throws IOException {
    return reader.ready();
  }

  /** The status line of the next answer, whose body is read too. */
  String receive() throws IOException {
    var status = reader.readLine();
    var length = 0;
    for (var line = reader.readLine(); !line.isEmpty(); line = reader.readLine()) {
      if (line.startsWith("Content-Length: ")) {
        length = Integer.parseInt(line.substring("Content-Length: ".length()));
      }
    }
    reader.skip(length);
    return status;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
