package dev.stepwell.asl.jsonata;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Utils;
import dev.stepwell.asl.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * The functions that AWS adds, and those of the library that depend on more than their arguments or
 * are slow. Source: asl.md §4.
 */
final class ExtraFunctions {
  /** No double has digits further from its point, so that rounding there changes nothing. */
  private static final int MAX_PRECISION = 400;

  private static final Set<String> ALGORITHMS =
      Set.of("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512");

  private ExtraFunctions() {}

  static @Nullable Object partition(Call call) {
    var items = call.list(0);
    if (items == null) {
      return null;
    }
    var size = call.floor(1, 0);
    if (size < 1) {
      throw failure("Second argument of the partition function must be a positive number");
    }
    call.budget().checkSize(items.size());
    var chunks = new ArrayList<Object>();
    for (var start = 0L; start < items.size(); start += size) {
      var end = (int) Math.min(items.size(), start + size);
      chunks.add(new ArrayList<>(items.subList((int) start, end)));
    }
    return chunks;
  }

  /** A sequence: one that has a single number is that number. Recorded: {@code $range(1,9,9)}. */
  static @Nullable Object range(Call call) {
    if (call.number(0) == null || call.number(1) == null) {
      return null;
    }
    var start = call.floor(0, 0);
    var end = call.floor(1, 0);
    var step = call.floor(2, 1);
    if (step == 0) {
      throw failure("Third argument of the range function must not be zero");
    }
    var isEmpty = step > 0 ? start > end : start < end;
    var size = isEmpty ? 0 : (long) (((double) end - start) / step) + 1;
    call.budget().checkSize(size);
    var numbers = Utils.createSequence();
    for (var i = 0L; i < size; i++) {
      numbers.add(Values.number(start + i * step));
    }
    return numbers;
  }

  static @Nullable Object hash(Call call) {
    var value = call.argument(0);
    if (value == null) {
      return null;
    }
    var algorithm = call.text(1);
    if (algorithm == null || !ALGORITHMS.contains(algorithm)) {
      throw failure("Second argument of the hash function must be one of " + ALGORITHM_NAMES);
    }
    var text = Functions.string(value, false);
    try {
      var digest = MessageDigest.getInstance(algorithm);
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("a Java platform without " + algorithm, e);
    }
  }

  private static final String ALGORITHM_NAMES = "MD5, SHA-1, SHA-256, SHA-384, SHA-512";

  /** At least 0, less than 1; the same for the same seed. */
  static Object random(Call call) {
    var seed = call.number(0);
    var generator =
        seed == null
            ? call.bindings().random()
            : new SplittableRandom(Double.doubleToLongBits(seed.doubleValue()));
    return generator.nextDouble();
  }

  /** A UUID of version 4. */
  static Object uuid(Call call) {
    var random = call.bindings().random();
    var high = (random.nextLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x4000L;
    var low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }

  static @Nullable Object parse(Call call) {
    var text = call.text(0);
    if (text == null) {
      return null;
    }
    try {
      return Values.ofNode(Json.parse(text));
    } catch (JacksonException e) {
      throw failure("The argument of the parse function is not valid JSON");
    }
  }

  static @Nullable Object shuffle(Call call) {
    var items = call.list(0);
    if (items == null) {
      return null;
    }
    var shuffled = new ArrayList<@Nullable Object>(items);
    var random = call.bindings().random();
    for (var i = shuffled.size() - 1; i > 0; i--) {
      var other = random.nextInt(i + 1);
      shuffled.set(i, shuffled.set(other, shuffled.get(i)));
    }
    return shuffled;
  }

  static Object now(Call call) {
    return Functions.dateTimeFromMillis(
        call.bindings().now().toEpochMilli(), call.text(0), call.text(1));
  }

  static Object millis(Call call) {
    return call.bindings().now().toEpochMilli();
  }

  /** The library's takes time quadratic in the number of items. */
  static @Nullable Object spread(Call call) {
    var value = call.argument(0);
    if (value instanceof List<?> || value instanceof Map<?, ?>) {
      var result = Utils.createSequence();
      spread(value, result, call.budget());
      return result;
    }
    return value;
  }

  private static void spread(@Nullable Object value, List<Object> result, Budget budget) {
    budget.spend(1);
    switch (value) {
      case List<?> list -> list.forEach(item -> spread(item, result, budget));
      case Map<?, ?> map ->
          map.forEach((key, field) -> {
            var single = new LinkedHashMap<Object, @Nullable Object>();
            single.put(key, field);
            result.add(single);
          });
      case null -> {}
      default -> result.add(value);
    }
  }

  /** The library's cannot compare whole numbers with others. */
  static @Nullable Object sort(Call call) {
    var items = call.list(0);
    if (items == null || call.argument(1) != null) {
      return Functions.sort(items, call.argument(1));
    }
    if (items.stream().allMatch(Number.class::isInstance)) {
      return sorted(items, Comparator.comparingDouble(item -> ((Number) item).doubleValue()));
    } else if (items.stream().allMatch(String.class::isInstance)) {
      return sorted(items, Comparator.comparing(item -> (String) item));
    }
    throw new JException("D3070", -1);
  }

  private static List<Object> sorted(List<?> items, Comparator<Object> order) {
    var sorted = new ArrayList<Object>(items);
    sorted.sort(order);
    return sorted;
  }

  static @Nullable Object round(Call call) {
    var precision = Math.clamp(call.floor(1, 0), -MAX_PRECISION, MAX_PRECISION);
    return Functions.round(call.number(0), precision);
  }

  static @Nullable Object formatBase(Call call) {
    return Functions.formatBase(
        call.number(0), call.number(1) == null ? null : Call.toInt(call.floor(1, 0)));
  }

  static JException failure(String message) {
    return new JException("D3137", -1, message);
  }
}
