package dev.stepwell.http.live;

import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.service.EventStream;
import dev.stepwell.engine.service.EventStream.Next;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The events of one execution: their ids, types and objects are those of the history. The last one
 * is {@value #END}, once the execution is closed.
 */
public final class ExecutionEvents implements LiveSource {
  static final String END = "end";

  private final EventStream stream;

  public ExecutionEvents(EventStream stream) {
    this.stream = stream;
  }

  @Override
  public Piece next(Duration patience) {
    return switch (stream.next(patience)) {
      case Next.Events events -> new Piece(text(events), false);
      case Next.Nothing() -> new Piece(new byte[0], false);
      case Next.Closed(var status) -> new Piece(end(status), true);
      case Next.Over() -> new Piece(new byte[0], true);
    };
  }

  private static byte[] text(Next.Events events) {
    var text = new EventText();
    events
        .events()
        .forEach(event -> text.event(Long.toString(event.id()), event.type(), event.json()));
    return text.toBytes();
  }

  private static byte[] end(ExecutionStatus status) {
    var data = "{\"status\":\"" + status.name() + "\"}";
    return new EventText().event(END, data.getBytes(StandardCharsets.UTF_8)).toBytes();
  }

  @Override
  public void close() {
    stream.close();
  }
}
