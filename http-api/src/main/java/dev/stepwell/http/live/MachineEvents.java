package dev.stepwell.http.live;

import dev.stepwell.engine.service.MachineStream;
import dev.stepwell.http.aws.operation.ResponseBody;
import java.time.Duration;

/**
 * What becomes of a machine's executions: ExecutionStarted, ExecutionSucceeded and so on, each with
 * the execution's ARN, its name and the time. Ends only when the node stops.
 */
public final class MachineEvents implements LiveSource {
  private final MachineStream stream;
  private boolean begun;

  public MachineEvents(MachineStream stream) {
    this.stream = stream;
  }

  @Override
  public Piece next(Duration patience) {
    if (!begun) {
      begun = true;
      // So that who is cut off before the first event knows where to go on.
      return new Piece(new EventText().position(stream.position().toString()).toBytes(), false);
    }
    var text = new EventText();
    for (var event : stream.next(patience)) {
      text.event(event.position().toString(), event.type(), data(event));
    }
    return new Piece(text.toBytes(), stream.isOver());
  }

  private static byte[] data(MachineStream.Event event) {
    return ResponseBody.of(
            json -> {
              json.writeStringProperty("executionArn", event.executionArn());
              json.writeStringProperty("name", event.executionName());
              json.writeStringProperty("type", event.type());
              json.writeStringProperty("timestamp", event.timestamp().toString());
            })
        .json();
  }

  @Override
  public void close() {
    stream.close();
  }
}
