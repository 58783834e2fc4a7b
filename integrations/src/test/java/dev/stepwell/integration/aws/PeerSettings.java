package dev.stepwell.integration.aws;

import java.net.URI;
import java.util.Map;

/** The SDK's own settings, by which calls find a server of a service. */
final class PeerSettings implements AutoCloseable {
  private static final Map<String, String> CREDENTIALS =
      Map.of("aws.accessKeyId", "any", "aws.secretAccessKey", "any");

  private final String endpoint;

  /**
   * Settings that hold until this is closed.
   *
   * @param service as the settings name it, such as {@code DynamoDb}
   */
  PeerSettings(String service, URI url) {
    endpoint = "aws.endpointUrl" + service;
    System.setProperty(endpoint, url.toString());
    CREDENTIALS.forEach(System::setProperty);
  }

  @Override
  public void close() {
    System.clearProperty(endpoint);
    CREDENTIALS.keySet().forEach(System::clearProperty);
  }
}
