/**
 * The engine's stores on PostgreSQL 14 or newer. {@link
 * dev.stepwell.persistence.postgres.PostgresStores} opens them all.
 *
 * <p>Depends on the engine's ports, JDBC, HikariCP and Flyway; knows no interpreter and no
 * protocol, and not where the server comes from.
 */
@NullMarked
package dev.stepwell.persistence.postgres;

import org.jspecify.annotations.NullMarked;
