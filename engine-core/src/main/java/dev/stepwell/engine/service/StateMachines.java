package dev.stepwell.engine.service;

import dev.stepwell.engine.store.StateMachineStore.Machine;
import dev.stepwell.engine.store.StateMachineStore.Revision;

/** State machines as callers see them. */
public final class StateMachines {
  /** A machine with the revision that was asked for. */
  public record Description(String stateMachineArn, Machine machine, Revision revision) {}
}
