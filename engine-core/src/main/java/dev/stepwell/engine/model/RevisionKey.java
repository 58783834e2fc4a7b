package dev.stepwell.engine.model;

/**
 * One revision of one state machine; what it names never changes.
 *
 * @param stateMachineId never used again when a machine of the same name is created after a
 *     deletion
 * @param revision 1 at creation, one more with every real change
 */
public record RevisionKey(long stateMachineId, int revision) {}
