/**
 * How a service is made callable from Task states: implement {@link
 * dev.stepwell.integration.spi.Integration} and name the class in {@code
 * META-INF/services/dev.stepwell.integration.spi.Integration} of a jar. Stable: what is here stays
 * as it is, and grows only in ways that old jars do not notice. Depends on Jackson's tree and
 * nothing else. See docs/integrations.md.
 */
@NullMarked
package dev.stepwell.integration.spi;

import org.jspecify.annotations.NullMarked;
