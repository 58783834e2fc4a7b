/** What the HTTP server knows of its clients' connections. Depends on Jetty only. */
@NullMarked
package dev.stepwell.http.connection;

import org.jspecify.annotations.NullMarked;
