package dev.stepwell.worker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that run tasks: virtual ones where the running Java has them (21 and newer), else
 * cached daemon threads.
 *
 * <p>Compiled for 17, so the virtual kind is looked up by name. Neither kind is bounded here: the
 * worker's slots bound them.
 */
final class TaskThreads {
  private TaskThreads() {}

  static ExecutorService newExecutor() {
    try {
      return newVirtualThreads();
    } catch (ReflectiveOperationException e) {
      return newCachedThreads();
    }
  }

  static ExecutorService newVirtualThreads() throws ReflectiveOperationException {
    var factory =
        MethodHandles.publicLookup()
            .findStatic(
                Executors.class,
                "newVirtualThreadPerTaskExecutor",
                MethodType.methodType(ExecutorService.class));
    try {
      return (ExecutorService) factory.invokeExact();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new ReflectiveOperationException(e);
    }
  }

  static ExecutorService newCachedThreads() {
    return Executors.newCachedThreadPool(daemons("stepwell-task-"));
  }

  /** Daemon threads with numbered names. */
  static ThreadFactory daemons(String prefix) {
    var number = new AtomicInteger();
    return task -> {
      var thread = new Thread(task, prefix + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
