/**
 * The AWS JSON 1.0 protocol: requests in, answers and errors out. Depends on the engine's services,
 * not on the HTTP server.
 */
@NullMarked
package dev.stepwell.http.aws;

import org.jspecify.annotations.NullMarked;
