package dev.stepwell.persistence.postgres;

import java.io.ByteArrayOutputStream;
import java.sql.SQLException;

/**
 * Contents of varying width, end to end in one value, with the position (from 1) and length of
 * each.
 */
final class Contents {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final int[] positions;
  private final int[] lengths;
  private int count;

  Contents(int capacity) {
    positions = new int[capacity];
    lengths = new int[capacity];
  }

  void add(byte[] content) {
    positions[count] = bytes.size() + 1;
    lengths[count] = content.length;
    count++;
    bytes.writeBytes(content);
  }

  void bind(Parameters parameters) throws SQLException {
    parameters.bytea(bytes.toByteArray()).int4s(positions).int4s(lengths);
  }
}
