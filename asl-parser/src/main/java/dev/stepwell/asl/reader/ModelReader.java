package dev.stepwell.asl.reader;

import dev.stepwell.asl.model.QueryLanguage;
import dev.stepwell.asl.model.State;
import dev.stepwell.asl.model.StateMachine;
import dev.stepwell.asl.model.StatesBlock;
import java.util.LinkedHashMap;
import tools.jackson.databind.JsonNode;

/** Reads whole machines and blocks of states. */
public final class ModelReader {
  private ModelReader() {}

  /** The model of a definition in which no problem was found. */
  public static StateMachine read(JsonNode definition) {
    var language = Fields.isJsonata(definition) ? QueryLanguage.JSONATA : QueryLanguage.JSONPATH;
    var machine = new Fields(definition, language, language);
    return new StateMachine(
        machine.text("Comment"), language, machine.integer("TimeoutSeconds"), readBlock(machine));
  }

  static StatesBlock readBlock(Fields block) {
    var states = new LinkedHashMap<String, State>();
    for (var entry : block.require("States").properties()) {
      states.put(entry.getKey(), StateReader.read(entry.getKey(), block.state(entry.getValue())));
    }
    return new StatesBlock(block.requireText("StartAt"), states);
  }
}
