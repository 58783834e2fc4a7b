package dev.stepwell.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostmasterPidTest {
  private static final List<String> READY =
      List.of("4711", "/home/data", "1795374000", "5432", "", "127.0.0.1", "  5001  7", "ready   ");
  private static final Privileges ORDINARY = new Privileges(List.of(), Optional.empty());

  @TempDir Path data;

  @Test
  void readsAReadyServer() {
    assertThat(PostmasterPid.parse(READY)).contains(new PostmasterPid(4711, 5432, true));
  }

  @Test
  void serverThatIsStartingIsNotReady() {
    assertThat(PostmasterPid.parse(List.of("4711"))).contains(new PostmasterPid(4711, 0, false));
    assertThat(PostmasterPid.parse(READY.subList(0, 7)))
        .contains(new PostmasterPid(4711, 5432, false));
  }

  @Test
  void singleUserServerIsAServer() {
    assertThat(PostmasterPid.parse(List.of("-4711"))).contains(new PostmasterPid(4711, 0, false));
  }

  @Test
  void emptyOrBrokenFileSaysNothing() {
    assertThat(PostmasterPid.parse(List.of())).isEmpty();
    assertThat(PostmasterPid.parse(List.of("47x"))).isEmpty();
  }

  @Test
  void deadServerKeepsItsSharedMemoryLine() throws Exception {
    Path file = data.resolve("postmaster.pid");
    Files.write(file, READY);

    PostmasterPid.markDead(data, ORDINARY);

    assertThat(PostmasterPid.read(data))
        .hasValueSatisfying(it -> assertThat(it.isReady()).isFalse());
    assertThat(Files.readAllLines(file)).hasSize(8).contains("  5001  7").doesNotContain("4711");
  }

  @Test
  void brokenFileOfADeadServerIsRemoved() throws Exception {
    Files.writeString(data.resolve("postmaster.pid"), "");

    PostmasterPid.markDead(data, ORDINARY);

    assertThat(PostmasterPid.exists(data)).isFalse();
  }
}
