package dev.stepwell.asl.reader.rules;

import dev.stepwell.asl.problem.Location;
import tools.jackson.databind.JsonNode;

/** What the value of a field must look like. */
@FunctionalInterface
interface ValueRule {
  /** Records what is wrong with the value. */
  void check(JsonNode value, Location location, DefinitionCheck check);
}
