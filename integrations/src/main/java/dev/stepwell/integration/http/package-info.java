/**
 * {@code http:invoke}: requests to any HTTPS API, as its connection authorizes them. Depends on
 * {@code integration.net} and {@code integration.spi}. Source: asl.md §10. See docs/http-task.md.
 */
@NullMarked
package dev.stepwell.integration.http;

import org.jspecify.annotations.NullMarked;
