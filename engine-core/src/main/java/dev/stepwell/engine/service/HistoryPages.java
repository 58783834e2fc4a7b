package dev.stepwell.engine.service;

import dev.stepwell.asl.json.Json;
import dev.stepwell.engine.history.EventType;
import dev.stepwell.engine.service.Executions.HistoryPage;
import dev.stepwell.engine.store.ExecutionWrite.HistoryChunk;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JsonToken;

/** Cuts stored history chunks into pages of single events, without reading what the events say. */
final class HistoryPages {
  private HistoryPages() {}

  /**
   * @param chunks in the order asked for, with at least one event more than the limit where there
   *     are as many
   * @param from first event of the page in that order
   */
  static HistoryPage page(List<HistoryChunk> chunks, long from, boolean reverse, int limit) {
    var events = new ArrayList<byte[]>();
    for (var chunk : chunks) {
      var inChunk = split(chunk);
      for (var i = 0; i < chunk.count(); i++) {
        var index = reverse ? chunk.count() - 1 - i : i;
        var id = chunk.firstEventId() + index;
        if (reverse ? id > from : id < from) {
          continue;
        }
        if (events.size() == limit) {
          return new HistoryPage(events, id);
        }
        events.add(inChunk.get(index));
      }
    }
    return new HistoryPage(events, 0);
  }

  /**
   * Events from one on, as many as a number of bytes allows, but for the first of them.
   *
   * @param chunks in the order of events
   */
  static List<byte[]> upTo(List<HistoryChunk> chunks, long from, int maxBytes) {
    var events = new ArrayList<byte[]>();
    var bytes = 0;
    for (var chunk : chunks) {
      var inChunk = split(chunk);
      for (var index = (int) Math.max(0, from - chunk.firstEventId());
          index < chunk.count();
          index++) {
        var event = inChunk.get(index);
        bytes += event.length;
        if (bytes > maxBytes && !events.isEmpty()) {
          return events;
        }
        events.add(event);
      }
    }
    return events;
  }

  /** What an event says before its details. */
  record Head(long id, String type, Instant timestamp) {}

  static Head head(byte[] event) {
    var id = 0L;
    var type = "";
    var timestamp = Instant.EPOCH;
    try (var parser = Json.mapper().createParser(event)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        var name = parser.currentName();
        parser.nextToken();
        switch (name) {
          case "id" -> id = parser.getLongValue();
          case "type" -> type = parser.getString();
          case "timestamp" -> timestamp = time(parser.getDecimalValue());
          default -> parser.skipChildren();
        }
      }
    }
    return new Head(id, type, timestamp);
  }

  private static Instant time(BigDecimal epochSeconds) {
    return Instant.ofEpochMilli(epochSeconds.movePointRight(3).longValue());
  }

  /** The events of a chunk that start, end or redrive the execution. */
  static List<Head> milestones(HistoryChunk chunk) {
    return split(chunk).stream()
        .map(HistoryPages::head)
        .filter(head -> EventType.isMilestone(head.type()))
        .toList();
  }

  private static List<byte[]> split(HistoryChunk chunk) {
    var bytes = chunk.events();
    var events = new ArrayList<byte[]>(chunk.count());
    try (var parser = Json.mapper().createParser(bytes)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        var begin = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        var end = (int) parser.currentLocation().getByteOffset();
        events.add(Arrays.copyOfRange(bytes, begin, end));
      }
    }
    return events;
  }
}
