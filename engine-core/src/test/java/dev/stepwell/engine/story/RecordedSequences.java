package dev.stepwell.engine.story;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Sequences of events recorded from AWS ({@code case TAB id<previousEventId:Type …}). What is a
 * Lambda function or a service call there may be an activity in a story: the events are called by
 * other names, and are the same otherwise.
 */
final class RecordedSequences {
  private static final Path FILE =
      Path.of("src", "test", "resources", "stories", "recorded-sequences.tsv");

  private RecordedSequences() {}

  /** The sequence as it was recorded, and as it would be with activities. */
  static List<String> of(String recordedCase) {
    try (var lines = Files.lines(FILE)) {
      var sequence =
          lines
              .map(line -> line.split("\t", 2))
              .filter(fields -> fields[0].equals(recordedCase))
              .map(fields -> fields[1])
              .findFirst()
              .orElseThrow(() -> new AssertionError("nothing recorded as " + recordedCase));
      return List.of(
          sequence,
          sequence.replaceAll(
              ":(?:Task|LambdaFunction)(Scheduled|Started|Succeeded|Failed|TimedOut)\\b",
              ":Activity$1"));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
