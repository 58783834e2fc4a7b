package dev.stepwell.http.live;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Builds the text of events. */
final class EventText {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** Tells a client from where to go on, without an event. */
  EventText position(String id) {
    return line("id: ", id).endOfEvent();
  }

  /**
   * An event.
   *
   * @param data of one line, which JSON is as this server writes it
   */
  EventText event(String id, String type, byte[] data) {
    return line("id: ", id).line("event: ", type).data(data);
  }

  /** An event that is no place to go on from. */
  EventText event(String type, byte[] data) {
    return line("event: ", type).data(data);
  }

  private EventText data(byte[] data) {
    write("data: ");
    bytes.writeBytes(data);
    write("\n");
    return endOfEvent();
  }

  private EventText line(String field, String value) {
    write(field);
    write(value);
    write("\n");
    return this;
  }

  private EventText endOfEvent() {
    write("\n");
    return this;
  }

  private void write(String text) {
    bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }
}
