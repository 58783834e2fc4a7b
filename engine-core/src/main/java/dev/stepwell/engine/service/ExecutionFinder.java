package dev.stepwell.engine.service;

import dev.stepwell.engine.interpreter.RunnableMachine;
import dev.stepwell.engine.machine.MachineCatalog;
import dev.stepwell.engine.model.Arns;
import dev.stepwell.engine.model.Shards;
import dev.stepwell.engine.store.ExecutionName;
import dev.stepwell.engine.store.ExecutionStore;
import dev.stepwell.engine.store.StoredExecution;
import java.util.Optional;

/** Finds the execution that an ARN names. */
final class ExecutionFinder {
  private final ExecutionStore store;
  private final MachineCatalog machines;

  ExecutionFinder(ExecutionStore store, MachineCatalog machines) {
    this.store = store;
    this.machines = machines;
  }

  /** An execution without its scopes, and its machine as it is now. */
  record Found(MachineCatalog.Startable current, StoredExecution stored) {
    RunnableMachine machine() {
      return current.machine();
    }

    boolean isOfDeletedMachine() {
      return current.deleting();
    }
  }

  Answer<Found> find(String executionArn) {
    return RequestedArn.ofType("execution", executionArn)
        .then(parts ->
            findStored(parts).map(Answer::given).orElseGet(() -> doesNotExist(executionArn)));
  }

  private Optional<Found> findStored(Arns.Parts parts) {
    var name = parts.qualifier();
    if (name == null) {
      return Optional.empty();
    }
    return machines
        .find(parts.name(), null)
        .filter(current -> current.machine().arns().owns(parts))
        .flatMap(current -> {
          var machineId = current.machine().key().stateMachineId();
          return store
              .find(new ExecutionName(Shards.of(machineId, name), machineId, name))
              .map(stored -> new Found(current, stored));
        });
  }

  static <T> Answer<T> doesNotExist(String executionArn) {
    return Answer.refused(
        Refusal.EXECUTION_DOES_NOT_EXIST, "Execution Does Not Exist: '" + executionArn + "'");
  }
}
