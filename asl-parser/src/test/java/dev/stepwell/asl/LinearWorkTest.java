package dev.stepwell.asl;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reading a definition takes work that is linear in its length. Time is no measure on a machine
 * that does other things too; the memory that the reading thread asks for is, and everything
 * super-linear that a reader of text and trees can do (copying, building texts of places, looking
 * everything up for everything) asks for memory.
 */
class LinearWorkTest {
  private static final int SIZE = 2_000;
  private static final int GROWTH = 8;

  /** Lists grow in steps; a square would be a growth of 64. */
  private static final double MOST_GROWTH = GROWTH * 1.5;

  /** The JSON parser's own buffers, which it keeps for the next text while they are small. */
  private static final int BUFFER_BYTES_PER_CHARACTER = 8;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final Map<String, IntFunction<String>> SHAPES =
      Map.of(
          "chain of states",
          n ->
              machine(
                  "S0",
                  list(n, i -> "\"S%d\":{\"Type\":\"Pass\",\"Next\":\"S%d\"}".formatted(i, i + 1))
                      + ",\"S%d\":{\"Type\":\"Succeed\"}".formatted(n)),
          "states that nothing reaches",
          n -> machine("S0", list(n, i -> "\"S%d\":{\"Type\":\"Succeed\"}".formatted(i))),
          "states without a type",
          n -> machine("S0", list(n, i -> "\"S%d\":{}".formatted(i))),
          "choices",
          n ->
              state(
                  "{\"Type\":\"Choice\",\"Choices\":[%s]}"
                      .formatted(
                          list(
                              n,
                              i ->
                                  "{\"Variable\":\"$.a%d\",\"StringEquals\":\"$.x\",\"Next\":\"S\"}"
                                      .formatted(i)))),
          "fields of a template",
          n -> template("{%s}".formatted(list(n, i -> "\"a%d.$\":\"$.b[%d]\"".formatted(i, i)))),
          "lookalikes in a template",
          n -> template("{\"a\":[%s]}".formatted(list(n, i -> "{\"b%d\":\"$.c\"}".formatted(i)))),
          "arguments of a call",
          n -> template("{\"a.$\":\"States.Array(%s)\"}".formatted(list(n, i -> "$.b" + i))),
          "placeholders of a call",
          n -> template("{\"a.$\":\"States.Format('%s')\"}".formatted("{}".repeat(n))),
          "calls that never end",
          n -> template("{\"a.$\":\"%s\"}".formatted("States.Array(".repeat(n))),
          "tasks",
          n ->
              machine(
                  "S0",
                  list(
                      n,
                      i ->
                          "\"S%d\":{\"Type\":\"Task\",\"Resource\":\"arn:aws:states:::sqs:sendMessage\",\"End\":true}"
                              .formatted(i))));

  static Set<String> shapes() {
    return SHAPES.keySet();
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void growsWithTheLengthOfTheDefinition(String name) {
    var shape = Objects.requireNonNull(SHAPES.get(name));
    var small = shape.apply(SIZE);
    var large = shape.apply(SIZE * GROWTH);
    bytesToRead(small);
    var most = bytesToRead(small) * MOST_GROWTH + large.length() * BUFFER_BYTES_PER_CHARACTER;

    assertThat((double) bytesToRead(large)).as(name).isLessThan(most);
  }

  private static long bytesToRead(String definition) {
    var before = THREADS.getCurrentThreadAllocatedBytes();
    assertThat(Asl.read(definition)).isNotNull();
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private static String template(String parameters) {
    return state("{\"Type\":\"Pass\",\"Parameters\":%s,\"End\":true}".formatted(parameters));
  }

  private static String state(String state) {
    return machine("S", "\"S\":" + state);
  }

  private static String machine(String startAt, String states) {
    return "{\"StartAt\":\"%s\",\"States\":{%s}}".formatted(startAt, states);
  }

  private static String list(int size, IntFunction<String> item) {
    return IntStream.range(0, size).mapToObj(item).collect(Collectors.joining(","));
  }
}
