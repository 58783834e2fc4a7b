/**
 * Events as they come, in the form of server-sent events. Source: WHATWG HTML, "Server-sent
 * events". Depends on the engine's services and on how bodies are written; knows nothing of
 * connections.
 */
@NullMarked
package dev.stepwell.http.live;

import org.jspecify.annotations.NullMarked;
