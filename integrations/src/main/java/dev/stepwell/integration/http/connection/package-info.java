/**
 * Connections: what the operator of the server adds to the requests of HTTP tasks, secrets among
 * it. Nothing of it may appear in an outcome, a log, or the text of an object.
 */
@NullMarked
package dev.stepwell.integration.http.connection;

import org.jspecify.annotations.NullMarked;
