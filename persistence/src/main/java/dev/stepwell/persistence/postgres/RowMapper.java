package dev.stepwell.persistence.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Reads the row on which a result stands. */
@FunctionalInterface
interface RowMapper<T> {
  T map(ResultSet row) throws SQLException;
}
