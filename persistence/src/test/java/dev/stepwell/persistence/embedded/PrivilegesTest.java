package dev.stepwell.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stepwell.persistence.embedded.Privileges.Owner;
import dev.stepwell.persistence.embedded.Privileges.Way;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivilegesTest {
  private static final Owner OWNER = new Owner(65534, 65534);

  @TempDir Path directory;

  @Test
  void commandsNeverRunAsRoot() throws Exception {
    Privileges privileges = Privileges.choose(directory.resolve("data"), List.of(Path.of("/")));

    String uid = PostgresProgram.run(privileges.command(List.of("id", "-u"))).output().trim();

    assertThat(uid).matches("[1-9][0-9]*");
  }

  @Test
  void waysThatAreNotInstalledOrDoNotChangeTheUserArePassedOver() throws Exception {
    int self = uid();
    Way missing = new Way(List.of("no-such-program"), OWNER, self);
    Way failing = new Way(List.of("false"), OWNER, self);
    Way ineffective = new Way(List.of("env"), OWNER, self + 1);
    Way working = new Way(List.of("env", "WORKS=1"), OWNER, self);

    Privileges chosen =
        Privileges.firstThatWorks(
            List.of(missing, failing, ineffective, working), List.of(directory));

    assertThat(chosen.prefix()).containsExactly("env", "WORKS=1");
  }

  @Test
  void firstDirectoryOnTheWayThatMayNotBeEnteredIsNamed() throws Exception {
    Path closed = directory.toRealPath().resolve("closed");
    Way way = new Way(List.of("env"), OWNER, uid());

    assertThatThrownBy(
            () -> Privileges.firstThatWorks(List.of(way), List.of(closed.resolve("home"))))
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContaining("user 65534")
        .hasMessageContaining("may not enter " + closed + ":");
  }

  @Test
  void whenNothingWorksTheWaysOutAreNamed() {
    Way failing = new Way(List.of("false"), OWNER, 65534);

    assertThatThrownBy(() -> Privileges.firstThatWorks(List.of(failing), List.of(directory)))
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContainingAll("as another user", "--database-url");
  }

  @Test
  void newDataBelongToNobody() throws Exception {
    assertThat(Privileges.ownerOf(directory.resolve("data"))).isEqualTo(OWNER);
  }

  private static int uid() throws Exception {
    return Integer.parseInt(PostgresProgram.run(List.of("id", "-u")).output().trim());
  }
}
