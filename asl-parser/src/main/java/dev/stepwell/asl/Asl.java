package dev.stepwell.asl;

import dev.stepwell.asl.json.Json;
import dev.stepwell.asl.json.MalformedJson;
import dev.stepwell.asl.model.MachineType;
import dev.stepwell.asl.model.StateMachine;
import dev.stepwell.asl.problem.Location;
import dev.stepwell.asl.problem.Problem;
import dev.stepwell.asl.problem.Problem.Code;
import dev.stepwell.asl.problem.Problem.Severity;
import dev.stepwell.asl.problem.ProblemLog;
import dev.stepwell.asl.reader.ModelReader;
import dev.stepwell.asl.reader.VariableReferences;
import dev.stepwell.asl.reader.rules.DefinitionCheck;
import dev.stepwell.asl.resource.CallableServices;
import dev.stepwell.asl.validate.DefinitionRule;
import dev.stepwell.asl.validate.FeaturesCanRun;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The entry: reads a definition. Never throws on bad input. */
public final class Asl {
  private Asl() {}

  /** What reading a definition gives. */
  public sealed interface Reading {
    /**
     * The definition can be run.
     *
     * @param warnings findings that do not stand in the way
     */
    record Valid(StateMachine machine, List<Problem> warnings) implements Reading {}

    /**
     * The definition is refused.
     *
     * @param problems at least one error; warnings may be among them
     */
    record Invalid(List<Problem> problems) implements Reading {}
  }

  /**
   * Compiles a definition, or says all that is wrong with it, in the order of the document.
   *
   * <p>Any text will do; the time is linear in its length. At most {@value ProblemLog#MAX_PROBLEMS}
   * problems are told. The length of a definition is the caller's to limit. Codes, messages and
   * locations: asl.md §16.
   */
  public static Reading read(String definition) {
    return read(definition, MachineType.STANDARD);
  }

  /** As {@link #read(String)}, for a machine of that type. */
  public static Reading read(String definition, MachineType type) {
    return read(definition, type, CallableServices.OF_AWS);
  }

  /**
   * As {@link #read(String)}, for a machine of that type on one server.
   *
   * @param services what that server can call; a Task that calls anything else is refused
   */
  public static Reading read(String definition, MachineType type, CallableServices services) {
    return read(definition, type, services, UnaryOperator.identity());
  }

  private static Reading read(
      String definition,
      MachineType type,
      CallableServices services,
      UnaryOperator<JsonNode> completion) {
    if (definition.isBlank()) {
      return notAnObject();
    }
    JsonNode tree;
    try {
      tree = Json.parseWithoutDuplicates(definition);
    } catch (JacksonException e) {
      return malformed(MalformedJson.of(e, definition));
    }
    return tree.isObject() ? read(completion.apply(tree), type, services) : notAnObject();
  }

  /**
   * Reads what TestState tests: one state alone, which is then called {@link LoneState#NAME}, or a
   * whole definition.
   *
   * @param services what the server can call
   */
  public static Reading readForTest(String definition, CallableServices services) {
    return read(definition, MachineType.STANDARD, services, LoneState::inMachine);
  }

  /**
   * The variables that each state reads, for a definition that was found valid.
   *
   * @return names without {@code $}, in order; states that read none are left out
   */
  public static Map<String, SortedSet<String>> variableReferences(String definition) {
    return VariableReferences.of(Json.parse(definition));
  }

  private static Reading read(JsonNode definition, MachineType type, CallableServices services) {
    var problems = new ProblemLog();
    var outline = DefinitionCheck.check(definition, Location.root(), type, services, problems);
    for (var rule : DefinitionRule.ALL) {
      rule.check(outline, problems);
    }
    if (!problems.hasErrors()) {
      new FeaturesCanRun(services).check(outline, problems);
    }
    return problems.hasErrors()
        ? new Reading.Invalid(problems.inDocumentOrder())
        : new Reading.Valid(ModelReader.read(definition), problems.inDocumentOrder());
  }

  private static Reading notAnObject() {
    return invalid(Code.SCHEMA_VALIDATION_FAILED, "Definition must be a valid JSON object", null);
  }

  private static Reading malformed(MalformedJson json) {
    var place = json.location();
    var message = place == null ? json.message() : json.message() + "\n at " + place;
    return invalid(Code.INVALID_JSON_DESCRIPTION, message, place);
  }

  private static Reading invalid(Code code, String message, @Nullable String location) {
    return new Reading.Invalid(List.of(new Problem(Severity.ERROR, code, message, location)));
  }
}
