package dev.stepwell.worker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads HTTP/1.1 responses (RFC 9112) from a connection: bodies by length, chunked, or until the
 * connection ends.
 *
 * <p>Anything malformed or over a limit is an {@link IOException}; the connection is of no use
 * after it.
 */
final class HttpResponseReader {
  private static final int BUFFER_BYTES = 8_192;
  private static final int MAX_LINE_BYTES = 8_192;
  private static final int MAX_HEADERS = 100;

  /** Far above the largest answer of the protocol, a page of history. */
  private static final int MAX_BODY_BYTES = 64 * 1024 * 1024;

  private static final int CONTINUE_CLASS = 1;
  private static final int NO_CONTENT = 204;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int position;
  private int limit;

  /** What the header fields say. */
  private static final class Fields {
    int contentLength = -1;
    boolean chunked;
    boolean close;
    boolean keepAlive;
    @Nullable String errorType;
  }

  HttpResponseReader(InputStream in) {
    this.in = in;
  }

  HttpAnswer read() throws IOException {
    while (true) {
      String statusLine = readLine();
      int status = status(statusLine);
      Fields fields = readFields();
      if (status / 100 != CONTINUE_CLASS) {
        boolean persistent = statusLine.startsWith("HTTP/1.1") ? !fields.close : fields.keepAlive;
        boolean delimited = fields.chunked || fields.contentLength >= 0 || status == NO_CONTENT;
        return new HttpAnswer(
            status, fields.errorType, persistent && delimited, readBody(status, fields));
      }
    }
  }

  private static int status(String line) throws IOException {
    if (!line.startsWith("HTTP/1.") || line.length() < 12) {
      throw new IOException("Not an HTTP/1 response: '" + line + "'");
    }
    return number(line.substring(9, 12), 10);
  }

  private Fields readFields() throws IOException {
    var fields = new Fields();
    for (int count = 0; count <= MAX_HEADERS; count++) {
      String line = readLine();
      if (line.isEmpty()) {
        return fields;
      }
      int colon = line.indexOf(':');
      if (colon > 0) {
        take(
            fields,
            line.substring(0, colon).toLowerCase(Locale.ROOT),
            line.substring(colon + 1).strip());
      }
    }
    throw new IOException("A response with more than " + MAX_HEADERS + " header fields");
  }

  private static void take(Fields fields, String name, String value) throws IOException {
    switch (name) {
      case "content-length" -> fields.contentLength = number(value, 10);
      case "transfer-encoding" ->
          fields.chunked = value.toLowerCase(Locale.ROOT).endsWith("chunked");
      case "connection" -> {
        String options = value.toLowerCase(Locale.ROOT);
        fields.close = options.contains("close");
        fields.keepAlive = options.contains("keep-alive");
      }
      case "x-amzn-errortype" -> fields.errorType = value;
      default -> {}
    }
  }

  private byte[] readBody(int status, Fields fields) throws IOException {
    if (status == NO_CONTENT) {
      return new byte[0];
    }
    if (fields.chunked) {
      return readChunks();
    }
    if (fields.contentLength >= 0) {
      byte[] body = new byte[requireBodySize(fields.contentLength)];
      readFully(body, 0, body.length);
      return body;
    }
    var body = new ByteArrayOutputStream();
    while (position < limit || fill()) {
      requireBodySize((long) body.size() + limit - position);
      body.write(buffer, position, limit - position);
      position = limit;
    }
    return body.toByteArray();
  }

  private byte[] readChunks() throws IOException {
    var body = new ByteArrayOutputStream();
    while (true) {
      String sizeLine = readLine();
      int extension = sizeLine.indexOf(';');
      int size = number((extension < 0 ? sizeLine : sizeLine.substring(0, extension)).strip(), 16);
      if (size == 0) {
        readFields(); // trailers
        return body.toByteArray();
      }
      requireBodySize((long) body.size() + size);
      byte[] chunk = new byte[size];
      readFully(chunk, 0, size);
      body.write(chunk);
      if (!readLine().isEmpty()) {
        throw new IOException("A chunk is longer than it says");
      }
    }
  }

  private static int requireBodySize(long bytes) throws IOException {
    if (bytes > MAX_BODY_BYTES) {
      throw new IOException("A response of more than " + MAX_BODY_BYTES + " bytes");
    }
    return (int) bytes;
  }

  private static int number(String digits, int radix) throws IOException {
    try {
      int number = Integer.parseInt(digits, radix);
      if (number >= 0 && Character.digit(digits.charAt(0), radix) >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IOException("Not a number in an HTTP response: '" + digits + "'", e);
    }
    throw new IOException("A signed number in an HTTP response: '" + digits + "'");
  }

  private String readLine() throws IOException {
    var line = new StringBuilder(64);
    while (true) {
      int start = position;
      while (position < limit && buffer[position] != '\n') {
        position++;
      }
      line.append(new String(buffer, start, position - start, ISO_8859_1));
      if (position < limit) {
        position++;
        int end = line.length();
        if (end > 0 && line.charAt(end - 1) == '\r') {
          line.setLength(end - 1);
        }
        return line.toString();
      }
      if (line.length() > MAX_LINE_BYTES) {
        throw new IOException("A header line of more than " + MAX_LINE_BYTES + " bytes");
      }
      requireMore();
    }
  }

  private void readFully(byte[] target, int from, int length) throws IOException {
    int buffered = Math.min(length, limit - position);
    System.arraycopy(buffer, position, target, from, buffered);
    position += buffered;
    int done = buffered;
    while (done < length) {
      int count = in.read(target, from + done, length - done);
      if (count < 0) {
        throw new EOFException("The connection ended in the middle of a response");
      }
      done += count;
    }
  }

  private void requireMore() throws IOException {
    if (!fill()) {
      throw new EOFException("The connection ended before the end of a response");
    }
  }

  private boolean fill() throws IOException {
    int count = in.read(buffer, 0, buffer.length);
    position = 0;
    limit = Math.max(count, 0);
    return count > 0;
  }
}
