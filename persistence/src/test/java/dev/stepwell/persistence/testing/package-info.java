/**
 * A fresh PostgreSQL database for each test, here and in the modules that depend on this one's test
 * jar. {@link dev.stepwell.persistence.testing.TestDatabase} is the entry.
 *
 * <p>Depends on {@code dev.stepwell.persistence.embedded}, JDBC and, where Docker is,
 * Testcontainers.
 */
@NullMarked
package dev.stepwell.persistence.testing;

import org.jspecify.annotations.NullMarked;
