/**
 * The engine's stores in memory, for tests and the simulation: they pass the same contract as those
 * on a database, and can be made to fail. {@link dev.stepwell.engine.store.memory.InMemoryDatabase}
 * is shared by all nodes, {@link dev.stepwell.engine.store.memory.InMemoryStores} is one node's
 * view. Depends on the ports only.
 */
@NullMarked
package dev.stepwell.engine.store.memory;

import org.jspecify.annotations.NullMarked;
