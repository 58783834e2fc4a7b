package dev.stepwell.integration.net;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;

/**
 * Takes an answer that ends within its headers for broken. The library takes it for a whole one,
 * and what says how long its body is may be among the headers that did not come.
 */
final class StrictResponseParser extends DefaultHttpResponseParser {
  StrictResponseParser(Http1Config config) {
    super(config);
  }

  @Override
  public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream input)
      throws IOException, HttpException {
    return super.parse(buffer, new WithoutEnd(input));
  }

  private static final class WithoutEnd extends FilterInputStream {
    WithoutEnd(InputStream input) {
      super(input);
    }

    @Override
    public int read() throws IOException {
      return checked(super.read());
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return checked(super.read(bytes, offset, length));
    }

    private static int checked(int read) throws ConnectionClosedException {
      if (read < 0) {
        throw new ConnectionClosedException();
      }
      return read;
    }
  }
}
