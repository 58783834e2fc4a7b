package dev.stepwell.asl.reader.rules;

import dev.stepwell.asl.model.MachineType;
import dev.stepwell.asl.model.QueryLanguage;
import dev.stepwell.asl.outline.Outline;
import dev.stepwell.asl.problem.Location;
import dev.stepwell.asl.problem.Problem.Code;
import dev.stepwell.asl.problem.ProblemLog;
import dev.stepwell.asl.resource.CallableServices;
import tools.jackson.databind.JsonNode;

/**
 * One walk over one definition: collects the problems and the outline, and knows where the walk is.
 */
public final class DefinitionCheck {
  /** Deepest nesting of Parallel and Map states. Source: quotas.md §4, a guard of our own. */
  public static final int MAX_STATE_NESTING = 100;

  private final CallableServices services;
  private final ProblemLog problems;
  private final Outline outline = new Outline();
  private QueryLanguage machineLanguage = QueryLanguage.JSONPATH;
  private QueryLanguage language = QueryLanguage.JSONPATH;
  private MachineType type;
  private int nesting;

  private DefinitionCheck(MachineType type, CallableServices services, ProblemLog problems) {
    this.type = type;
    this.services = services;
    this.problems = problems;
  }

  /** Records what is wrong with the objects of the definition, and gives its outline. */
  public static Outline check(
      JsonNode definition,
      Location root,
      MachineType type,
      CallableServices services,
      ProblemLog problems) {
    var check = new DefinitionCheck(type, services, problems);
    BlockRules.MACHINE.check(definition, root, check);
    return check.outline;
  }

  Outline outline() {
    return outline;
  }

  void error(String message, Location location) {
    problems.error(Code.SCHEMA_VALIDATION_FAILED, message, location);
  }

  void error(Code code, String message, Location location) {
    problems.error(code, message, location);
  }

  void warning(Code code, String message, Location location) {
    problems.warning(code, message, location);
  }

  /** A feature of the language that is understood and refused. */
  void notYetSupported(String feature, Location location) {
    error(feature + " not supported by this version of Stepwell", location);
  }

  /** The language of the state that is being checked. */
  QueryLanguage language() {
    return language;
  }

  QueryLanguage machineLanguage() {
    return machineLanguage;
  }

  void machineLanguage(QueryLanguage queryLanguage) {
    machineLanguage = queryLanguage;
    language = queryLanguage;
  }

  /** Does the work with another language of the current state. */
  void inLanguage(QueryLanguage queryLanguage, Runnable work) {
    var outer = language;
    language = queryLanguage;
    work.run();
    language = outer;
  }

  /** What can be called. */
  CallableServices services() {
    return services;
  }

  /** How the states run that are being checked. */
  MachineType type() {
    return type;
  }

  /** Does the work with states that run as those of another type of machine. */
  void inMachineOf(MachineType otherType, Runnable work) {
    var outer = type;
    type = otherType;
    work.run();
    type = outer;
  }

  /** Does the work one block further in, unless that is too deep. */
  void inNestedBlock(Location location, Runnable work) {
    if (nesting == MAX_STATE_NESTING) {
      problems.error(
          Code.TOO_DEEPLY_NESTED,
          "Parallel and Map states are nested more than " + MAX_STATE_NESTING + " levels deep",
          location);
      return;
    }
    nesting++;
    work.run();
    nesting--;
  }
}
