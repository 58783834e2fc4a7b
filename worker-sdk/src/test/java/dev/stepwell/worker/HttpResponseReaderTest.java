package dev.stepwell.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpResponseReaderTest {
  /** A connection that delivers what was sent in pieces of that many bytes. */
  private static HttpResponseReader reader(String sent, int pieceBytes) {
    InputStream pieces =
        new ByteArrayInputStream(sent.replace("\n", "\r\n").getBytes(UTF_8)) {
          @Override
          public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(length, pieceBytes));
          }
        };
    return new HttpResponseReader(pieces);
  }

  private static String text(HttpAnswer answer) {
    return new String(answer.body(), UTF_8);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 10_000})
  void readsOneResponseAfterTheOtherHoweverTheyArrive(int pieceBytes) throws Exception {
    var reader =
        reader(
            """
            HTTP/1.1 200 OK
            content-length: 3

            {ä\
            HTTP/1.1 100 Continue

            HTTP/1.1 400 Bad Request
            X-Amzn-ErrorType: InvalidArn
            Transfer-Encoding: chunked

            2;x=y
            ab
            A
            0123456789
            0
            Trailer: t

            HTTP/1.1 204 No Content
            Connection: close

            """,
            pieceBytes);
    HttpAnswer first = reader.read();
    assertThat(first.status()).isEqualTo(200);
    assertThat(text(first)).isEqualTo("{ä");
    assertThat(first.keepsConnection()).isTrue();
    assertThat(first.errorType()).isNull();

    HttpAnswer second = reader.read();
    assertThat(second.status()).isEqualTo(400);
    assertThat(text(second)).isEqualTo("ab0123456789");
    assertThat(second.keepsConnection()).isTrue();
    assertThat(second.errorType()).isEqualTo("InvalidArn");

    HttpAnswer third = reader.read();
    assertThat(third.status()).isEqualTo(204);
    assertThat(third.body()).isEmpty();
    assertThat(third.keepsConnection()).isFalse();
  }

  @Test
  void aBodyWithoutLengthEndsWithTheConnection() throws Exception {
    HttpAnswer answer = reader("HTTP/1.1 200 OK\n\n" + "x".repeat(20_000), 1_000).read();
    assertThat(answer.body()).hasSize(20_000);
    assertThat(answer.keepsConnection()).isFalse();
  }

  @Test
  void theOldProtocolKeepsAConnectionOnlyIfItSaysSo() throws Exception {
    assertThat(reader("HTTP/1.0 200 OK\nContent-Length: 0\n\n", 100).read().keepsConnection())
        .isFalse();
    assertThat(
            reader("HTTP/1.0 200 OK\nContent-Length: 0\nConnection: Keep-Alive\n\n", 100)
                .read()
                .keepsConnection())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200",
        "SSH-2.0-OpenSSH_9.2\n\n",
        "HTTP/1.1 abc OK\n\n",
        "HTTP/1.1 200 OK\nContent-Length: 5\n\nabc",
        "HTTP/1.1 200 OK\nContent-Length: -5\n\nabc",
        "HTTP/1.1 200 OK\nContent-Length: 99999999999\n\nabc",
        "HTTP/1.1 200 OK\nContent-Length: 99999999\n\nabc",
        "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n+3\nabc\n0\n\n",
        "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n2\nabc\n0\n\n",
        "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n\n",
        "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n3\nabc",
      })
  void whatIsMalformedOrCutOffIsAnIoException(String sent) {
    assertThatThrownBy(() -> reader(sent, 100).read()).isInstanceOf(IOException.class);
  }

  @Test
  void linesAndHeadersHaveLimits() {
    assertThatThrownBy(() -> reader("HTTP/1.1 200 " + "x".repeat(20_000), 10_000).read())
        .hasMessageContaining("8192");
    assertThatThrownBy(
            () -> reader("HTTP/1.1 200 OK\n" + "A: b\n".repeat(101) + "\n", 10_000).read())
        .hasMessageContaining("100 header fields");
  }
}
