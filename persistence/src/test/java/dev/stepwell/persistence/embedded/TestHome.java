package dev.stepwell.persistence.embedded;

import dev.stepwell.persistence.testing.TestDirectories;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A directory for the server of one test, and what the server said while starting. */
final class TestHome implements AutoCloseable {
  final Path path;
  final List<String> progress = Collections.synchronizedList(new ArrayList<>());

  TestHome() throws IOException {
    path = TestDirectories.newDirectory();
  }

  static EmbeddedPostgresSettings settings() throws IOException {
    return EmbeddedPostgresSettings.small().withBinaries(TestDirectories.binaries());
  }

  EmbeddedPostgres start() throws IOException, InterruptedException {
    return EmbeddedPostgres.start(path, settings(), progress::add);
  }

  Path data() {
    return path.resolve("data");
  }

  @Override
  public void close() {
    TestDirectories.deleteQuietly(path);
  }
}
