/**
 * What executions do, told as stories: a definition, what happens to it, and the history that
 * follows, on the pure interpreter in virtual time. Depends on asl-parser and the pure packages of
 * this module.
 */
@NullMarked
package dev.stepwell.engine.story;

import org.jspecify.annotations.NullMarked;
