package dev.stepwell.integration.aws;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.retries.DefaultRetryStrategy;

/**
 * The clients of a server, each made when it is first needed, by the SDK's standard settings:
 * endpoints, credentials and region come from the environment, system properties and profiles.
 *
 * <p>They differ from the SDK's defaults in that they never repeat a request: a call is made once,
 * and {@code Retry} says whether again. For that they use a client of HTTP that does not repeat
 * either, as {@code HttpURLConnection} does on its own.
 */
final class SdkClients implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** Longer than any service takes to answer; functions may take that long. */
  private static final Duration SILENCE_TIMEOUT = Duration.ofMinutes(15);

  /** Answers may be larger on the wire than what comes of them, but not that much. */
  private static final int WIRE_FACTOR = 16;

  private final ClassLoader loader;
  private final Region ownRegion;
  private final SdkHttpClient http;
  private final DefaultCredentialsProvider credentials;
  private final Map<String, SdkService> services = new ConcurrentHashMap<>();
  private final Map<SdkService, AwsClient> clients = new LinkedHashMap<>();

  /**
   * Clients by the classes of a loader.
   *
   * @param ownRegion of the server: for calls where the SDK's settings have none
   * @param maxCalls at a time
   * @param maxResultBytes larger answers are not read to their end
   */
  SdkClients(ClassLoader loader, String ownRegion, int maxCalls, int maxResultBytes) {
    this.loader = loader;
    this.ownRegion = Region.of(ownRegion);
    this.http =
        new BoundedHttpClient(
            Apache5HttpClient.builder()
                .connectionTimeout(CONNECT_TIMEOUT)
                .socketTimeout(SILENCE_TIMEOUT)
                .maxConnections(maxCalls)
                .tcpKeepAlive(true)
                .build(),
            (long) WIRE_FACTOR * maxResultBytes);
    this.credentials = DefaultCredentialsProvider.builder().build();
  }

  /** The server's own credentials. */
  AwsCredentialsProvider credentials() {
    return credentials;
  }

  /** The service of that name, if its client is there. */
  Optional<SdkService> service(String name) {
    var known = services.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    var found = SdkService.find(name, loader);
    found.ifPresent(service -> services.putIfAbsent(name, service));
    // The same for everybody: clients are kept by service.
    return Optional.ofNullable(services.get(name));
  }

  /** The client of a service. */
  synchronized AwsClient client(SdkService service) {
    return clients.computeIfAbsent(service, this::open);
  }

  private AwsClient open(SdkService service) {
    // The SDK looks for a client's extensions where the thread's own classes come from.
    var thread = Thread.currentThread();
    var before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      var client = build(service, false);
      if (client.serviceClientConfiguration().endpointOverride().isEmpty()) {
        return client;
      }
      client.close();
      return build(service, true);
    } catch (ReflectiveOperationException unlike) {
      throw new IllegalStateException("Not a client of this SDK: " + service.client(), unlike);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /**
   * Builds a client.
   *
   * @param hasOwnEndpoint whether it speaks to a host whose name says nothing of the service: then
   *     there are no others that begin with the name of a bucket or with {@code sync-}
   */
  private AwsClient build(SdkService service, boolean hasOwnEndpoint)
      throws ReflectiveOperationException {
    var make = service.client().getMethod("builder");
    var builder = (AwsClientBuilder<?, ?>) make.invoke(null);
    builder.region(region());
    builder.credentialsProvider(credentials);
    builder.overrideConfiguration(
        ClientOverrideConfiguration.builder()
            .retryStrategy(DefaultRetryStrategy.doNotRetry())
            .putAdvancedOption(
                SdkAdvancedClientOption.DISABLE_HOST_PREFIX_INJECTION, hasOwnEndpoint)
            .build());
    ((AwsSyncClientBuilder<?, ?>) builder).httpClient(http);
    if (hasOwnEndpoint) {
      var pathStyle = find(make.getReturnType(), "forcePathStyle");
      if (pathStyle.isPresent()) {
        pathStyle.get().invoke(builder, true);
      }
    }
    return (AwsClient) builder.build();
  }

  private static Optional<Method> find(Class<?> type, String name) {
    return Arrays.stream(type.getMethods())
        .filter(method -> method.getName().equals(name) && !method.isBridge())
        .findFirst();
  }

  /** As the SDK finds it, without asking the machine that AWS may have given us. */
  private Region region() {
    try {
      return new AwsRegionProviderChain(
              new SystemSettingsRegionProvider(), new AwsProfileRegionProvider())
          .getRegion();
    } catch (SdkClientException none) {
      return ownRegion;
    }
  }

  @Override
  public synchronized void close() {
    clients.values().forEach(AwsClient::close);
    clients.clear();
    credentials.close();
    http.close();
  }
}
