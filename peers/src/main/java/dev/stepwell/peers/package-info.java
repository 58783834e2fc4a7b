/**
 * Servers of AWS services that tests call, each in a process of its own. Depends on nothing: what
 * the servers need is on their own class path.
 */
@NullMarked
package dev.stepwell.peers;

import org.jspecify.annotations.NullMarked;
