package dev.stepwell.engine.model;

import java.util.UUID;
import java.util.stream.LongStream;

/**
 * UUIDs made of numbers that are unique already. {@link UUID#randomUUID} asks the one secure
 * generator of the process, for which all threads wait in turn, and a digest costs as much as ten
 * states: both showed in the profile of short executions.
 */
final class Uuids {
  private static final long VERSION_4 = 0x4000L;
  private static final long VERSION_BITS = 0xF000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;
  private static final long VARIANT_BITS = 0xC000_0000_0000_0000L;

  private Uuids() {}

  /** The UUID of two numbers; it looks like a random one, but is the same every time. */
  static UUID of(long first, long second) {
    return new UUID(
        (mixed(first) & ~VERSION_BITS) | VERSION_4, (mixed(second) & ~VARIANT_BITS) | VARIANT);
  }

  /** The first numbers that may have made a UUID: it does not tell the bits of its version. */
  static LongStream firstsOf(UUID uuid) {
    var known = uuid.getMostSignificantBits() & ~VERSION_BITS;
    var shift = Long.numberOfTrailingZeros(VERSION_BITS);
    return LongStream.range(0, 1L << Long.bitCount(VERSION_BITS))
        .map(bits -> unmixed(known | (bits << shift)));
  }

  /** Every bit depends on every other; different numbers stay different (Stafford's mix 13). */
  private static long mixed(long number) {
    var once = (number ^ (number >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
    var twice = (once ^ (once >>> 27)) * 0x94D0_49BB_1331_11EBL;
    return twice ^ (twice >>> 31);
  }

  /** What {@link #mixed} was made of: each of its steps backwards. */
  private static long unmixed(long mixed) {
    var twice = (mixed ^ (mixed >>> 31) ^ (mixed >>> 62)) * 0x3196_42B2_D24D_8EC3L;
    var once = (twice ^ (twice >>> 27) ^ (twice >>> 54)) * 0x96DE_1B17_3F11_9089L;
    return once ^ (once >>> 30) ^ (once >>> 60);
  }
}
