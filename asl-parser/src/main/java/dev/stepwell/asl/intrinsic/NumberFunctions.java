package dev.stepwell.asl.intrinsic;

import dev.stepwell.asl.expression.Evaluated;
import java.util.Random;
import java.util.UUID;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.StringNode;

/** The functions that add, and those that draw lots. Source: asl.md §8. */
final class NumberFunctions {
  private static final long VERSION_MASK = 0xF000L;
  private static final long VERSION_4 = 0x4000L;
  private static final long VARIANT_MASK = 0xC000_0000_0000_0000L;
  private static final long IETF_VARIANT = 0x8000_0000_0000_0000L;

  private NumberFunctions() {}

  static Evaluated mathAdd(Arguments arguments) {
    return arguments.withRounded(
        0, first -> arguments.withRounded(1, second -> sum((long) first + second)));
  }

  private static Evaluated sum(long sum) {
    return sum >= Integer.MIN_VALUE && sum <= Integer.MAX_VALUE
        ? Evaluated.value(IntNode.valueOf((int) sum))
        : Arguments.failed("The sum is out of the range of 32-bit integers: " + sum);
  }

  /** From the start (inclusive) to the end (exclusive); the same seed gives the same number. */
  static Evaluated mathRandom(Arguments arguments) {
    return arguments.withRounded(
        0,
        start ->
            arguments.withRounded(
                1,
                end ->
                    arguments.size() == 2
                        ? between(start, end, arguments.random())
                        // The algorithm of this class is part of its contract: a seed gives the
                        // same number on every Java.
                        : arguments.withRounded(2, seed -> between(start, end, new Random(seed)))));
  }

  private static Evaluated between(int start, int end, RandomGenerator random) {
    return start < end
        ? Evaluated.value(IntNode.valueOf(random.nextInt(start, end)))
        : Arguments.failed("The start " + start + " is not below the end " + end);
  }

  /** Version 4, drawn from the random numbers of the evaluation. */
  static Evaluated uuid(Arguments arguments) {
    var high = (arguments.random().nextLong() & ~VERSION_MASK) | VERSION_4;
    var low = (arguments.random().nextLong() & ~VARIANT_MASK) | IETF_VARIANT;
    return Evaluated.value(StringNode.valueOf(new UUID(high, low).toString()));
  }
}
