/**
 * The stored forms of state and commands: JSON documents that carry a format version. Whatever a
 * released version wrote stays readable; golden files of every form are kept in the tests. Depends
 * on state, store, command and model.
 */
@NullMarked
package dev.stepwell.engine.codec;

import org.jspecify.annotations.NullMarked;
