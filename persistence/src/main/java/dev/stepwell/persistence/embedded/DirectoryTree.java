package dev.stepwell.persistence.embedded;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A directory with everything below it. Symbolic links are never followed. */
public final class DirectoryTree {
  private DirectoryTree() {}

  /** Something done to one file or directory. */
  interface PathAction {
    void on(Path path) throws IOException;
  }

  /** Does nothing if there is no such directory. */
  public static void delete(Path root) throws IOException {
    if (Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      childrenFirst(root, Files::delete);
    }
  }

  static void childrenFirst(Path root, PathAction action) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            action.on(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            action.on(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
