package dev.stepwell.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stepwell.asl.json.Json;
import dev.stepwell.engine.story.Seed;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;

/** Identities and payloads. */
class ValuesTest {
  /** Characters where the length of UTF-8 changes, and halves of pairs. */
  private static final char[] EDGES = {
    'a', '\u007f', '\u0080', '\u07ff', '\u0800', '\ud800', '\udbff', '\udc00', '\udfff', '\ue000',
    '\uffff'
  };

  @Test
  void countsUtf8AsTheEncoderDoes() {
    var seed = Seed.choose();
    var random = new Random(seed);
    for (var i = 0; i < 20_000; i++) {
      var text = new StringBuilder();
      for (var length = random.nextInt(8); length > 0; length--) {
        text.append(EDGES[random.nextInt(EDGES.length)]);
      }
      // The encoder's replacement of half a pair is one byte long, U+FFFD would be three.
      var wellFormed =
          text.toString()
              .codePoints()
              .map(c -> c >= 0xd800 && c <= 0xdfff ? 0xfffd : c)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      assertThat(Utf8.length(text.toString()))
          .as("seed %s", seed)
          .isEqualTo(wellFormed.getBytes(StandardCharsets.UTF_8).length);
    }
  }

  @Test
  void aPayloadKeepsItsText() {
    assertThat(Payload.parse("{ \"a\" : 1.10 }").text()).isEqualTo("{ \"a\" : 1.10 }");
    assertThat(Payload.ofTree(Json.parse("{ \"a\" : 1.10 }")).text()).isEqualTo("{\"a\":1.10}");
    assertThat(Payload.ofElements(List.of(Payload.ofText("{ }"), Payload.ofText(" 1"))).text())
        .isEqualTo("[{ }, 1]");
    assertThat(Payload.ofElements(List.of())).isEqualTo(Payload.ofText("[]"));
    assertThat(Payload.ofText("\"é\"").utf8Bytes()).isEqualTo(4);
    assertThatThrownBy(() -> Payload.parse("{} {}")).isInstanceOf(JacksonException.class);
  }

  @Test
  void aPayloadKnowsHowDeepItIs() {
    for (var depth = 0; depth < 6; depth++) {
      var text = "[".repeat(depth) + "\"{[\\\"[[[\\\\\"" + "]".repeat(depth);
      for (var levels = 0; levels < 8; levels++) {
        assertThat(Payload.ofText(text).isNestedDeeperThan(levels)).isEqualTo(depth > levels);
      }
    }
    assertThat(Payload.ofText("[[1],{\"a\":{}},[2]]").isNestedDeeperThan(2)).isTrue();
    assertThat(Payload.ofText("[[1],{\"a\":{}},[2]]").isNestedDeeperThan(3)).isFalse();
  }

  /** A clock that jumps about. */
  private static final class JumpingClock extends Clock {
    private final Random random;
    private Instant now = Instant.parse("2026-11-22T10:15:30Z");

    JumpingClock(Random random) {
      this.random = random;
    }

    @Override
    public Instant instant() {
      now = now.plus(Duration.ofMillis(random.nextInt(2_000) - 1_000));
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @Test
  void idsGrowWhateverTheClockDoes() {
    var ids = new IdGenerator(new JumpingClock(new Random(1)), new Random(2));
    var last = 0L;
    for (var i = 0; i < 100_000; i++) {
      var id = ids.next();
      assertThat(id).isGreaterThan(last);
      last = id;
    }
  }

  @Test
  void idsOfOneMillisecondDoNotRepeat() {
    var ids =
        new IdGenerator(
            Clock.fixed(Instant.parse("2026-11-22T10:15:30Z"), ZoneOffset.UTC), new Random(2));
    var seen = new HashSet<Long>();
    for (var i = 0; i < 10_000; i++) {
      assertThat(seen.add(ids.next())).isTrue();
    }
  }

  @Test
  void uuidsDoNotRepeatAndLookRandom() {
    var clock = Clock.fixed(Instant.parse("2026-11-22T10:15:30Z"), ZoneOffset.UTC);
    var seen = new HashSet<UUID>();
    // Two processes whose node parts are the same, as it may happen.
    for (var ids : List.of(new IdGenerator(clock, new Random(2)), sameNodePart(clock))) {
      for (var i = 0; i < 10_000; i++) {
        var uuid = ids.nextUuid();
        assertThat(seen.add(uuid)).isTrue();
        assertThat(uuid.version()).isEqualTo(4);
        assertThat(uuid.variant()).isEqualTo(2);
      }
    }
    for (var shard = 0; shard < Shards.COUNT; shard++) {
      assertThat(seen.add(new ExecutionId(shard, 42).uuid())).isTrue();
    }
    assertThat(new ExecutionId(7, 42).uuid()).isEqualTo(new ExecutionId(7, 42).uuid());
    for (var number : new long[] {0, 1, 42, -1, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 62}) {
      var id = new ExecutionId(63, number);
      assertThat(ExecutionId.ofUuid(63, id.uuid())).contains(id);
      assertThat(ExecutionId.ofUuid(62, id.uuid())).isEmpty();
    }
  }

  private static IdGenerator sameNodePart(Clock clock) {
    var wanted = new IdGenerator(clock, new Random(2)).next();
    for (var seed = 3L; ; seed++) {
      if (new IdGenerator(clock, new Random(seed)).next() == wanted) {
        return new IdGenerator(clock, new Random(seed));
      }
    }
  }

  @Test
  void arnsAreReadBack() {
    var arns = new Arns("aws", "us-east-1", "123456789012");
    assertThat(Arns.parse(arns.execution("M", "run:1")))
        .contains(new Arns.Parts("aws", "us-east-1", "123456789012", "execution", "M", "run:1"));
    assertThat(Arns.parse(arns.activity("A")))
        .hasValueSatisfying(parts -> assertThat(arns.owns(parts)).isTrue());
    assertThat(Arns.parse("arn:aws:states:us-east-1:123456789012:activity")).isEmpty();
    assertThat(Arns.parse("arn:aws:sqs:us-east-1:123456789012:queue:name")).isEmpty();
    assertThatThrownBy(() -> new Arns("aws", "us-east-1", "12"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
