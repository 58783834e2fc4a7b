package dev.stepwell.integration.net;

import dev.stepwell.engine.thread.JvmThreads;
import dev.stepwell.engine.thread.Threads;
import dev.stepwell.integration.net.CheckedLookup.RefusedHostException;
import dev.stepwell.integration.net.WebRequest.Header;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.ssl.SSLContexts;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests, each once, by HTTP/1.1. Follows no redirects, keeps no cookies, uses no proxy,
 * asks for no compression, and verifies certificates and the names in them. Headers of an answer
 * have at most {@value #MOST_HEADERS} lines of {@value #LONGEST_LINE} bytes.
 */
public final class WebClient implements AutoCloseable {
  static final int MOST_HEADERS = 200;
  static final int LONGEST_LINE = 16 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(WebClient.class);
  private static final int CONNECT_SECONDS = 10;

  /**
   * How long an idle connection may be used again: less than servers usually keep one, because a
   * request that meets a closed one fails, and must not be sent a second time.
   */
  private static final int KEEP_ALIVE_SECONDS = 2;

  /** More than calls are made at a time: who waits for what is not decided here. */
  private static final int MOST_CONNECTIONS = 100_000;

  private final Threads threads;
  private final AddressPolicy policy;
  private final CloseableHttpClient client;

  /**
   * A client without connections.
   *
   * @param lookup how hosts are found
   * @param tls whom to trust
   */
  public WebClient(Threads threads, AddressPolicy policy, HostLookup lookup, SSLContext tls) {
    this.threads = threads;
    this.policy = policy;
    var connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setDnsResolver(new CheckedLookup(lookup, policy))
            .setTlsSocketStrategy(new DefaultClientTlsStrategy(tls))
            .setConnectionFactory(
                ManagedHttpClientConnectionFactory.builder()
                    .responseParserFactory(StrictResponseParser::new)
                    .http1Config(
                        Http1Config.custom()
                            .setMaxHeaderCount(MOST_HEADERS)
                            .setMaxLineLength(LONGEST_LINE)
                            .build())
                    .build())
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                    // The limit of the request is for all of it.
                    .setSocketTimeout(Timeout.DISABLED)
                    .setValidateAfterInactivity(TimeValue.ofMilliseconds(0))
                    .build())
            .setMaxConnTotal(MOST_CONNECTIONS)
            .setMaxConnPerRoute(MOST_CONNECTIONS)
            .build();
    this.client =
        HttpClients.custom()
            .setConnectionManager(connections)
            .setKeepAliveStrategy((response, context) -> TimeValue.ofSeconds(KEEP_ALIVE_SECONDS))
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setResponseTimeout(Timeout.DISABLED)
                    .setConnectionRequestTimeout(Timeout.DISABLED)
                    .setProtocolUpgradeEnabled(false)
                    .setAuthenticationEnabled(false)
                    .build())
            .evictExpiredConnections()
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableContentCompression()
            .disableAuthCaching()
            .disableConnectionState()
            .disableDefaultUserAgent()
            .build();
  }

  /** A client with the lookup, the trust and the threads of this process. */
  public static WebClient ofThisProcess(AddressPolicy policy) {
    return new WebClient(
        new JvmThreads(), policy, InetAddress::getAllByName, SSLContexts.createSystemDefault());
  }

  /** Where this client may send requests. */
  public AddressPolicy policy() {
    return policy;
  }

  /**
   * Sends a request, and waits for the whole of its answer.
   *
   * @throws InterruptedException when nobody waits any more; the connection is closed then
   */
  public WebAnswer send(WebRequest request) throws InterruptedException {
    var refusal = policy.refusal(request.url());
    if (refusal.isPresent()) {
      return new WebAnswer.Unreachable("The URL is refused: " + refusal.get());
    }
    var sent = prepared(request);
    var answer = new CompletableFuture<WebAnswer>();
    var exchange =
        threads.startVirtual(
            "exchange",
            () -> {
              try {
                answer.complete(exchange(request, sent));
              } catch (RuntimeException | Error fault) {
                answer.completeExceptionally(fault);
              }
            });
    var there = false;
    try {
      there = threads.await(answer, request.limit());
    } finally {
      if (!there) {
        // Where it connects or reads, its socket is closed; a lookup ends some time for nobody.
        sent.cancel();
        exchange.interrupt();
      }
    }
    return there ? answer.join() : new WebAnswer.Unreachable("There was no whole answer in time.");
  }

  private static HttpUriRequestBase prepared(WebRequest request) {
    var sent = new HttpUriRequestBase(request.method(), URI.create(request.url().toString()));
    request.headers().forEach(header -> sent.addHeader(header.name(), header.value()));
    if (request.body() != null) {
      // The type is among the headers.
      sent.setEntity(new ByteArrayEntity(request.body(), null));
    }
    return sent;
  }

  private WebAnswer exchange(WebRequest request, HttpUriRequestBase sent) {
    var url = request.url();
    var host = new HttpHost(url.scheme(), url.host(), url.port());
    try {
      var response = client.executeOpen(host, sent, null);
      try {
        var body = body(response, request.mostAnswerBytes());
        return body == null
            ? new WebAnswer.TooLarge()
            : new WebAnswer.Received(
                response.getCode(),
                Objects.requireNonNullElse(response.getReasonPhrase(), ""),
                headers(response),
                body);
      } finally {
        // What has not been read is not waited for: closing alone would read it all.
        sent.cancel();
        closeQuietly(response);
      }
    } catch (IOException failed) {
      return new WebAnswer.Unreachable(reason(failed, url));
    }
  }

  /** Null when it is too long. */
  private static byte @Nullable [] body(ClassicHttpResponse response, int mostBytes)
      throws IOException {
    var entity = response.getEntity();
    if (entity == null) {
      return new byte[0];
    }
    if (entity.getContentLength() > mostBytes) {
      return null;
    }
    var stream = entity.getContent();
    var body = stream.readNBytes(mostBytes);
    return body.length == mostBytes && stream.read() >= 0 ? null : body;
  }

  private static List<Header> headers(ClassicHttpResponse response) {
    return Arrays.stream(response.getHeaders())
        .map(header ->
            new Header(header.getName(), Objects.requireNonNullElse(header.getValue(), "")))
        .toList();
  }

  private static String reason(IOException failed, TargetUrl url) {
    LOG.debug("a request to {} failed: {}", url.host(), failed.toString());
    return switch (failed) {
      case RefusedHostException refused ->
          "The host "
              + url.host()
              + " is refused: its address is "
              + refused.getMessage()
              + ". The setting http-allow can allow it.";
      case UnknownHostException _ -> "The host " + url.host() + " is not known.";
      case ConnectException _, NoRouteToHostException _, SocketTimeoutException _ ->
          "No connection to " + url.host() + " port " + url.port() + " was made.";
      case SSLException untrusted ->
          "There is no TLS connection to " + url.host() + ": " + untrusted.getMessage();
      case ConnectionClosedException _ -> "The connection was closed before the end of the answer.";
      case IOException other -> "The exchange broke off: " + other.getMessage();
    };
  }

  private static void closeQuietly(ClassicHttpResponse response) {
    try {
      response.close();
    } catch (IOException alreadyBroken) {
      LOG.debug("a connection did not close cleanly: {}", alreadyBroken.toString());
    }
  }

  @Override
  public void close() {
    client.close(CloseMode.IMMEDIATE);
  }
}
