/**
 * What is known of a definition that may be faulty: its blocks, states and transitions, each with
 * its place. The reader fills it in; the rules of {@code asl.validate} judge it. Depends on {@code
 * asl.problem} only.
 */
@NullMarked
package dev.stepwell.asl.outline;

import org.jspecify.annotations.NullMarked;
