package dev.stepwell.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/** The programs of this machine. */
final class Programs {
  private Programs() {}

  /** Whether there is such a program: a path, or a name that is found in {@code PATH}. */
  static boolean isThere(String program) {
    var candidates =
        program.contains("/")
            ? Stream.of(Path.of(program))
            : Stream.of(Objects.requireNonNullElse(System.getenv("PATH"), "").split(":"))
                .map(directory -> Path.of(directory, program));
    return candidates.anyMatch(file -> Files.isRegularFile(file) && Files.isExecutable(file));
  }
}
