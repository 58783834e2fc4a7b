package dev.stepwell.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddedPostgresExceptionTest {
  private static final Path HOME = Path.of("/srv/stepwell");

  @Test
  void fullDiskSaysSo() {
    var e =
        EmbeddedPostgresException.of(
            HOME, new IOException("write failed: No space left on device"));

    assertThat(e)
        .hasMessage(
            "The disk that holds /srv/stepwell is full: free some space or choose another data"
                + " directory.");
  }

  @Test
  void missingPermissionNamesTheFile() {
    var e = EmbeddedPostgresException.of(HOME, new AccessDeniedException("/srv/stepwell/lock"));

    assertThat(e).hasMessageContaining("has no permission for /srv/stepwell/lock");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FATAL: could not write to file: No space left on device | The disk that holds",
        "initdb: error: could not look up effective user ID 12345 | no entry in /etc/passwd",
        "FATAL: could not open file: Permission denied | has no permission for /srv/stepwell",
        "FATAL: could not map anonymous shared memory: Cannot allocate memory | no shared memory",
        "FATAL: something new | did not start (initdb failed)"
      })
  void logIsJudgedAndShown(String log, String sentence) {
    assertThat(EmbeddedPostgresException.ofLog("initdb", HOME, log))
        .hasMessageContaining(sentence)
        .hasMessageEndingWith("\n" + log);
  }
}
