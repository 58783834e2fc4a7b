package dev.stepwell.http.aws.operation;

import dev.stepwell.engine.service.Aliases;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/** The member {@code routingConfiguration} of an alias. */
final class RoutingMembers {
  private static final String ARN = "stateMachineVersionArn";
  private static final String WEIGHT = "weight";

  private RoutingMembers() {}

  static List<Aliases.Routing> read(JsonNode routingConfiguration) {
    return routingConfiguration
        .valueStream()
        .map(item -> new Aliases.Routing(item.path(ARN).asString(""), item.path(WEIGHT).asInt(0)))
        .toList();
  }

  static void write(JsonGenerator json, List<Aliases.Routing> routingConfiguration) {
    json.writeArrayPropertyStart("routingConfiguration");
    for (var routing : routingConfiguration) {
      json.writeStartObject();
      json.writeStringProperty(ARN, routing.stateMachineVersionArn());
      json.writeNumberProperty(WEIGHT, routing.weight());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
