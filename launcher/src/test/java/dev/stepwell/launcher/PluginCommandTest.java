package dev.stepwell.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PluginCommandTest {
  @TempDir private Path temporary;

  private CommandRun run(String... arguments) {
    var all = new String[arguments.length + 3];
    all[0] = "plugin";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[arguments.length + 1] = "--plugins";
    all[arguments.length + 2] = temporary.resolve("plugins").toString();
    return CommandRun.of(all);
  }

  private String jar(String name, String entry) throws IOException {
    var jar = temporary.resolve(name);
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry(entry));
    }
    return jar.toString();
  }

  @Test
  void addsAJarListsItAndRemovesIt() throws IOException {
    var added = run("add", "acme", "--from", jar("acme.jar", "com/example/acme/New.class"));
    assertThat(added)
        .isEqualTo(new CommandRun(0, "added acme\n", "Servers load it when they start\n"));

    assertThat(run("list").lines()).singleElement().asString().matches("acme +acme\\.jar");

    assertThat(run("remove", "acme")).isEqualTo(new CommandRun(0, "removed acme\n", ""));
    assertThat(run("list").out()).isEmpty();
    assertThat(run("remove", "acme")).isEqualTo(new CommandRun(4, "", "There is no plugin acme\n"));
  }

  @Test
  void addsNothingThatComesWithTheServer() throws IOException {
    var added =
        run("add", "again", "--from", jar("again.jar", "dev/stepwell/launcher/Stepwell.class"));

    assertThat(added.out()).isEqualTo("again comes with the server; nothing was added\n");
    assertThat(run("list").out()).isEmpty();
  }

  @Test
  void saysWhenAFileIsNoJar() throws IOException {
    var file = Files.writeString(temporary.resolve("text.jar"), "text").toString();

    var refused = run("add", "acme", "--from", file);

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("text.jar cannot be read as a jar");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a:b", "a:b:c:d", "..", "../x", "a b", "<x>", "a::c"})
  void takesNothingThatIsNoArtifact(String plugin) {
    var refused = run("add", plugin);

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err())
        .contains("is neither the name of a service nor GROUP:ARTIFACT:VERSION");
  }
}
