package dev.stepwell.engine;

import dev.stepwell.engine.command.Command;
import dev.stepwell.engine.effect.Effect;
import dev.stepwell.engine.lane.Reply;
import dev.stepwell.engine.task.DirectTasks;
import dev.stepwell.engine.task.Poll.HandedTask;
import dev.stepwell.engine.task.PollerTicket;
import dev.stepwell.engine.task.TaskBoard;
import dev.stepwell.engine.task.TaskRef;
import dev.stepwell.engine.task.TaskTokens;
import dev.stepwell.engine.task.TaskTokens.TaskToken;
import java.util.concurrent.atomic.AtomicBoolean;

/** Claims waiting tasks for pollers: who has committed the claim has the task. */
final class Claims {
  private final TaskBoard tasks;
  private final DirectTasks direct;
  private final TaskTokens tokens;
  private final Inbox.Door door;
  private final AtomicBoolean failed = new AtomicBoolean();

  Claims(TaskBoard tasks, DirectTasks direct, TaskTokens tokens, Inbox.Door door) {
    this.tasks = tasks;
    this.direct = direct;
    this.tokens = tokens;
    this.door = door;
  }

  /** Tries to get the task for the poller; without it, the poller waits for the next one. */
  void claim(TaskRef task, PollerTicket poller) {
    var handed = direct.take(task);
    if (handed != null) {
      poller.deliver(handed);
      return;
    }
    door.submit(
        task.executionId(),
        new Command.StartTask(task.scheduledEventId(), poller.workerName()),
        0,
        reply -> claimed(task, poller, reply));
  }

  private void claimed(TaskRef task, PollerTicket poller, Reply reply) {
    switch (reply) {
      case Reply.Committed(_, var effects) -> {
        var delivered = false;
        for (var effect : effects) {
          if (effect instanceof Effect.DeliverTask delivery) {
            poller.deliver(handed(task, delivery));
            delivered = true;
          }
        }
        if (!delivered) {
          // The claim was one event too many for the history, and has ended the execution.
          tasks.giveBack(poller);
        }
      }
      // Somebody else has it, or it is over: this poller waits for the next one.
      case Reply.Refused _, Reply.NotFound _, Reply.NameTaken _ -> tasks.giveBack(poller);
      case Reply.Saturated _, Reply.Broken _ -> {
        tasks.giveBack(poller);
        failed.set(true);
      }
    }
  }

  private HandedTask handed(TaskRef task, Effect.DeliverTask delivery) {
    var token =
        tokens.issue(
            new TaskToken(
                task.executionId(), delivery.scheduledEventId(), delivery.startedEventId()));
    return new HandedTask(
        token, delivery.input().text(), delivery.resourceArn(), delivery.answerBy());
  }

  /** Whether a claim has failed, since this was asked last, of a task that still waits. */
  boolean haveFailed() {
    return failed.getAndSet(false);
  }
}
