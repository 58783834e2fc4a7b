package dev.stepwell.integration.aws;

import java.io.FilterInputStream;
import java.io.IOException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * Hangs up when an answer goes on and on: the SDK reads answers into memory, and what comes back is
 * for the service to say.
 */
final class BoundedHttpClient implements SdkHttpClient {
  private final SdkHttpClient client;
  private final long maxBytes;

  /**
   * A client in front of another.
   *
   * @param maxBytes of the body of an answer
   */
  BoundedHttpClient(SdkHttpClient client, long maxBytes) {
    this.client = client;
    this.maxBytes = maxBytes;
  }

  /** An answer was not read to its end. */
  static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLongException(long maxBytes) {
      super("The answer is longer than " + maxBytes + " bytes");
    }
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    var prepared = client.prepareRequest(request);
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        return bounded(prepared.call());
      }

      @Override
      public void abort() {
        prepared.abort();
      }
    };
  }

  private HttpExecuteResponse bounded(HttpExecuteResponse response) {
    var body = response.responseBody();
    return body.isEmpty()
        ? response
        : HttpExecuteResponse.builder()
            .response(response.httpResponse())
            .responseBody(
                AbortableInputStream.create(new BoundedStream(body.get(), maxBytes), body.get()))
            .build();
  }

  @Override
  public String clientName() {
    return client.clientName();
  }

  @Override
  public void close() {
    client.close();
  }

  private static final class BoundedStream extends FilterInputStream {
    private final AbortableInputStream body;
    private final long maxBytes;
    private long read;

    BoundedStream(AbortableInputStream body, long maxBytes) {
      super(body);
      this.body = body;
      this.maxBytes = maxBytes;
    }

    @Override
    public int read() throws IOException {
      return (int) counted(super.read(), 1);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      var count = super.read(into, offset, length);
      return (int) counted(count, count);
    }

    @Override
    public long skip(long bytes) throws IOException {
      var count = super.skip(bytes);
      return counted(count, count);
    }

    @Override
    public boolean markSupported() {
      return false;
    }

    private long counted(long result, long bytes) throws IOException {
      if (result < 0) {
        return result;
      }
      read += bytes;
      if (read > maxBytes) {
        body.abort();
        throw new TooLongException(maxBytes);
      }
      return result;
    }
  }
}
