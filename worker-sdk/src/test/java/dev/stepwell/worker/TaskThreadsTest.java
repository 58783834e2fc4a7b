package dev.stepwell.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TaskThreadsTest {
  private static final boolean HAS_VIRTUAL_THREADS = Runtime.version().feature() >= 21;

  private static Thread threadOf(ExecutorService executor) throws Exception {
    try {
      return executor.submit(Thread::currentThread).get(30, TimeUnit.SECONDS);
    } finally {
      executor.shutdown();
    }
  }

  private static boolean isVirtual(Thread thread) throws ReflectiveOperationException {
    return (boolean) Thread.class.getMethod("isVirtual").invoke(thread);
  }

  @Test
  void tasksRunOnVirtualThreadsWhereJavaHasThem() throws Exception {
    Thread thread = threadOf(TaskThreads.newExecutor());
    assertThat(thread.isDaemon()).isTrue();
    if (HAS_VIRTUAL_THREADS) {
      assertThat(isVirtual(thread)).isTrue();
    } else {
      assertThatThrownBy(TaskThreads::newVirtualThreads)
          .isInstanceOf(ReflectiveOperationException.class);
    }
  }

  @Test
  void elseTheyRunOnNamedDaemonThreads() throws Exception {
    Thread thread = threadOf(TaskThreads.newCachedThreads());
    assertThat(thread.isDaemon()).isTrue();
    assertThat(thread.getName()).isEqualTo("stepwell-task-1");
  }
}
