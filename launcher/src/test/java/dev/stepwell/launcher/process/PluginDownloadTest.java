package dev.stepwell.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code plugin add} with the Maven of this machine, which has nothing but what it has downloaded
 * for this build, and a repository that the test lays out.
 */
class PluginDownloadTest {
  @TempDir private Path temporary;

  /** What a command said. */
  private record Said(int exitCode, String out, String err) {}

  @BeforeEach
  void isolateMaven() throws IOException {
    var local = Files.createDirectories(temporary.resolve("home/.m2/repository"));
    try (var groups = Files.list(repositoryOfThisBuild())) {
      for (var group : groups.toList()) {
        Files.createSymbolicLink(local.resolve(group.getFileName()), group);
      }
    }
    Files.writeString(
        temporary.resolve("home/.m2/settings.xml"),
        """
        <settings><mirrors><mirror>
          <id>central</id><mirrorOf>central</mirrorOf><url>%s</url>
        </mirror></mirrors></settings>
        """
            .formatted(Files.createDirectory(temporary.resolve("nothing")).toUri()));
  }

  /** What is linked is not the test's to delete. */
  @AfterEach
  void unlinkRepositoryOfThisBuild() throws IOException {
    try (var groups = Files.list(temporary.resolve("home/.m2/repository"))) {
      for (var group : groups.filter(Files::isSymbolicLink).toList()) {
        Files.delete(group);
      }
    }
  }

  private static Path repositoryOfThisBuild() {
    var known = System.getProperty("localRepository", "");
    return known.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".m2", "repository")
        : Path.of(known);
  }

  private Said plugin(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(ServerProcess.program());
    command.add("plugin");
    command.addAll(Arrays.asList(arguments));
    command.addAll(List.of("--plugins", plugins().toString()));
    var out = temporary.resolve("out.txt");
    var err = temporary.resolve("err.txt");
    var builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder
        .environment()
        .put(
            "MAVEN_OPTS",
            "-Duser.home=" + temporary.resolve("home") + " -Dmaven.legacyLocalRepo=true");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    var exitCode = builder.start().waitFor();
    return new Said(exitCode, Files.readString(out), Files.readString(err));
  }

  private Path plugins() {
    return temporary.resolve("plugins");
  }

  private Path repository() {
    return temporary.resolve("repository");
  }

  private String repositoryUrl() {
    return repository().toUri().toString();
  }

  // ---- a repository ----

  /** Puts an artifact into it. @return its jar */
  private Path publish(String artifact, String... needed) throws IOException {
    var directory = Files.createDirectories(repository().resolve("acme/" + artifact + "/1.0"));
    var dependencies = new StringBuilder();
    for (var other : needed) {
      dependencies.append(
          "<dependency><groupId>acme</groupId><artifactId>%s</artifactId><version>1.0</version></dependency>"
              .formatted(other));
    }
    var pom =
        Files.writeString(
            directory.resolve(artifact + "-1.0.pom"),
            """
            <project><modelVersion>4.0.0</modelVersion>
              <groupId>acme</groupId><artifactId>%s</artifactId><version>1.0</version>
              <dependencies>%s</dependencies></project>
            """
                .formatted(artifact, dependencies));
    var jar = directory.resolve(artifact + "-1.0.jar");
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry("acme/" + artifact + "/Some.class"));
    }
    for (var file : List.of(pom, jar)) {
      writeChecksum(file, sha1(file));
    }
    return jar;
  }

  private static void writeChecksum(Path file, String sum) throws IOException {
    Files.writeString(Path.of(file + ".sha1"), sum);
  }

  private static String sha1(Path file) throws IOException {
    try {
      var digest = MessageDigest.getInstance("SHA-1").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> installed() throws IOException {
    if (!Files.isDirectory(plugins())) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(plugins())) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> plugins().relativize(file).toString().replace(File.separatorChar, '/'))
          .sorted()
          .toList();
    }
  }

  private void assertRefused(Said said, String... reasons) throws IOException {
    assertThat(said.exitCode()).as(said.err()).isEqualTo(1);
    assertThat(said.err()).contains(reasons).doesNotContain("\tat ");
    assertThat(said.out()).isEmpty();
    assertThat(installed()).isEmpty();
  }

  // ---- what comes of it ----

  @Test
  void addsAnArtifactWithWhatItDependsOn() throws Exception {
    publish("greeting");
    publish("integration", "greeting");

    var added = plugin("add", "acme:integration:1.0", "--repository", repositoryUrl());

    assertThat(added)
        .isEqualTo(new Said(0, "added integration\n", "Servers load it when they start\n"));
    assertThat(installed())
        .containsExactly("integration/greeting-1.0.jar", "integration/integration-1.0.jar");
    assertThat(plugin("list").out()).contains("greeting-1.0.jar integration-1.0.jar");
  }

  @Test
  void takesWhatWasDownloadedBeforeWithoutTheRepository() throws Exception {
    publish("integration");
    var first = plugin("add", "acme:integration:1.0", "--repository", repositoryUrl());
    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(plugin("remove", "integration").exitCode()).isZero();

    var again = plugin("add", "acme:integration:1.0", "--offline");

    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(installed()).containsExactly("integration/integration-1.0.jar");
  }

  @Test
  void refusesWhatDoesNotMatchItsChecksum() throws Exception {
    var jar = publish("integration");
    writeChecksum(jar, "0".repeat(40));

    assertRefused(
        plugin("add", "acme:integration:1.0", "--repository", repositoryUrl()),
        "Maven did not get acme:integration:1.0",
        "Checksum validation failed");
  }

  @Test
  void refusesADependencyThatDoesNotMatchItsChecksum() throws Exception {
    var jar = publish("greeting");
    writeChecksum(jar, "0".repeat(40));
    publish("integration", "greeting");

    assertRefused(
        plugin("add", "acme:integration:1.0", "--repository", repositoryUrl()),
        "Maven did not get acme:integration:1.0",
        "acme:greeting:jar:1.0",
        "Checksum validation failed");
  }

  @Test
  void saysThatThereIsNoSuchArtifact() throws Exception {
    publish("integration");

    assertRefused(
        plugin("add", "acme:absent:1.0", "--repository", repositoryUrl()),
        "Maven did not get acme:absent:1.0",
        "Could not find artifact acme:absent:jar:1.0");
  }

  @Test
  void saysThatItWasNeverDownloaded() throws Exception {
    publish("integration");

    assertRefused(
        plugin("add", "acme:integration:1.0", "--repository", repositoryUrl(), "--offline"),
        "Maven did not get acme:integration:1.0",
        "offline");
  }

  @Test
  void saysThatTheRepositoryCannotBeReached() throws Exception {
    int nobody;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = socket.getLocalPort();
    }

    assertRefused(
        plugin("add", "acme:integration:1.0", "--repository", "http://127.0.0.1:" + nobody),
        "Maven did not get acme:integration:1.0",
        "Connection refused");
  }

  @Test
  void saysWhatToDoWhereThereIsNoMaven() throws Exception {
    var command = new ArrayList<>(ServerProcess.program());
    command.addAll(
        List.of("plugin", "add", "acme:integration:1.0", "--plugins", plugins().toString()));
    var builder = new ProcessBuilder(command);
    builder.environment().put("PATH", temporary.toString());
    var process = builder.start();
    var err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(err)
        .isEqualTo("Maven is needed for the download: install it, or name the jars with --from\n");
  }
}
