package dev.stepwell.launcher.task;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A process and all that it has started. */
public final class ProcessTree {
  /**
   * Ctrl-C reaches all processes of a terminal; those that are run for tasks are to be finished, so
   * they do not hear it. The rest of the arguments is the command.
   */
  public static final List<String> WITHOUT_INTERRUPTS =
      List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "sh");

  /** Between asking a process to end and ending it. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private ProcessTree() {}

  /** Asks all of them to end; ends those that have not after a short while. */
  public static void end(Process process) {
    var tree = members(process.toHandle());
    tree.forEach(ProcessHandle::destroy);
    try {
      CompletableFuture.allOf(
              tree.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
          .get(GRACE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      kill(tree);
    } catch (InterruptedException e) {
      kill(tree);
      Thread.currentThread().interrupt();
    }
  }

  /** Ends all of them at once. */
  public static void kill(Process process) {
    kill(members(process.toHandle()));
  }

  /** With what they have started since they were found. */
  private static void kill(List<ProcessHandle> tree) {
    tree.stream()
        .flatMap(member -> members(member).stream())
        .forEach(ProcessHandle::destroyForcibly);
  }

  private static List<ProcessHandle> members(ProcessHandle root) {
    return Stream.concat(Stream.of(root), root.descendants()).toList();
  }
}
