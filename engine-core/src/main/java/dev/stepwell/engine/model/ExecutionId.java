package dev.stepwell.engine.model;

import java.util.Optional;
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

  /** The execution of that shard whose {@link #uuid} it is; empty where it can be none's. */
  public static Optional<ExecutionId> ofUuid(int shard, UUID uuid) {
    return Uuids.firstsOf(uuid)
        .mapToObj(number -> new ExecutionId(shard, number))
        .filter(id -> id.uuid().equals(uuid))
        .findFirst();
  }

  @Override
  public String toString() {
    return shard + "/" + Long.toUnsignedString(number, 36);
  }
}
