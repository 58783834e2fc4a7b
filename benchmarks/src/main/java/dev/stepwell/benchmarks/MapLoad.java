package dev.stepwell.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Executions that have many items to do, more than one commit takes. */
final class MapLoad extends Load {
  private static final long LOOK_MILLIS = 2;

  private final String input;

  MapLoad(BenchSettings settings, Api api, String machine, Consumer<String> tell) {
    super(settings, api, machine, tell);
    this.input =
        IntStream.range(0, settings.size().items())
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(",", "{\"items\":[", "]}"));
  }

  @Override
  Measurement warmUp() throws InterruptedException {
    return warmUp(this::one);
  }

  @Override
  Measurement measure() throws InterruptedException {
    return measure("measured", this::one);
  }

  private void one(int number) throws InterruptedException {
    var execution = start(input);
    while (api().status(execution).equals("RUNNING")) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
    }
  }
}
