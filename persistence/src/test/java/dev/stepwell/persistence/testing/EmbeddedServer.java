package dev.stepwell.persistence.testing;

import dev.stepwell.persistence.embedded.EmbeddedPostgres;
import dev.stepwell.persistence.embedded.EmbeddedPostgresSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The embedded server on a data directory of its own, which goes when this JVM ends. */
final class EmbeddedServer {
  private EmbeddedServer() {}

  static TestServer start() {
    try {
      TestDirectories.deleteAbandoned();
      Path home = TestDirectories.newDirectory();
      EmbeddedPostgres server =
          EmbeddedPostgres.start(
              home,
              EmbeddedPostgresSettings.small().withBinaries(TestDirectories.binaries()),
              System.err::println);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(() -> {
                server.close();
                TestDirectories.deleteQuietly(home);
              }));
      return new TestServer(server.jdbcUrl(), server.user(), server.password());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
