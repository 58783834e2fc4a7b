package dev.stepwell.engine.model;

import java.util.UUID;

/**
 * The engine's own name of one execution; short, and unique for ever.
 *
 * @param shard the distribution column, 0 ≤ shard &lt; {@link Shards#COUNT}; derived from state
 *     machine and execution name
 * @param number time-ordered, unique within the shard
 */
public record ExecutionId(int shard, long number) {
  public ExecutionId {
    if (shard < 0 || shard >= Shards.COUNT) {
      throw new IllegalArgumentException("shard out of range: " + shard);
    }
  }

  /** The same name as a UUID. */
  public UUID uuid() {
    return Uuids.of(number, shard - number);
  }

  @Override
  public String toString() {
    return shard + "/" + Long.toUnsignedString(number, 36);
  }
}
