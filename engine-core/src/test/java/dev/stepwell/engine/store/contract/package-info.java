/**
 * What every implementation of the stores must do, as tests: a test class implements the contracts
 * and says which stores it means. Depends on the ports only.
 */
@NullMarked
package dev.stepwell.engine.store.contract;

import org.jspecify.annotations.NullMarked;
