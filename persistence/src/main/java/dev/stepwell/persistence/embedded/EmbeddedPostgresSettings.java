package dev.stepwell.persistence.embedded;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The size of an embedded server. Durability is no setting: fsync, synchronous_commit and
 * full_page_writes are always on.
 *
 * @param sharedBuffersMegabytes PostgreSQL's own cache, at least 16
 * @param maxWalSizeMegabytes write-ahead log between two checkpoints, at least 64
 * @param maxConnections connections at the same time, at least 5
 * @param binaries a directory that several servers share for the unpacked programs; without it each
 *     server keeps them in its home
 */
public record EmbeddedPostgresSettings(
    int sharedBuffersMegabytes,
    int maxWalSizeMegabytes,
    int maxConnections,
    Optional<Path> binaries) {

  private static final int MAX_SHARED_BUFFERS_MEGABYTES = 512;
  private static final int MIN_SHARED_BUFFERS_MEGABYTES = 16;

  public EmbeddedPostgresSettings {
    requireAtLeast("sharedBuffersMegabytes", sharedBuffersMegabytes, MIN_SHARED_BUFFERS_MEGABYTES);
    requireAtLeast("maxWalSizeMegabytes", maxWalSizeMegabytes, 64);
    requireAtLeast("maxConnections", maxConnections, 5);
  }

  /**
   * For a server that carries load: 512 MB of cache, or a quarter of the memory if that is less.
   */
  public static EmbeddedPostgresSettings standard() {
    return new EmbeddedPostgresSettings(
        sharedBuffersFor(memoryBytes()), 4096, 40, Optional.empty());
  }

  /** For tests: little memory, many connections. */
  public static EmbeddedPostgresSettings small() {
    return new EmbeddedPostgresSettings(32, 256, 200, Optional.empty());
  }

  public EmbeddedPostgresSettings withBinaries(Path directory) {
    return new EmbeddedPostgresSettings(
        sharedBuffersMegabytes, maxWalSizeMegabytes, maxConnections, Optional.of(directory));
  }

  /** The server's parameters; given on the command line they win over postgresql.conf. */
  SequencedMap<String, String> parameters(int port) {
    SequencedMap<String, String> parameters = new LinkedHashMap<>();
    parameters.put("listen_addresses", "127.0.0.1");
    parameters.put("port", String.valueOf(port));
    parameters.put("unix_socket_directories", "");
    parameters.put("fsync", "on");
    parameters.put("synchronous_commit", "on");
    parameters.put("full_page_writes", "on");
    parameters.put("shared_buffers", sharedBuffersMegabytes + "MB");
    parameters.put("max_wal_size", maxWalSizeMegabytes + "MB");
    parameters.put("max_connections", String.valueOf(maxConnections));
    parameters.put("checkpoint_timeout", "15min");
    parameters.put("autovacuum_naptime", "10s");
    parameters.put("wal_compression", "off");
    parameters.put("jit", "off");
    parameters.put("timezone", "UTC");
    parameters.put("log_timezone", "UTC");
    parameters.put("cluster_name", "stepwell");
    return parameters;
  }

  static int sharedBuffersFor(long memoryBytes) {
    long quarterMegabytes = memoryBytes / 4 / (1024 * 1024);
    return Math.clamp(quarterMegabytes, MIN_SHARED_BUFFERS_MEGABYTES, MAX_SHARED_BUFFERS_MEGABYTES);
  }

  /** Of the container where there is one, else of the machine. */
  private static long memoryBytes() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
        .getTotalMemorySize();
  }

  private static void requireAtLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ", not " + value);
    }
  }
}
