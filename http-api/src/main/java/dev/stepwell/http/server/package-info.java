/**
 * The server: its settings, its HTTP listener, and the one composition root. May depend on
 * everything.
 */
@NullMarked
package dev.stepwell.http.server;

import org.jspecify.annotations.NullMarked;
