package dev.stepwell.engine.service;

import dev.stepwell.asl.json.Json;
import dev.stepwell.engine.service.Executions.HistoryPage;
import dev.stepwell.engine.store.ExecutionWrite.HistoryChunk;
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
