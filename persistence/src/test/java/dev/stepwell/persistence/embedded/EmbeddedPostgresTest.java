package dev.stepwell.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
  private static TestHome home;

  @BeforeAll
  static void createHome() throws Exception {
    home = new TestHome();
    home.start().close();
  }

  @AfterAll
  static void removeHome() {
    home.close();
  }

  @Test
  void keepsDataAndPasswordBetweenRuns() throws Exception {
    String password;
    try (EmbeddedPostgres server = home.start()) {
      Rows.add(server, 3);
      password = server.password();
    }
    assertThat(PostmasterPid.exists(home.data())).as("stopped").isFalse();

    try (EmbeddedPostgres server = home.start()) {
      Rows.add(server, 4);
      assertThat(Rows.count(server)).isEqualTo(7);
      assertThat(server.password()).isEqualTo(password);
    }
  }

  @Test
  void isDurableAndClosedToStrangers() throws Exception {
    try (EmbeddedPostgres server = home.start()) {
      for (String name : List.of("fsync", "synchronous_commit", "full_page_writes")) {
        assertThat(Rows.query(server, "SHOW " + name)).as(name).isEqualTo("on");
      }
      assertThat(Rows.query(server, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
      assertThatThrownBy(
              () -> DriverManager.getConnection(server.jdbcUrl(), server.user(), "guessed"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
      assertThat(Files.getPosixFilePermissions(home.path.resolve("password")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void secondServerInTheSameJvmIsRefusedAndTheFirstKeepsItsLock() throws Exception {
    try (EmbeddedPostgres server = home.start()) {
      assertThatThrownBy(home::start)
          .isInstanceOf(EmbeddedPostgresException.class)
          .hasMessageContainingAll(home.path.toString(), "--database-url");
      try (ServerProgram other = ServerProgram.start(home.path)) {
        assertThat(other.answer()).startsWith("REFUSED Another Stepwell");
      }
      assertThat(Rows.query(server, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void takesAnotherPortWhenOneIsTaken() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      int free = ServerStart.freePort();
      Iterator<Integer> ports = List.of(taken.getLocalPort(), free).iterator();
      try (EmbeddedPostgres server =
          EmbeddedPostgres.start(home.path, TestHome.settings(), home.progress::add, ports::next)) {
        assertThat(server.jdbcUrl()).contains(":" + free + "/");
        assertThat(Rows.query(server, "SELECT 1")).isEqualTo("1");
      }
    }
  }

  @Test
  void startsOverAfterInitdbWasKilled() throws Exception {
    try (TestHome fresh = new TestHome()) {
      Path unfinished = Files.createDirectories(fresh.path.resolve("data.tmp"));
      Files.setPosixFilePermissions(fresh.path, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.writeString(unfinished.resolve("PG_VERSION"), "18\n");
      Files.createDirectories(unfinished.resolve("base").resolve("1"));

      try (EmbeddedPostgres server = fresh.start()) {
        assertThat(Rows.query(server, "SELECT 1")).isEqualTo("1");
      }
      assertThat(unfinished).doesNotExist();
    }
  }

  @Test
  void dataOfAnotherMajorVersionAreRefusedAndTheHomeIsUnlockedAgain() throws Exception {
    Path version = home.data().resolve("PG_VERSION");
    String right = Files.readString(version);

    Files.writeString(version, "17\n");
    assertThatThrownBy(home::start)
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContainingAll("written by PostgreSQL 17", home.data().toString());
    Files.writeString(version, right);

    home.start().close();
  }

  @Test
  void missingPasswordIsNamed() throws Exception {
    Path password = home.path.resolve("password");
    Path elsewhere = Files.move(password, home.path.resolve("elsewhere"));

    assertThatThrownBy(home::start)
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContaining(password.toString());
    Files.move(elsewhere, password);
  }

  @Test
  void serverThatCannotStartShowsTheEndOfItsLog() throws Exception {
    Path configuration = home.data().resolve("postgresql.conf");
    String right = Files.readString(configuration);

    Files.writeString(configuration, "no_such_parameter = 1\n");
    assertThatThrownBy(home::start)
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContainingAll("postgres failed", "no_such_parameter");
    Files.writeString(configuration, right);
  }

  @Test
  void directoryThatMayNotBeWrittenIsNamed(@TempDir Path directory) throws Exception {
    Path closed = closedDirectory(directory);

    assertThatThrownBy(() ->
            EmbeddedPostgres.start(closed.resolve("home"), TestHome.settings(), home.progress::add))
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContainingAll("no permission", closed.toString());
  }

  /** Root may write everywhere but into the kernel's own directories. */
  private static Path closedDirectory(Path directory) throws Exception {
    Path kernel = Path.of("/sys/kernel");
    if (System.getProperty("user.name").equals("root") && Files.exists(kernel)) {
      return kernel;
    }
    return Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-x------"));
  }
}
