package dev.stepwell.http.aws.operation;

import dev.stepwell.asl.Asl;
import dev.stepwell.engine.service.RevisionSettings;
import dev.stepwell.engine.service.StateMachines;
import java.util.Map;
import java.util.SortedSet;
import tools.jackson.core.JsonGenerator;

/** The members that DescribeStateMachine and DescribeStateMachineForExecution share. */
final class RevisionMembers {
  private RevisionMembers() {}

  /**
   * Writes them.
   *
   * @param withDefinition false: the definition is shown as {@code {}}
   */
  static void write(
      JsonGenerator json, StateMachines.Description description, boolean withDefinition) {
    var revision = description.revision();
    var settings = RevisionSettings.ofText(revision.settings());
    json.writeStringProperty("stateMachineArn", description.stateMachineArn());
    json.writeStringProperty("name", description.machine().name());
    json.writeStringProperty("definition", withDefinition ? revision.definition() : "{}");
    json.writeStringProperty("roleArn", revision.roleArn());
    json.writeName("loggingConfiguration");
    json.writeTree(settings.loggingConfiguration());
    json.writeName("tracingConfiguration");
    json.writeTree(settings.tracingConfiguration());
    json.writeName("encryptionConfiguration");
    json.writeTree(settings.encryptionConfiguration());
    ResponseBody.writeText(json, "revisionId", revision.revisionId());
    if (withDefinition) {
      writeVariableReferences(json, Asl.variableReferences(revision.definition()));
    }
  }

  /** Left out where no state reads a variable. Recorded: api_variable_references. */
  private static void writeVariableReferences(
      JsonGenerator json, Map<String, SortedSet<String>> references) {
    if (references.isEmpty()) {
      return;
    }
    json.writeObjectPropertyStart("variableReferences");
    references.forEach((state, variables) -> {
      json.writeArrayPropertyStart(state);
      variables.forEach(json::writeString);
      json.writeEndArray();
    });
    json.writeEndObject();
  }
}
