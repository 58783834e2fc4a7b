package dev.stepwell.launcher;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A history as people read it: a line per event. */
final class HistoryTable {
  private static final int MAX_PAYLOAD = 100;
  private static final String FORMAT = "%5s %5s %10s  %-24s %-20s %s";
  private static final List<String> PAYLOADS =
      List.of("input", "output", "parameters", "error", "cause", "resource", "index", "length");

  private final Terminal terminal;
  private @Nullable BigDecimal start;

  HistoryTable(Terminal terminal) {
    this.terminal = terminal;
  }

  String header() {
    return terminal.bold(FORMAT.formatted("ID", "PREV", "SECONDS", "TYPE", "STATE", "DATA"));
  }

  /** One event; times count from the first event that was asked for. */
  String row(JsonNode event) {
    var time = event.path("timestamp").decimalValue();
    var first = start == null ? time : start;
    start = first;
    var type = event.path("type").asString("");
    var details = details(event);
    var row =
        FORMAT.formatted(
            event.path("id").asString(),
            event.path("previousEventId").asString(),
            String.format(Locale.ROOT, "%.3f", time.subtract(first)),
            type,
            details.path("name").asString(""),
            payload(details));
    return coloured(type, row.stripTrailing());
  }

  private String coloured(String type, String row) {
    if (type.endsWith("Failed") || type.endsWith("TimedOut") || type.endsWith("Aborted")) {
      return terminal.bad(row);
    }
    return type.equals("ExecutionSucceeded") ? terminal.good(row) : row;
  }

  private static JsonNode details(JsonNode event) {
    return event.properties().stream()
        .filter(member -> member.getKey().endsWith("EventDetails"))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseGet(() -> event.path("none"));
  }

  private static String payload(JsonNode details) {
    var texts =
        PAYLOADS.stream()
            .flatMap(name -> {
              var text = details.path(name).asString("");
              return text.isEmpty() ? Stream.<String>empty() : Stream.of(text);
            })
            .toList();
    var text = Terminal.plain(String.join(" ", texts));
    return text.length() > MAX_PAYLOAD ? text.substring(0, MAX_PAYLOAD) + "…" : text;
  }
}
