package dev.stepwell.engine.service;

import dev.stepwell.engine.model.Arns;
import dev.stepwell.engine.store.StateMachineStore;
import dev.stepwell.engine.store.StateMachineStore.MachineRevision;
import java.util.Optional;

/** Finds the state machine that a request names, or refuses with the texts recorded from AWS. */
final class MachineFinder {
  static final String RESOURCE = "stateMachine";

  private final StateMachineStore store;
  private final Arns arns;

  MachineFinder(StateMachineStore store, Arns arns) {
    this.store = store;
    this.arns = arns;
  }

  /** The machine of that name with its current revision; that of another account is none. */
  Optional<MachineRevision> find(Arns.Parts parts) {
    return arns.owns(parts) ? store.find(parts.name()) : Optional.empty();
  }

  /** The machine of an ARN that has no qualifier. */
  Answer<MachineRevision> findUnqualified(String stateMachineArn) {
    return RequestedArn.ofMachine(stateMachineArn)
        .then(parts -> findUnqualified(parts, stateMachineArn));
  }

  Answer<MachineRevision> findUnqualified(Arns.Parts parts, String stateMachineArn) {
    return (parts.qualifier() == null ? find(parts) : Optional.<MachineRevision>empty())
        .map(Answer::given)
        .orElseGet(() -> doesNotExist(stateMachineArn));
  }

  /** As {@link #findUnqualified}, but not while it is being deleted. */
  Answer<MachineRevision> findActive(String stateMachineArn) {
    return findUnqualified(stateMachineArn)
        .then(
            found -> found.machine().deleting() ? deleting(stateMachineArn) : Answer.given(found));
  }

  static <T> Answer<T> doesNotExist(String arn) {
    return Answer.refused(
        Refusal.STATE_MACHINE_DOES_NOT_EXIST, "State Machine Does Not Exist: '" + arn + "'");
  }

  static <T> Answer<T> deleting(String arn) {
    return Answer.refused(Refusal.STATE_MACHINE_DELETING, "State Machine Deleting: '" + arn + "'");
  }
}
