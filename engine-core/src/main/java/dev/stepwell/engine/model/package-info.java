/** Identities and values shared by all of the engine. Depends on asl-parser's JSON only. */
@NullMarked
package dev.stepwell.engine.model;

import org.jspecify.annotations.NullMarked;
