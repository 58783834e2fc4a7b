/** Tests of the stores on PostgreSQL. */
@NullMarked
package dev.stepwell.persistence.postgres;

import org.jspecify.annotations.NullMarked;
