package dev.stepwell.integration.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stepwell.integration.plugin.PluginDirectory.Plugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PluginDirectoryTest {
  private static final ClassLoader SERVER = PluginDirectoryTest.class.getClassLoader();

  @TempDir private Path temporary;

  private Path directory() {
    return temporary.resolve("plugins");
  }

  private PluginDirectory plugins() {
    return new PluginDirectory(directory());
  }

  /** A jar with one entry. */
  private Path jar(String name, String entry) throws IOException {
    var jar = temporary.resolve(name);
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry(entry));
    }
    return jar;
  }

  @Test
  void hasNothingWhereThereIsNoDirectory() throws IOException {
    assertThat(plugins().plugins()).isEmpty();
    try (var loader = plugins().loader(SERVER)) {
      assertThat(loader.getURLs()).isEmpty();
    }
  }

  @Test
  void loadsWhatWasInstalledAndWhatLiesBesideIt() throws IOException {
    plugins().install("acme", List.of(jar("a.jar", "a.txt"), jar("b.jar", "b.txt")));
    Files.copy(jar("loose.jar", "c.txt"), directory().resolve("loose.jar"));
    Files.writeString(directory().resolve("README"), "not a jar");
    Files.createDirectory(directory().resolve(".incoming-1"));

    assertThat(plugins().plugins())
        .containsExactly(
            new Plugin(
                "acme",
                List.of(directory().resolve("acme/a.jar"), directory().resolve("acme/b.jar"))),
            new Plugin("loose.jar", List.of(directory().resolve("loose.jar"))));
    try (var loader = plugins().loader(SERVER)) {
      for (var entry : List.of("a.txt", "b.txt", "c.txt")) {
        assertThat(loader.getResource(entry)).as(entry).isNotNull();
      }
    }
  }

  @Test
  void replacesThePluginOfTheSameName() throws IOException {
    plugins().install("acme", List.of(jar("old.jar", "a.txt")));
    plugins().install("acme", List.of(jar("new.jar", "a.txt")));

    assertThat(plugins().plugins())
        .containsExactly(new Plugin("acme", List.of(directory().resolve("acme/new.jar"))));
  }

  @Test
  void removesAPlugin() throws IOException {
    plugins().install("acme", List.of(jar("a.jar", "a.txt")));

    assertThat(plugins().remove("acme")).isTrue();
    assertThat(plugins().remove("acme")).isFalse();
    assertThat(plugins().plugins()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../other", "a/b", "a\\b", ".incoming-1", "/etc"})
  void takesNoNameThatLeadsElsewhere(String name) throws IOException {
    var jars = List.of(jar("a.jar", "a.txt"));

    assertThat(plugins().remove(name)).isFalse();
    assertThatThrownBy(() -> plugins().install(name, jars))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tellsWhatTheServerHas() throws IOException {
    var here = PluginDirectory.class.getName().replace('.', '/') + ".class";

    assertThat(PluginDirectory.isThere(jar("here.jar", here), SERVER)).isTrue();
    assertThat(PluginDirectory.isThere(jar("new.jar", "com/example/New.class"), SERVER)).isFalse();
    var noJar = Files.writeString(temporary.resolve("no.jar"), "text");
    assertThatThrownBy(() -> PluginDirectory.isThere(noJar, SERVER))
        .isInstanceOf(IOException.class);
  }
}
