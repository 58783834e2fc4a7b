package dev.stepwell.engine;

import dev.stepwell.engine.cluster.Membership;
import dev.stepwell.engine.codec.CommandCodec;
import dev.stepwell.engine.command.Command;
import dev.stepwell.engine.lane.Reply;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.store.ExecutionStore;
import dev.stepwell.engine.store.ExecutionStore.InboxEntry;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the commands that executions owe each other from their rows to the lanes. */
final class Inbox {
  private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

  private final ExecutionStore store;
  private final Membership membership;
  private final Door door;
  private final int scanRows;
  private final Set<Long> inFlight = ConcurrentHashMap.newKeySet();
  private final Queue<InboxEntry> ofNobody = new ConcurrentLinkedQueue<>();

  /** Where commands enter; the row goes in the transaction that applies its command. */
  @FunctionalInterface
  interface Door {
    void submit(ExecutionId target, Command command, long inboxId, Consumer<Reply> listener);
  }

  /**
   * An inbox that has looked at nothing yet.
   *
   * @param scanRows how many rows one look takes
   */
  Inbox(ExecutionStore store, Membership membership, Door door, int scanRows) {
    this.store = store;
    this.membership = membership;
    this.door = door;
    this.scanRows = scanRows;
  }

  /**
   * One look at the rows of this node's shards.
   *
   * @return false: what is left comes with the next look
   */
  boolean look() {
    for (var entry = ofNobody.poll(); entry != null; entry = ofNobody.poll()) {
      store.removeInbox(entry.target(), entry.inboxId());
      inFlight.remove(entry.inboxId());
    }
    // Rows that are on their way, or cannot be read, must not hide those behind them.
    for (var entry : store.findInbox(membership.ownShards(), scanRows + inFlight.size())) {
      if (inFlight.add(entry.inboxId())) {
        submit(entry);
      }
    }
    return false;
  }

  private void submit(InboxEntry entry) {
    Command command;
    try {
      command = CommandCodec.decode(entry.command());
    } catch (RuntimeException unreadable) {
      // It stays marked as on its way, so that this is said once; a newer node can do it.
      LOG.error(
          "inbox entry {} of execution {} cannot be read by this version; it is left to newer nodes",
          entry.inboxId(),
          entry.target(),
          unreadable);
      return;
    }
    door.submit(
        entry.target(),
        command,
        entry.inboxId(),
        reply -> {
          if (reply instanceof Reply.NotFound) {
            ofNobody.add(entry);
          } else {
            inFlight.remove(entry.inboxId());
          }
        });
  }
}
