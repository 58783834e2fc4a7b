package dev.stepwell.persistence.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Holds a home for this process; the operating system lets go of it however the process ends. */
final class HomeLock implements AutoCloseable {
  /**
   * The homes locked by this JVM. Asked before the file is opened, because closing any channel on a
   * file gives up all the locks that the process holds on that file.
   */
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Home home;
  private final FileChannel channel;

  private HomeLock(Home home, FileChannel channel) {
    this.home = home;
    this.channel = channel;
  }

  /**
   * @throws EmbeddedPostgresException if another server uses the home, in this process or another
   */
  static HomeLock acquire(Home home) throws IOException {
    if (!HELD_HERE.add(home.directory())) {
      throw refused(home, String.valueOf(ProcessHandle.current().pid()));
    }
    FileChannel channel = null;
    try {
      channel = FileChannel.open(home.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        throw refused(home, Files.readString(home.lock()).trim());
      }
      byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(pid), 0);
      return new HomeLock(home, channel);
    } catch (IOException | RuntimeException e) {
      if (channel != null) {
        channel.close();
      }
      HELD_HERE.remove(home.directory());
      throw e;
    }
  }

  private static EmbeddedPostgresException refused(Home home, String holder) {
    return new EmbeddedPostgresException(
        ("Another Stepwell (process %s) is using the data directory %s: stop it, choose another"
                + " data directory, or, to run several nodes, give all of them one external"
                + " PostgreSQL (--database-url).")
            .formatted(holder, home.directory()));
  }

  @Override
  public void close() throws IOException {
    channel.close();
    HELD_HERE.remove(home.directory());
  }
}
