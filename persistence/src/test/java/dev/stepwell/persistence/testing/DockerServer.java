package dev.stepwell.persistence.testing;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** A server in a container. The only class that needs Testcontainers. */
final class DockerServer {
  private static final Logger LOG = LoggerFactory.getLogger(DockerServer.class);
  private static final String IMAGE = "postgres:18";

  private DockerServer() {}

  /** Empty where Docker does not answer or cannot get the image, as without a network. */
  static Optional<TestServer> start() {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      return Optional.empty();
    }
    try {
      var container =
          new PostgreSQLContainer(IMAGE).withCommand("postgres", "-c", "max_connections=200");
      container.start(); // ended by Testcontainers when this JVM is gone
      return Optional.of(
          new TestServer(container.getJdbcUrl(), container.getUsername(), container.getPassword()));
    } catch (RuntimeException e) {
      LOG.warn("no PostgreSQL container, using the embedded server instead", e);
      return Optional.empty();
    }
  }
}
