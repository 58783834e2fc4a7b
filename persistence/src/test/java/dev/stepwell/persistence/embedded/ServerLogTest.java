package dev.stepwell.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.persistence.testing.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLogTest {
  @TempDir Path directory;

  @Test
  void growsToItsLimitAndStartsAnewBeyondIt() throws Exception {
    var log = new ServerLog(directory.resolve("pg.log"), 10);
    Files.writeString(log.file(), "0123456789");
    log.bound();
    assertThat(log.size()).isEqualTo(10);

    Files.writeString(log.file(), "0123456789A");
    log.bound();

    assertThat(log.size()).isZero();
    assertThat(directory.resolve("pg.log.1")).hasContent("0123456789A");
  }

  @Test
  void aProgramThatIsWritingGoesOnInTheEmptiedFile() throws Exception {
    var log = new ServerLog(directory.resolve("pg.log"), 10);
    Process program =
        PostgresProgram.builder(List.of("sh", "-c", "echo before bounding; read x; echo after"))
            .redirectOutput(log.destination())
            .start();
    Await.until("it has written", () -> log.size() > 10);

    log.bound();
    program.getOutputStream().close();
    program.waitFor();

    assertThat(log.file()).hasContent("after");
  }

  @Test
  void tailShowsNothingFromBeforeTheStart() throws Exception {
    var log = new ServerLog(directory.resolve("pg.log"));
    assertThat(log.since(0)).isEmpty();
    Files.writeString(log.file(), "old\n");
    long start = log.size();
    Files.writeString(log.file(), "old\nnew\n");

    assertThat(log.since(start)).isEqualTo("new");
  }

  @Test
  void tailIsShort() throws Exception {
    var log = new ServerLog(directory.resolve("pg.log"));
    Files.writeString(log.file(), "x".repeat(79).concat("\n").repeat(1000).concat("last\n"));

    assertThat(log.since(0)).endsWith("last").hasLineCount(12);
  }
}
