package dev.stepwell.launcher;

import dev.stepwell.asl.Asl;
import dev.stepwell.asl.json.Json;
import dev.stepwell.asl.model.MachineType;
import dev.stepwell.asl.problem.Problem;
import dev.stepwell.asl.problem.Problem.Severity;
import dev.stepwell.asl.problem.SourcePositions;
import dev.stepwell.asl.resource.CallableServices;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is wrong with a definition, each finding with its place in the file.
 *
 * @param file as people named it
 */
record Findings(String file, List<Problem> problems, SourcePositions positions) {
  /** The longest definition, in characters; source: the service model. */
  private static final int MAX_DEFINITION = 1_048_576;

  /**
   * Reads a definition of that type.
   *
   * @param services what may be called
   */
  static Findings in(String file, String definition, MachineType type, CallableServices services) {
    if (definition.length() > MAX_DEFINITION) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "%s has %,d characters; a definition has at most %,d"
              .formatted(file, definition.length(), MAX_DEFINITION));
    }
    var problems =
        switch (Asl.read(definition, type, services)) {
          case Asl.Reading.Valid(_, var warnings) -> warnings;
          case Asl.Reading.Invalid(var found) -> found;
        };
    return new Findings(file, problems, SourcePositions.of(definition, problems));
  }

  boolean hasErrors() {
    return problems.stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
  }

  /** Such as {@code valid, 1 warning} and {@code 2 errors}. */
  String summary() {
    var parts = new ArrayList<String>();
    if (!hasErrors()) {
      parts.add("valid");
    }
    for (var severity : Severity.values()) {
      var count = problems.stream().filter(problem -> problem.severity() == severity).count();
      if (count > 0) {
        parts.add(count + " " + word(severity) + (count == 1 ? "" : "s"));
      }
    }
    return String.join(", ", parts);
  }

  /** Gives each finding with its line, as compilers write it. */
  void forEachLine(BiConsumer<Problem, String> printer) {
    problems.forEach(problem -> printer.accept(problem, line(problem)));
  }

  private static String word(Severity severity) {
    return severity.name().toLowerCase(Locale.ROOT);
  }

  private String line(Problem problem) {
    var at = positions.of(problem);
    var place = problem.location();
    return "%s:%d:%d: %s %s: %s%s"
        .formatted(
            file,
            at.line(),
            at.column(),
            word(problem.severity()),
            problem.code(),
            // Of text that is not JSON, the rest quotes the text and says again where it breaks.
            Terminal.plain(problem.message().split("\n", 2)[0]),
            place == null || !place.startsWith("/") ? "" : " (at " + place + ")");
  }

  /** As ValidateStateMachineDefinition answers, with the file, lines and columns. */
  ObjectNode json() {
    var answer = Json.object().put("file", file).put("result", hasErrors() ? "FAIL" : "OK");
    var diagnostics = answer.putArray("diagnostics");
    for (var problem : problems) {
      var at = positions.of(problem);
      var diagnostic =
          diagnostics
              .addObject()
              .put("severity", problem.severity().name())
              .put("code", problem.code().name())
              .put("message", problem.message());
      if (problem.location() != null) {
        diagnostic.put("location", problem.location());
      }
      diagnostic.put("line", at.line()).put("column", at.column());
    }
    return answer.put("truncated", false);
  }
}
