package dev.stepwell.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.persistence.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CrashTest {
  private static TestHome home;

  /** That all programs so far have committed: nothing that a test does may lose a row. */
  private static int committedRows;

  private ServerProgram program;

  @BeforeAll
  static void createHome() throws Exception {
    home = new TestHome();
  }

  @AfterAll
  static void removeHome() {
    home.close();
  }

  @BeforeEach
  void startInAnotherJvm() throws Exception {
    program = ServerProgram.start(home.path);
    assertThat(program.answer()).isEqualTo("READY");
    committedRows += ServerProgram.ROWS;
  }

  @AfterEach
  void endProgram() throws Exception {
    program.close();
    Await.until("the server has left its home", () -> !PostmasterPid.exists(home.data()));
  }

  @Test
  void serverStopsCleanlyWhenItsJvmIsKilled() throws Exception {
    ProcessHandle postmaster = postmaster();

    program.kill();

    Await.until("the server has stopped", () -> !postmaster.isAlive());
    Await.until("it has removed its file", () -> !PostmasterPid.exists(home.data()));
    assertThat(rowsAfterRestart()).isEqualTo(committedRows);
  }

  @Test
  void orphanIsStoppedAndItsDataAreThere() throws Exception {
    ProcessHandle postmaster = postmaster();
    guards(postmaster).forEach(ProcessHandle::destroyForcibly);
    program.kill();
    assertThat(postmaster.isAlive()).as("the server has become an orphan").isTrue();

    int rows = rowsAfterRestart();

    assertThat(rows).isEqualTo(committedRows);
    Await.until("the orphan is gone", () -> !postmaster.isAlive());
  }

  @Test
  void committedRowsSurviveTheDeathOfServerAndJvm() throws Exception {
    killEverything();
    assertThat(PostmasterPid.exists(home.data())).as("an unclean stop").isTrue();

    assertThat(rowsAfterRestart()).isEqualTo(committedRows);
    assertThat(Files.readString(home.path.resolve("pg.log"))).contains("redo starts");
  }

  @Test
  void anotherProgramThatGotTheServersProcessIdIsLeftAlone() throws Exception {
    killEverything();
    // Of the server's own user: PostgreSQL itself passes over other users' processes.
    Privileges privileges = Privileges.choose(home.data(), List.of(home.path));
    Process stranger = new ProcessBuilder(privileges.command(List.of("cat"))).start();
    Path file = home.data().resolve("postmaster.pid");
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.set(0, String.valueOf(stranger.pid()));
    Files.write(file, lines);

    int rows = rowsAfterRestart();

    assertThat(rows).isEqualTo(committedRows);
    assertThat(stranger.isAlive()).isTrue();
    stranger.destroyForcibly();
  }

  @Test
  void emptyProcessIdFileOfAPowerFailureIsNoObstacle() throws Exception {
    killEverything();
    Files.write(home.data().resolve("postmaster.pid"), new byte[0]);

    assertThat(rowsAfterRestart()).isEqualTo(committedRows);
  }

  @Test
  void secondProcessOnTheSameHomeIsRefused() throws Exception {
    try (ServerProgram second = ServerProgram.start(home.path)) {
      assertThat(second.answer())
          .startsWith("REFUSED Another Stepwell (process " + program.handle().pid() + ")")
          .contains(home.path.toString(), "--database-url");
    }
    assertThat(program.handle().isAlive()).isTrue();
  }

  private int rowsAfterRestart() throws Exception {
    try (EmbeddedPostgres server = home.start()) {
      return Rows.count(server);
    }
  }

  private ProcessHandle postmaster() throws IOException {
    return PostmasterPid.read(home.data())
        .flatMap(file -> ProcessHandle.of(file.pid()))
        .orElseThrow();
  }

  /** The guard before its reader, so that the guard's end is not what ends the reader. */
  private static List<ProcessHandle> guards(ProcessHandle postmaster) {
    ProcessHandle guard = postmaster.parent().orElseThrow();
    List<ProcessHandle> guards = new ArrayList<>(List.of(guard));
    guard.children().filter(child -> child.pid() != postmaster.pid()).forEach(guards::add);
    return guards;
  }

  private void killEverything() throws Exception {
    ProcessHandle postmaster = postmaster();
    guards(postmaster).forEach(ProcessHandle::destroyForcibly);
    postmaster.destroyForcibly();
    program.kill();
    Await.until("the server is dead", () -> !postmaster.isAlive());
  }
}
