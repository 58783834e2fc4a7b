package dev.stepwell.http.rest;

import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.service.ResourceTags;
import dev.stepwell.engine.service.StateMachines;
import dev.stepwell.engine.service.Tags;
import dev.stepwell.http.aws.operation.ResponseBody;
import dev.stepwell.http.rest.route.Arguments;
import dev.stepwell.http.rest.route.Cursors;
import dev.stepwell.http.rest.route.Parameter;
import dev.stepwell.http.rest.route.RestAnswer;
import dev.stepwell.http.rest.route.Route;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** State machines, to be looked at. */
public final class StateMachineResources {
  private static final Parameter<String> ARN =
      Parameter.arn("arn", "ARN of a state machine, or of a version of one");

  private static final Route LIST =
      Route.get(
              "/state-machines",
              "listStateMachines",
              "State machines by name",
              Schemas.page("stateMachines", Schemas.STATE_MACHINE_SUMMARY))
          .query(List.of(Cursors.LIMIT, Cursors.CURSOR));

  private static final Route GET =
      Route.get(
              "/state-machines/{arn}",
              "getStateMachine",
              "A state machine with its definition",
              Schemas.STATE_MACHINE)
          .path(ARN);

  private final StateMachines stateMachines;
  private final ResourceTags resourceTags;
  private final Cursors cursors;

  public StateMachineResources(
      StateMachines stateMachines, ResourceTags resourceTags, Cursors cursors) {
    this.stateMachines = stateMachines;
    this.resourceTags = resourceTags;
    this.cursors = cursors;
  }

  /** All of them. */
  public List<Route> routes() {
    return List.of(LIST.answeredBy(this::list), GET.answeredBy(this::get));
  }

  private RestAnswer list(Arguments arguments) {
    return RestAnswer.of(
        cursors
            .open(LIST, arguments)
            .map(position -> {
              var limit = arguments.get(Cursors.LIMIT, Cursors.DEFAULT_LIMIT);
              var page = stateMachines.list(position.orElse(null), limit);
              return ResponseBody.of(json -> write(json, page, arguments));
            }));
  }

  private void write(JsonGenerator json, StateMachines.Page page, Arguments arguments) {
    json.writeArrayPropertyStart("stateMachines");
    for (var machine : page.stateMachines()) {
      json.writeStartObject();
      json.writeStringProperty("stateMachineArn", machine.stateMachineArn());
      json.writeStringProperty("name", machine.name());
      json.writeStringProperty("type", machine.type());
      json.writeStringProperty("creationDate", machine.creationDate().toString());
      json.writeEndObject();
    }
    json.writeEndArray();
    cursors.writeNext(json, LIST, arguments, page.nextName());
  }

  private RestAnswer get(Arguments arguments) {
    return RestAnswer.of(
        stateMachines
            .describe(arguments.require(ARN))
            .map(description -> {
              var tags = tags(description.stateMachineArn());
              return ResponseBody.of(json -> write(json, description, tags));
            }));
  }

  /** None where the ARN is that of a version. */
  private List<Tags.Tag> tags(String arn) {
    return switch (resourceTags.list(arn)) {
      case Answer.Given<List<Tags.Tag>>(var tags) -> tags;
      case Answer.Refused<List<Tags.Tag>> _ -> List.of();
    };
  }

  private static void write(
      JsonGenerator json, StateMachines.Description description, List<Tags.Tag> tags) {
    var machine = description.machine();
    var revision = description.revision();
    var version = description.version();
    json.writeStringProperty("stateMachineArn", description.stateMachineArn());
    json.writeStringProperty("name", machine.name());
    json.writeStringProperty("type", machine.type());
    json.writeStringProperty("status", machine.deleting() ? "DELETING" : "ACTIVE");
    json.writeStringProperty(
        "creationDate", (version == null ? machine.createdAt() : version.createdAt()).toString());
    json.writeName("definition");
    json.writeRawValue(revision.definition());
    json.writeStringProperty("roleArn", revision.roleArn());
    ResponseBody.writeText(json, "revisionId", revision.revisionId());
    ResponseBody.writeText(json, "description", version == null ? null : version.description());
    if (!tags.isEmpty()) {
      json.writeArrayPropertyStart("tags");
      for (var tag : tags) {
        json.writeStartObject();
        json.writeStringProperty("key", tag.key());
        json.writeStringProperty("value", tag.value());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
  }
}
