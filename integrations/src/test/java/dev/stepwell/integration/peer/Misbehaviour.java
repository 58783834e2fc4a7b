package dev.stepwell.integration.peer;

import dev.stepwell.integration.peer.ScriptedServer.Script;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/** What targets do that they should not. */
public final class Misbehaviour {
  /** Of answers that nobody should wait for the end of. */
  public static final long TEN_GIGABYTES = 10L * 1024 * 1024 * 1024;

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
  private static final byte[] BLOCK = filled(64 * 1024);

  private Misbehaviour() {}

  private static byte[] filled(int length) {
    var block = new byte[length];
    Arrays.fill(block, (byte) 'x');
    return block;
  }

  /** Reads the request, and says nothing until the client goes. */
  public static void hang(Socket connection) throws IOException {
    ScriptedServer.readHead(connection);
    awaitEnd(connection);
  }

  /** Reads until the client has gone. */
  public static void awaitEnd(Socket connection) throws IOException {
    connection.getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  /** Says that, then nothing until the client goes. */
  public static Script sayingThenHanging(String text) {
    return connection -> {
      ScriptedServer.readHead(connection);
      ScriptedServer.write(connection, text);
      awaitEnd(connection);
    };
  }

  /** Says that, then resets the connection. */
  public static Script sayingThenResetting(String text) {
    return connection -> {
      ScriptedServer.readHead(connection);
      ScriptedServer.write(connection, text);
      connection.setSoLinger(true, 0);
    };
  }

  /** Promises and sends ten gigabytes; counts what it could send. */
  public static Script tenGigabytes(AtomicLong sent) {
    return connection -> {
      ScriptedServer.readHead(connection);
      ScriptedServer.write(connection, OK + "Content-Length: " + TEN_GIGABYTES + "\r\n\r\n");
      pour(connection, "", sent);
    };
  }

  /** The same in chunks. */
  public static Script tenGigabytesInChunks(AtomicLong sent) {
    return connection -> {
      ScriptedServer.readHead(connection);
      ScriptedServer.write(connection, OK + "Transfer-Encoding: chunked\r\n\r\n");
      pour(connection, Integer.toHexString(BLOCK.length) + "\r\n", sent);
    };
  }

  /** The same up to the end of the connection. */
  public static Script tenGigabytesWithoutLength(AtomicLong sent) {
    return connection -> {
      ScriptedServer.readHead(connection);
      ScriptedServer.write(connection, OK + "\r\n");
      pour(connection, "", sent);
    };
  }

  private static void pour(Socket connection, String before, AtomicLong sent) throws IOException {
    var output = connection.getOutputStream();
    var isChunk = !before.isEmpty();
    while (sent.get() < TEN_GIGABYTES) {
      output.write(before.getBytes(StandardCharsets.ISO_8859_1));
      output.write(BLOCK);
      if (isChunk) {
        output.write('\r');
        output.write('\n');
      }
      sent.addAndGet(BLOCK.length);
    }
  }

  /** Says the beginning, then the same again and again as long as the client takes it. */
  public static Script endlessly(String beginning, String again, AtomicLong sent) {
    return connection -> {
      ScriptedServer.readHead(connection);
      ScriptedServer.write(connection, beginning);
      var bytes = again.getBytes(StandardCharsets.ISO_8859_1);
      while (sent.get() < TEN_GIGABYTES) {
        connection.getOutputStream().write(bytes);
        sent.addAndGet(bytes.length);
      }
    };
  }
}
