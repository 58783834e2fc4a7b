/**
 * From a checked JSON tree to the model. Everything that can be wrong with a definition has been
 * found before by {@code asl.reader.rules} and {@code asl.validate}, so that nothing here reports
 * anything: a tree that surprises the readers is a bug of the rules, and throws.
 */
@NullMarked
package dev.stepwell.asl.reader;

import org.jspecify.annotations.NullMarked;
