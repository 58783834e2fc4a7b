package dev.stepwell.launcher;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The states of a definition, a line each, with where they lead. */
final class DefinitionOutline {
  private final List<String> lines = new ArrayList<>();

  private DefinitionOutline() {}

  /** For a definition that was found valid, whose nesting is limited. */
  static List<String> of(JsonNode definition) {
    var outline = new DefinitionOutline();
    outline.addBlock(definition, "");
    return outline.lines;
  }

  private void addBlock(JsonNode block, String indent) {
    var start = block.path("StartAt").asString("");
    for (var entry : block.path("States").properties()) {
      var name = entry.getKey();
      var state = entry.getValue();
      lines.add(
          "%s%s %-24s %-8s %s"
              .formatted(
                  indent,
                  name.equals(start) ? ">" : " ",
                  name,
                  state.path("Type").asString(""),
                  ways(state))
              .stripTrailing());
      state.path("Branches").forEach(branch -> addBlock(branch, indent + "  |"));
      addBlock(state.path("ItemProcessor"), indent + "  |");
      addBlock(state.path("Iterator"), indent + "  |");
    }
  }

  private static String ways(JsonNode state) {
    var ways = new ArrayList<String>();
    add(ways, "-> ", state.path("Next"));
    state.path("Choices").forEach(choice -> add(ways, "-> ", choice.path("Next")));
    add(ways, "default -> ", state.path("Default"));
    state.path("Catch").forEach(catcher -> add(ways, "catch -> ", catcher.path("Next")));
    if (state.path("End").asBoolean(false)) {
      ways.add("end");
    }
    return String.join(", ", ways);
  }

  private static void add(List<String> ways, String word, JsonNode target) {
    if (target.isString()) {
      ways.add(word + target.stringValue());
    }
  }
}
