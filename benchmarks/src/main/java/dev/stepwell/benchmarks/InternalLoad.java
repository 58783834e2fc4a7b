package dev.stepwell.benchmarks;

import java.util.function.Consumer;

/**
 * Executions that wait for nothing: they are closed when their start is acknowledged, because the
 * engine runs them to the end in the commit of the start.
 */
final class InternalLoad extends Load {
  InternalLoad(BenchSettings settings, Api api, String machine, Consumer<String> tell) {
    super(settings, api, machine, tell);
  }

  @Override
  Measurement warmUp() throws InterruptedException {
    requireClosedByStart();
    return warmUp(this::one);
  }

  @Override
  Measurement measure() throws InterruptedException {
    return measure("measured", this::one);
  }

  private void one(int number) throws InterruptedException {
    start(settings().size().input(number));
  }

  /** On it rests that the time of the call is the time of the execution. */
  private void requireClosedByStart() throws InterruptedException {
    var status = api().status(start(settings().size().input(0)));
    if (!status.equals("SUCCEEDED")) {
      throw new BenchException(
          "An execution whose start is acknowledged should have succeeded, but is " + status);
    }
  }
}
