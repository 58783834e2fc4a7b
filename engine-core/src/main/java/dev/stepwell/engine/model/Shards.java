package dev.stepwell.engine.model;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * How executions are spread. Every row of an execution carries its shard first, so that one
 * transaction touches one shard.
 */
public final class Shards {
  /** Fixed for the life of a database. */
  public static final int COUNT = 64;

  private Shards() {}

  /** The shard of an execution: a start finds a running namesake in the same shard. */
  public static int of(long stateMachineId, String executionName) {
    var checksum = new CRC32C();
    for (var shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      checksum.update((int) (stateMachineId >>> shift));
    }
    checksum.update(executionName.getBytes(StandardCharsets.UTF_8));
    return (int) (checksum.getValue() % COUNT);
  }
}
