package dev.stepwell.launcher.function;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Tells whether the files that a handler may be made of have changed. */
final class SourceFiles {
  private static final int DEPTH = 5;
  private static final int MOST_FILES = 2_000;

  /** What nobody edits while a handler runs, and what is too much to look at. */
  private static final Set<String> SKIPPED = Set.of("node_modules", "__pycache__", "target");

  private SourceFiles() {}

  /** Something that is the same while no file below the folder is changed, added or removed. */
  static Map<Path, Object> state(Path folder) {
    var state = new HashMap<Path, Object>();
    try (var files = Files.find(folder, DEPTH, (_, found) -> found.isRegularFile())) {
      files
          .filter(file -> !isSkipped(folder.relativize(file)))
          .limit(MOST_FILES)
          .forEach(file -> state.put(file, modified(file)));
    } catch (IOException | UncheckedIOException unreadable) {
      // What cannot be read cannot be watched either.
    }
    return state;
  }

  private static Object modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException gone) {
      return "gone";
    }
  }

  private static boolean isSkipped(Path file) {
    for (var part : file) {
      var name = part.toString();
      if (SKIPPED.contains(name) || name.startsWith(".")) {
        return true;
      }
    }
    return false;
  }
}
