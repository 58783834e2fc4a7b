/**
 * The words of the REST face: what a route is, what it takes and what it answers. From the same
 * words requests are checked and the OpenAPI document is written. Depends on the engine's answers,
 * not on the HTTP server.
 */
@NullMarked
package dev.stepwell.http.rest.route;

import org.jspecify.annotations.NullMarked;
