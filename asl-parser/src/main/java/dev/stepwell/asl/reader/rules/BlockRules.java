package dev.stepwell.asl.reader.rules;

import static dev.stepwell.asl.reader.rules.DistributedMapRules.DISTRIBUTED;
import static dev.stepwell.asl.reader.rules.FieldRule.optional;
import static dev.stepwell.asl.reader.rules.FieldRule.required;

import dev.stepwell.asl.model.MachineType;
import dev.stepwell.asl.model.MapState.Distribution;
import dev.stepwell.asl.model.QueryLanguage;
import dev.stepwell.asl.outline.BlockOutline;
import dev.stepwell.asl.problem.Location;
import tools.jackson.databind.JsonNode;

/** The machine and the blocks nested in it. Source: asl.md §1, §12. */
final class BlockRules {
  static final long MAX_SECONDS = 99_999_999;

  private static final ValueRule STATES =
      (value, location, check) -> {
        if (!value.isObject()) {
          check.error(Values.expectedType("OBJECT"), location);
        } else if (value.isEmpty()) {
          check.error("Value cannot be empty", location);
        } else {
          for (var entry : value.properties()) {
            StateRules.check(entry.getValue(), location.field(entry.getKey()), check);
          }
        }
      };

  private static final ObjectRule BLOCK =
      ObjectRule.of(
          required("States", STATES),
          required("StartAt", Values.STRING),
          optional("Comment", Values.STRING));

  private static final ValueRule PROCESSOR_CONFIG =
      ObjectRule.of(
              optional("Mode", Values.oneOf("INLINE", DISTRIBUTED)),
              optional("ExecutionType", Values.oneOf("STANDARD", "EXPRESS")))
          .where((config, location, check) -> {
            if (config.path("Mode").asString("").equals(DISTRIBUTED)
                && !config.has("ExecutionType")) {
              check.error("These fields are required: [ExecutionType]", location);
            }
          });

  private static final ObjectRule MACHINE_FIELDS =
      BLOCK.with(
          optional("Version", Values.oneOf("1.0")),
          optional("TimeoutSeconds", Values.integer(0, MAX_SECONDS)),
          optional("QueryLanguage", Values.oneOf("JSONPath", "JSONata")));

  /** The definition as a whole. */
  static final ValueRule MACHINE =
      (value, location, check) -> {
        if (isJsonata(value.path("QueryLanguage"))) {
          check.machineLanguage(QueryLanguage.JSONATA);
        }
        check(MACHINE_FIELDS, value, location, check, true);
      };

  /** A branch of a Parallel state. */
  static final ValueRule BRANCH = nested(BLOCK);

  /** {@code ItemProcessor}, or the legacy {@code Iterator}, of a Map state. */
  static final ValueRule ITEM_PROCESSOR =
      (value, location, check) ->
          check.inMachineOf(
              typeOfIterations(value, check.type()),
              () -> BlockRules.PROCESSOR.check(value, location, check));

  private static final ValueRule PROCESSOR =
      nested(BLOCK.with(optional("ProcessorConfig", PROCESSOR_CONFIG)));

  private BlockRules() {}

  static boolean isJsonata(JsonNode queryLanguage) {
    return queryLanguage.asString("").equals(QueryLanguage.JSONATA.aslName());
  }

  /** A distributed Map runs its iterations as executions of a type of their own. */
  private static MachineType typeOfIterations(JsonNode processor, MachineType typeOfMap) {
    var isExpress =
        Distribution.isAskedFor(processor)
            && processor
                .path("ProcessorConfig")
                .path("ExecutionType")
                .asString("")
                .equals("EXPRESS");
    return isExpress ? MachineType.EXPRESS : typeOfMap;
  }

  private static ValueRule nested(ObjectRule fields) {
    return (value, location, check) ->
        check.inNestedBlock(
            location,
            () ->
                check.inLanguage(
                    check.machineLanguage(), () -> check(fields, value, location, check, false)));
  }

  private static void check(
      ObjectRule fields,
      JsonNode value,
      Location location,
      DefinitionCheck check,
      boolean topLevel) {
    var place = check.outline().size();
    fields.check(value, location, check);
    check.outline().add(place, BlockOutline.of(value, location, topLevel));
  }
}
