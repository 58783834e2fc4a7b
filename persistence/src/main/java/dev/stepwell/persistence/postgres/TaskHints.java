package dev.stepwell.persistence.postgres;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Hints as the payload of a notification: the sender, then one activity ARN per line. */
final class TaskHints {
  static final String CHANNEL = "stepwell_tasks";

  /** The server takes less than 8,000 bytes. */
  private static final int MAX_PAYLOAD_BYTES = 7_900;

  private TaskHints() {}

  /** As many payloads as the size needs. */
  static List<String> encode(String sender, Collection<String> activityArns) {
    var payloads = new ArrayList<String>();
    var payload = new StringBuilder(sender);
    var bytes = sender.length();
    for (var arn : activityArns) {
      var arnBytes = arn.getBytes(StandardCharsets.UTF_8).length + 1;
      if (bytes + arnBytes > MAX_PAYLOAD_BYTES && payload.length() > sender.length()) {
        payloads.add(payload.toString());
        payload.setLength(sender.length());
        bytes = sender.length();
      }
      payload.append('\n').append(arn);
      bytes += arnBytes;
    }
    payloads.add(payload.toString());
    return payloads;
  }

  /** The ARNs of a payload; none where {@code self} sent it. */
  static List<String> decode(String self, String payload) {
    var lines = payload.lines().toList();
    return lines.isEmpty() || lines.getFirst().equals(self)
        ? List.of()
        : lines.subList(1, lines.size());
  }
}
