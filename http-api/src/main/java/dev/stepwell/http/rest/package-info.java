/**
 * Stepwell's own REST face, below {@code /api/v1}: JSON in, JSON out, errors as problem details.
 * Depends on the engine's services, not on the HTTP server.
 */
@NullMarked
package dev.stepwell.http.rest;

import org.jspecify.annotations.NullMarked;
