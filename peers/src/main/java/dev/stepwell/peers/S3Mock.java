package dev.stepwell.peers;

import java.net.URI;
import java.util.List;

/** Adobe's S3 for tests. */
public final class S3Mock implements AutoCloseable {
  private final PeerProcess process;

  /** Starts it, and returns when it takes requests. */
  public S3Mock() {
    var port = PeerProcess.freePort();
    process =
        PeerProcess.start(
            port,
            List.of(
                "-jar",
                PeerProcess.downloaded("s3mock.jar").toString(),
                "--server.port=" + PeerProcess.freePort(),
                "--vectors.http.port=" + PeerProcess.freePort(),
                "--vectors.https.port=" + PeerProcess.freePort(),
                "--http.port=" + port));
  }

  /** Its endpoint; buckets are named in the path. */
  public URI url() {
    return process.url();
  }

  @Override
  public void close() {
    process.close();
  }
}
