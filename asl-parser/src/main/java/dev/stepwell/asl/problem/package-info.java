/**
 * What is wrong with a definition, in the form of the ValidateStateMachineDefinition diagnostics.
 */
@NullMarked
package dev.stepwell.asl.problem;

import org.jspecify.annotations.NullMarked;
