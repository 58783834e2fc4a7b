package dev.stepwell.peers;

import java.io.File;
import java.net.URI;
import java.util.List;

/** AWS's DynamoDB for tests, with tables in memory. */
public final class DynamoDbLocal implements AutoCloseable {
  private final PeerProcess process;

  /** Starts it, and returns when it takes requests. */
  public DynamoDbLocal() {
    var port = PeerProcess.freePort();
    var libraries = PeerProcess.downloaded("dynamodb-local");
    process =
        PeerProcess.start(
            port,
            List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-DDDB_LOCAL_TELEMETRY=0",
                "-Dsqlite4java.library.path=" + libraries,
                "-cp",
                libraries + File.separator + "*",
                "com.amazonaws.services.dynamodbv2.local.main.ServerRunner",
                "-inMemory",
                "-disableTelemetry",
                "-port",
                String.valueOf(port)));
  }

  /** Its endpoint. */
  public URI url() {
    return process.url();
  }

  @Override
  public void close() {
    process.close();
  }
}
