package dev.stepwell.http.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads a stream of server-sent events from a bare socket, chunk by chunk. */
final class StreamReader implements AutoCloseable {
  private static final int SMALL_BUFFER = 4096;

  private final Socket socket = new Socket();
  private final InputStream in;
  private final ByteArrayOutputStream text = new ByteArrayOutputStream();
  private String lastId = "";
  private boolean ended;

  /** What a client gets dispatched. */
  record Event(String id, String type, String data) {}

  StreamReader(int port, String path, @Nullable String lastEventId) throws IOException {
    socket.setReceiveBufferSize(SMALL_BUFFER);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    in = new BufferedInputStream(socket.getInputStream(), SMALL_BUFFER);
    var last = lastEventId == null ? "" : "Last-Event-ID: " + lastEventId + "\r\n";
    var request = "GET " + path + " HTTP/1.1\r\nHost: x\r\n" + last + "\r\n";
    socket.getOutputStream().write(request.getBytes(US_ASCII));
  }

  /** The status line and the headers. */
  List<String> head() throws IOException {
    var lines = new ArrayList<String>();
    for (var line = line(); !line.isEmpty(); line = line()) {
      lines.add(line);
    }
    return lines;
  }

  /** Reads the head of a stream that has begun. */
  StreamReader begin() throws IOException {
    assertThat(head())
        .contains(
            "HTTP/1.1 200 OK", "Content-Type: text/event-stream", "Transfer-Encoding: chunked");
    return this;
  }

  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (var next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("cut off after " + line);
      }
      line.write(next);
    }
    var whole = line.toString(US_ASCII);
    assertThat(whole).endsWith("\r");
    return whole.substring(0, whole.length() - 1);
  }

  /** The next event, or null at the orderly end of the stream. */
  @Nullable Event next() throws IOException {
    while (true) {
      var block = block();
      if (block == null) {
        return null;
      }
      var id = lastId;
      String type = "message";
      String data = null;
      for (var line : block.lines().toList()) {
        if (line.startsWith("id: ")) {
          lastId = id = line.substring(4);
        } else if (line.startsWith("event: ")) {
          type = line.substring(7);
        } else if (line.startsWith("data: ")) {
          data = line.substring(6);
        } else {
          assertThat(line).startsWith(":");
        }
      }
      if (data != null) {
        return new Event(id, type, data);
      }
    }
  }

  /** The next event of a stream that has not ended. */
  Event require() throws IOException {
    return Objects.requireNonNull(next(), "the stream has ended");
  }

  /** Where a client would go on that is cut off now. */
  String lastId() {
    return lastId;
  }

  private @Nullable String block() throws IOException {
    while (true) {
      var all = text.toString(UTF_8);
      var end = all.indexOf("\n\n");
      if (end >= 0) {
        text.reset();
        text.writeBytes(all.substring(end + 2).getBytes(UTF_8));
        return all.substring(0, end);
      }
      if (ended) {
        assertThat(all).as("an event that is not whole").isEmpty();
        return null;
      }
      chunk();
    }
  }

  private void chunk() throws IOException {
    var size = Integer.parseInt(line(), 16);
    var bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new EOFException("cut off in a chunk");
    }
    text.writeBytes(bytes);
    assertThat(line()).isEmpty();
    ended = size == 0;
  }

  /** Events to the end of the stream. */
  List<Event> rest() throws IOException {
    var all = new ArrayList<Event>();
    for (var event = next(); event != null; event = next()) {
      all.add(event);
    }
    return all;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
