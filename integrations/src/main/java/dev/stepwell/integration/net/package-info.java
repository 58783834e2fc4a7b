/**
 * HTTP requests that leave this server: where they may go, and what may come back. Every request
 * has a deadline, every answer a limit, and no request is sent twice. Depends on engine.thread.
 */
@NullMarked
package dev.stepwell.integration.net;

import org.jspecify.annotations.NullMarked;
