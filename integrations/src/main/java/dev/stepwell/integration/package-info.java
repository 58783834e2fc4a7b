/** What Task states call. Each service has a package of its own; {@code Integrations} finds it. */
@NullMarked
package dev.stepwell.integration;

import org.jspecify.annotations.NullMarked;
