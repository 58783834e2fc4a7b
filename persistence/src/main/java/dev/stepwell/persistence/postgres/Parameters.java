package dev.stepwell.persistence.postgres;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Binds the parameters of one statement from left to right; arrays travel in binary form. */
final class Parameters {
  private final PreparedStatement statement;
  private final PGConnection connection;
  private int last;

  Parameters(PreparedStatement statement) throws SQLException {
    this.statement = statement;
    this.connection = statement.getConnection().unwrap(PGConnection.class);
  }

  Parameters int2(int value) throws SQLException {
    statement.setShort(++last, (short) value);
    return this;
  }

  Parameters int4(int value) throws SQLException {
    statement.setInt(++last, value);
    return this;
  }

  Parameters int8(long value) throws SQLException {
    statement.setLong(++last, value);
    return this;
  }

  Parameters nullableInt8(@Nullable Long value) throws SQLException {
    if (value == null) {
      statement.setNull(++last, Types.BIGINT);
      return this;
    }
    return int8(value);
  }

  Parameters bool(boolean value) throws SQLException {
    statement.setBoolean(++last, value);
    return this;
  }

  Parameters millis(Instant value) throws SQLException {
    return int8(value.toEpochMilli());
  }

  Parameters text(@Nullable String value) throws SQLException {
    if (value == null) {
      statement.setNull(++last, Types.VARCHAR);
    } else {
      statement.setString(++last, value);
    }
    return this;
  }

  Parameters bytea(byte[] value) throws SQLException {
    statement.setBytes(++last, value);
    return this;
  }

  Parameters int2s(short[] values) throws SQLException {
    return array("int2", values);
  }

  Parameters bools(boolean[] values) throws SQLException {
    return array("bool", values);
  }

  Parameters int4s(int[] values) throws SQLException {
    return array("int4", values);
  }

  Parameters int8s(long[] values) throws SQLException {
    return array("int8", values);
  }

  Parameters int8s(@Nullable Long[] values) throws SQLException {
    return array("int8", values);
  }

  Parameters texts(@Nullable String[] values) throws SQLException {
    return array("text", values);
  }

  Parameters byteas(byte[] @Nullable [] values) throws SQLException {
    return array("bytea", values);
  }

  private Parameters array(String elementType, Object values) throws SQLException {
    statement.setArray(++last, connection.createArrayOf(elementType, values));
    return this;
  }
}
