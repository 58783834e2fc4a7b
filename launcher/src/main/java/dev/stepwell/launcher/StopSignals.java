package dev.stepwell.launcher;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Ctrl-C and SIGTERM as calls, so that a second one can mean something else than the first: a
 * shutdown hook hears only of one.
 *
 * <p>By reflection: the compiler warns of {@code sun.misc.Signal}, and such a warning cannot be
 * suppressed.
 */
final class StopSignals {
  private StopSignals() {}

  /**
   * From now on, calls this with 1, 2 … instead of ending the process, each time on a thread of the
   * JVM's.
   */
  static void count(IntConsumer onSignal) {
    var count = new AtomicInteger();
    Runnable signalled = () -> onSignal.accept(count.incrementAndGet());
    try {
      var signal = Class.forName("sun.misc.Signal");
      var handler = Class.forName("sun.misc.SignalHandler");
      var run =
          MethodHandles.lookup()
              .findVirtual(Runnable.class, "run", methodType(void.class))
              .bindTo(signalled);
      var proxy =
          MethodHandleProxies.asInterfaceInstance(
              handler, MethodHandles.dropArguments(run, 0, signal));
      var handle = signal.getMethod("handle", signal, handler);
      for (var name : List.of("INT", "TERM")) {
        handle.invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("This Java cannot handle signals", e);
    }
  }
}
