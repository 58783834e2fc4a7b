package dev.stepwell.http.aws.operation;

import dev.stepwell.asl.Asl;
import dev.stepwell.asl.model.MachineType;
import dev.stepwell.asl.problem.Problem;
import dev.stepwell.asl.problem.Problem.Severity;
import dev.stepwell.asl.resource.CallableServices;
import dev.stepwell.engine.service.Answer;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Says what is wrong with a definition; it never refuses one. */
public final class ValidateStateMachineDefinitionOperation implements Operation {
  private final CallableServices services;

  /**
   * Judges definitions for one server.
   *
   * @param services what it can call
   */
  public ValidateStateMachineDefinitionOperation(CallableServices services) {
    this.services = services;
  }

  @Override
  public String name() {
    return "ValidateStateMachineDefinition";
  }

  @Override
  public Answer<ResponseBody> answer(Request request) {
    var problems = problems(request.text("definition"), type(request));
    var withWarnings = "WARNING".equals(request.optionalText("severity"));
    var told =
        problems.stream()
            .filter(problem -> withWarnings || problem.severity() == Severity.ERROR)
            .toList();
    var limit = request.pageSize();
    var isOk = problems.stream().noneMatch(problem -> problem.severity() == Severity.ERROR);
    return Answer.given(
        ResponseBody.of(json -> {
          json.writeStringProperty("result", isOk ? "OK" : "FAIL");
          json.writeArrayPropertyStart("diagnostics");
          told.stream().limit(limit).forEach(problem -> write(json, problem));
          json.writeEndArray();
          json.writeBooleanProperty("truncated", told.size() > limit);
        }));
  }

  private static MachineType type(Request request) {
    var type = request.optionalText("type");
    return type == null ? MachineType.STANDARD : MachineType.valueOf(type);
  }

  private List<Problem> problems(String definition, MachineType type) {
    return switch (Asl.read(definition, type, services)) {
      case Asl.Reading.Valid(_, var warnings) -> warnings;
      case Asl.Reading.Invalid(var problems) -> problems;
    };
  }

  private static void write(JsonGenerator json, Problem problem) {
    json.writeStartObject();
    json.writeStringProperty("severity", problem.severity().name());
    json.writeStringProperty("code", problem.code().name());
    json.writeStringProperty("message", problem.message());
    ResponseBody.writeText(json, "location", problem.location());
    json.writeEndObject();
  }
}
