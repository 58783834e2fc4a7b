/**
 * The nodes on one database: who is alive, and which shards each looks after first. Hints only; the
 * fence is in the store.
 */
@NullMarked
package dev.stepwell.engine.cluster;

import org.jspecify.annotations.NullMarked;
