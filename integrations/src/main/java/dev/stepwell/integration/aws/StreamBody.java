package dev.stepwell.integration.aws;

import java.io.IOException;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;

/**
 * An answer whose body is a stream.
 *
 * @param bytes of the body, one more than wanted at most
 */
record StreamBody(AwsResponse answer, byte[] bytes) {

  /** Reads a body as far as anybody wants to know it, and hangs up then. */
  record Reader(int maxBytes) implements ResponseTransformer<AwsResponse, StreamBody> {
    @Override
    public StreamBody transform(AwsResponse answer, AbortableInputStream body) throws IOException {
      var bytes = body.readNBytes(maxBytes + 1);
      if (bytes.length > maxBytes) {
        // To close it would be to read it to its end.
        body.abort();
      }
      return new StreamBody(answer, bytes);
    }
  }
}
