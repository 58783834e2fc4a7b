package dev.stepwell.benchmarks;

import java.util.function.Consumer;

/**
 * Express executions that the caller waits for. Nothing of them is stored, so that each answer is
 * the only witness, and is looked at.
 */
final class ExpressLoad extends Load {
  ExpressLoad(BenchSettings settings, Api api, String machine, Consumer<String> tell) {
    super(settings, api, machine, tell);
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
    var status = api().runSync(machine(), "{\"number\":" + number + "}");
    if (!status.equals("SUCCEEDED")) {
      throw new BenchException("An Express execution should have succeeded, but is " + status);
    }
  }
}
