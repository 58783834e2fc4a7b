package dev.stepwell.launcher.process;

import dev.stepwell.asl.json.Json;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * How often an execution that succeeds enters each state of a definition whose states follow each
 * other without a Choice.
 *
 * @param byState by the state's name, unique in the definition
 */
record Visits(Map<String, Integer> byState) {

  /**
   * Counts the states of a definition.
   *
   * @param items how many each Map has
   */
  static Visits of(String definition, int items) {
    var byState = new TreeMap<String, Integer>();
    count(Json.parse(definition), 1, items, byState);
    return new Visits(byState);
  }

  private static void count(JsonNode states, int times, int items, Map<String, Integer> byState) {
    states
        .path("States")
        .properties()
        .forEach(state -> {
          byState.merge(state.getKey(), times, Integer::sum);
          var body = state.getValue();
          body.path("Branches").forEach(branch -> count(branch, times, items, byState));
          count(body.path("ItemProcessor"), times * items, items, byState);
        });
  }
}
