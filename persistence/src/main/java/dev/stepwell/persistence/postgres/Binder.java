package dev.stepwell.persistence.postgres;

import java.sql.SQLException;

/** Gives a statement its parameters. */
@FunctionalInterface
interface Binder {
  void bind(Parameters parameters) throws SQLException;
}
