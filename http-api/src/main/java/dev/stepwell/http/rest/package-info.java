/** What people and scripts ask by plain HTTP, below {@code /api/v1}. Depends on the engine only. */
@NullMarked
package dev.stepwell.http.rest;

import org.jspecify.annotations.NullMarked;
