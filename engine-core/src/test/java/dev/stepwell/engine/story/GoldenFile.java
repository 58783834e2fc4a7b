package dev.stepwell.engine.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Texts that must not change unnoticed, under {@code src/test/resources}. {@code
 * -Dstepwell.golden=write} writes them anew, for the difference to be read before it is committed.
 */
public final class GoldenFile {
  private static final Path RESOURCES = Path.of("src", "test", "resources");

  private GoldenFile() {}

  /** Compares the text with the file; a file that is missing is a difference. */
  public static void compare(String path, String text) {
    var file = RESOURCES.resolve(path);
    try {
      if ("write".equals(System.getProperty("stepwell.golden"))) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
      }
      assertThat(file).exists();
      assertThat(text).as("golden file %s", path).isEqualTo(Files.readString(file));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
