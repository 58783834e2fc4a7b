/**
 * What the pure core costs in memory, by JMH: no history text, no database, no network. Depends on
 * asl-parser and engine-core. How to run it: docs/benchmarks.md.
 */
@NullMarked
package dev.stepwell.benchmarks.core;

import org.jspecify.annotations.NullMarked;
