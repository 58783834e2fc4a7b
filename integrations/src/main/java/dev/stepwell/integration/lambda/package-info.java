/**
 * Functions: those reached by Lambda's Invoke API or at plain URLs, and those whose runtimes attach
 * here.
 */
@NullMarked
package dev.stepwell.integration.lambda;

import org.jspecify.annotations.NullMarked;
