package dev.stepwell.engine.store.memory;

import dev.stepwell.engine.store.ExecutionWrite;
import java.util.List;

/**
 * Decides what fails. Asked under the database's lock, once per call, so that a seeded one is
 * repeatable.
 */
public interface StoreFaults {
  StoreFaults NONE = new StoreFaults() {};

  /** What becomes of a commit. */
  enum CommitFault {
    NONE,
    /** Nothing is written, and the caller knows it. */
    UNAVAILABLE,
    /** Nothing is written, and the caller cannot know. */
    LOST_BEFORE_COMMIT,
    /** Everything is written later, after the caller has heard that it cannot know. */
    LOST_WHILE_COMMITTING,
    /** Everything is written, and the caller cannot know. */
    LOST_AFTER_COMMIT
  }

  default CommitFault onCommit(List<ExecutionWrite> writes) {
    return CommitFault.NONE;
  }

  /** Whether a question of a lane, or for an activity, fails. */
  default boolean failsRead() {
    return false;
  }

  /** Whether the question for an activity fails. */
  default boolean failsToFindActivity() {
    return false;
  }

  /** Whether a hint to one other node is lost. */
  default boolean losesHint(String activityArn) {
    return false;
  }
}
