/** Tests of connections and their secrets. */
@NullMarked
package dev.stepwell.integration.http.connection;

import org.jspecify.annotations.NullMarked;
