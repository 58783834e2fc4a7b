package dev.stepwell.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Has Maven download an artifact and all that it needs: Maven knows the repositories, mirrors,
 * proxies and credentials of this machine, and checks the checksums of what it gets.
 */
final class MavenDownload {
  private static final String COPY =
      "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies";

  /** Lines of Maven's own words when it fails. */
  private static final int LINES = 5;

  private final @Nullable String repository;
  private final boolean offline;

  /**
   * Downloads by the settings of Maven.
   *
   * @param repository asked beside those of the settings, or null
   * @param offline whether only the local repository is asked
   */
  MavenDownload(@Nullable String repository, boolean offline) {
    this.repository = repository;
    this.offline = offline;
  }

  /**
   * Downloads into an empty directory.
   *
   * @return the jars
   * @throws CommandFailure when there is no Maven, or it finds no such thing
   */
  List<Path> into(Path directory, MavenCoordinates artifact)
      throws IOException, InterruptedException {
    var project = Files.writeString(directory.resolve("pom.xml"), project(artifact));
    var jars = Files.createDirectory(directory.resolve("jars"));
    var log = directory.resolve("maven.log");
    var command =
        new ArrayList<>(
            List.of(
                isWindows() ? "mvn.cmd" : "mvn",
                "--batch-mode",
                "--quiet",
                "--strict-checksums",
                "--file",
                project.toString(),
                COPY,
                "-DincludeScope=runtime",
                "-DoutputDirectory=" + jars));
    if (offline) {
      command.add("--offline");
    }
    if (run(command, log) != 0) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "Maven did not get %s:%s:%s: %s"
              .formatted(artifact.group(), artifact.artifact(), artifact.version(), end(log)));
    }
    try (var files = Files.list(jars)) {
      return files.sorted().toList();
    }
  }

  private static int run(List<String> command, Path log) throws InterruptedException {
    Process maven;
    try {
      maven =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    } catch (IOException notThere) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "Maven is needed for the download: install it, or name the jars with --from",
          notThere);
    }
    try {
      return maven.waitFor();
    } finally {
      maven.destroy();
    }
  }

  /** The clients of HTTP that others would use are left out: the server has one. */
  private String project(MavenCoordinates artifact) {
    return """
    <project>
      <modelVersion>4.0.0</modelVersion>
      <groupId>dev.stepwell.plugin</groupId>
      <artifactId>plugin</artifactId>
      <version>1</version>
      <packaging>pom</packaging>
    %s  <dependencies>
        <dependency>
          <groupId>%s</groupId>
          <artifactId>%s</artifactId>
          <version>%s</version>
          <exclusions>
            <exclusion><groupId>software.amazon.awssdk</groupId><artifactId>apache-client</artifactId></exclusion>
            <exclusion><groupId>software.amazon.awssdk</groupId><artifactId>netty-nio-client</artifactId></exclusion>
          </exclusions>
        </dependency>
      </dependencies>
    </project>
    """
        .formatted(
            repository == null
                ? ""
                : "  <repositories><repository><id>plugins</id><url>%s</url></repository></repositories>\n"
                    .formatted(escaped(repository)),
            artifact.group(),
            artifact.artifact(),
            artifact.version());
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }

  private static boolean isWindows() {
    return System.getProperty("os.name", "").startsWith("Windows");
  }

  private static String end(Path log) throws IOException {
    var lines =
        Files.readAllLines(log, StandardCharsets.UTF_8).stream()
            .filter(line -> line.startsWith("[ERROR]"))
            .limit(LINES)
            .toList();
    return Terminal.plain(String.join(" ", lines));
  }
}
