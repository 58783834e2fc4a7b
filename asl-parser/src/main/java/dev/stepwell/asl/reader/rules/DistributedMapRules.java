package dev.stepwell.asl.reader.rules;

import static dev.stepwell.asl.reader.rules.FieldGroup.atMostOne;
import static dev.stepwell.asl.reader.rules.FieldRule.jsonPathOnly;
import static dev.stepwell.asl.reader.rules.FieldRule.jsonataOnly;
import static dev.stepwell.asl.reader.rules.FieldRule.optional;
import static dev.stepwell.asl.reader.rules.FieldRule.required;
import static dev.stepwell.asl.reader.rules.JsonataRules.orExpression;
import static dev.stepwell.asl.reader.rules.Values.integer;

import dev.stepwell.asl.model.MachineType;
import dev.stepwell.asl.model.MapState.Distribution;
import dev.stepwell.asl.problem.Problem.Code;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The fields that only a Map in the mode DISTRIBUTED has. Source: asl.md §13, §16. */
final class DistributedMapRules {
  static final String DISTRIBUTED = "DISTRIBUTED";

  private static final int MAX_LABEL_LENGTH = 40;
  private static final String FORBIDDEN_IN_LABELS = "?*<>{}[]:;,\\|^~$#%&`\"";
  private static final long MAX_BYTES_PER_BATCH = 262_144;

  private static final List<String> FIELDS =
      List.of("ItemReader", "ItemBatcher", "ResultWriter", "Label");

  private static final FieldRule ARGUMENTS = jsonataOnly("Arguments", JsonataRules.TEMPLATE);

  private static final ObjectRule READER_CONFIG =
      ObjectRule.of(
              optional(
                  "InputType", oneOf("InputType", "MANIFEST", "JSON", "CSV", "JSONL", "PARQUET")),
              optional("CSVHeaderLocation", oneOf("CSVHeaderLocation", "FIRST_ROW", "GIVEN")),
              optional("CSVHeaders", Values.arrayOf(Values.STRING)),
              optional(
                  "CSVDelimiter",
                  oneOf("CSVDelimiter", "COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB")),
              optional("MaxItems", orExpression(integer(0, Integer.MAX_VALUE))),
              jsonPathOnly("MaxItemsPath", Expressions.REFERENCE_PATH),
              optional("ItemsPointer", Values.STRING),
              optional("ManifestType", oneOf("ManifestType", "ATHENA_DATA", "S3_INVENTORY")),
              optional("Transformation", oneOf("Transformation", "NONE", "LOAD_AND_FLATTEN")))
          .where(atMostOne("MaxItems", "MaxItemsPath"))
          .where((config, location, check) -> {
            if (is(config, "InputType", "CSV") && !config.has("CSVHeaderLocation")) {
              // The rows of Athena's files have no header.
              if (!is(config, "ManifestType", "ATHENA_DATA")) {
                check.error("The field 'CSVHeaderLocation' is required", location);
              }
            }
            if (is(config, "CSVHeaderLocation", "GIVEN") && !config.has("CSVHeaders")) {
              check.error("The field 'CSVHeaders' is required", location);
            }
          })
          .where((config, location, check) -> {
            if (is(config, "ManifestType", "S3_INVENTORY")
                && config.has("InputType")
                && !is(config, "InputType", "MANIFEST")) {
              check.error(
                  "The field 'InputType' is not supported for the ManifestType 'S3_INVENTORY'",
                  location);
            }
            if (!config.has("InputType")
                && (is(config, "ManifestType", "ATHENA_DATA")
                    || is(config, "Transformation", "LOAD_AND_FLATTEN"))) {
              check.error("The field 'InputType' is required", location);
            }
          });

  private static final String GET_OBJECT = "s3:getObject";
  private static final String LIST_OBJECTS = "s3:listObjectsV2";
  private static final String PUT_OBJECT = "s3:putObject";

  static final ValueRule ITEM_READER =
      ObjectRule.of(
              required("Resource", resource(GET_OBJECT, LIST_OBJECTS)),
              jsonPathOnly("Parameters", Templates.with("Bucket")),
              ARGUMENTS,
              optional("ReaderConfig", READER_CONFIG))
          .where((reader, location, check) -> {
            var parameters = reader.path("Parameters");
            if (reader.path("Resource").asString("").endsWith(GET_OBJECT)) {
              Templates.checkRequired(
                  parameters, List.of("Key"), location.field("Parameters"), check);
            }
            var config = reader.path("ReaderConfig");
            if (is(config, "InputType", "PARQUET") && parameters.has("VersionId")) {
              check.error(
                  "The field 'VersionId' is not supported for the InputType 'PARQUET'",
                  location.field("Parameters"));
            }
            if (is(config, "Transformation", "LOAD_AND_FLATTEN")
                && !reader.path("Resource").asString("").endsWith(LIST_OBJECTS)) {
              check.error(
                  "The Transformation 'LOAD_AND_FLATTEN' is only supported for " + LIST_OBJECTS,
                  location.field("ReaderConfig"));
            }
          });

  static final ValueRule ITEM_BATCHER =
      ObjectRule.of(
              optional("MaxItemsPerBatch", orExpression(integer(1, Integer.MAX_VALUE))),
              jsonPathOnly("MaxItemsPerBatchPath", Expressions.REFERENCE_PATH),
              optional("MaxInputBytesPerBatch", orExpression(integer(1, MAX_BYTES_PER_BATCH))),
              jsonPathOnly("MaxInputBytesPerBatchPath", Expressions.REFERENCE_PATH),
              optional(
                  "BatchInput",
                  JsonataRules.byLanguage(Expressions.TEMPLATE, JsonataRules.TEMPLATE)))
          .where(atMostOne("MaxItemsPerBatch", "MaxItemsPerBatchPath"))
          .where(atMostOne("MaxInputBytesPerBatch", "MaxInputBytesPerBatchPath"))
          .where((batcher, location, check) -> {
            var limits =
                List.of(
                    "MaxItemsPerBatch",
                    "MaxItemsPerBatchPath",
                    "MaxInputBytesPerBatch",
                    "MaxInputBytesPerBatchPath");
            if (limits.stream().noneMatch(batcher::has)) {
              check.error(
                  "This object should have at least one of the following fields: " + limits,
                  location);
            }
          });

  static final ValueRule RESULT_WRITER =
      ObjectRule.of(
              optional("Resource", resource(PUT_OBJECT)),
              jsonPathOnly("Parameters", Templates.with("Bucket")),
              ARGUMENTS,
              optional(
                  "WriterConfig",
                  ObjectRule.of(
                      optional(
                          "Transformation", oneOf("Transformation", "NONE", "COMPACT", "FLATTEN")),
                      optional("OutputType", oneOf("OutputType", "JSON", "JSONL")))))
          .where((writer, location, check) -> {
            if (writer.isEmpty()) {
              check.error("Value cannot be empty", location);
            } else if (writer.has("Resource")
                != (writer.has("Parameters") || writer.has("Arguments"))) {
              var missing = writer.has("Resource") ? "Parameters" : "Resource";
              check.error("The field '" + missing + "' is required but was missing", location);
            }
          });

  static final ValueRule LABEL =
      (value, location, check) -> {
        Values.STRING.check(value, location, check);
        var label = value.asString("");
        if (value.isString() && label.isEmpty()) {
          check.error(Code.INVALID_LABEL_NAME, "Label name cannot be empty", location);
        } else if (label.codePointCount(0, label.length()) > MAX_LABEL_LENGTH) {
          check.error(
              Code.INVALID_LABEL_NAME,
              "Label name exceeds the 40-character limit allowed by the service",
              location);
        } else if (label.codePoints().anyMatch(DistributedMapRules::isForbiddenInLabels)) {
          check.error(Code.INVALID_LABEL_NAME, "Label name contains invalid characters", location);
        }
      };

  /** In a Map that runs inline these fields would do nothing. */
  static final ValueRule ONLY_IF_DISTRIBUTED =
      (map, location, check) -> {
        if (!Distribution.isAskedFor(map.path("ItemProcessor"))
            && !Distribution.isAskedFor(map.path("Iterator"))) {
          for (var field : FIELDS) {
            if (map.has(field)) {
              check.error(
                  "The field '" + field + "' is only supported for the Map mode 'DISTRIBUTED'",
                  location);
            }
          }
        }
      };

  static final ValueRule NOT_IN_EXPRESS =
      (map, location, check) -> {
        for (var field : List.of("ItemProcessor", "Iterator")) {
          if (check.type() == MachineType.EXPRESS && Distribution.isAskedFor(map.path(field))) {
            check.error(
                "The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state"
                    + " machines",
                location.field(field).field("ProcessorConfig").field("Mode"));
          }
        }
      };

  private DistributedMapRules() {}

  private static boolean is(JsonNode object, String field, String value) {
    return object.path(field).asString("").equals(value);
  }

  private static boolean isForbiddenInLabels(int character) {
    return Character.isWhitespace(character)
        || Character.isISOControl(character)
        || FORBIDDEN_IN_LABELS.indexOf(character) >= 0;
  }

  private static ValueRule oneOf(String field, String... values) {
    var allowed = List.of(values);
    return (value, location, check) -> {
      if (!allowed.contains(value.asString(""))) {
        check.error(
            "The field '" + field + "' should have one of these values: " + allowed, location);
      }
    };
  }

  private static ValueRule resource(String... actions) {
    var allowed = List.of(actions);
    return (value, location, check) -> {
      var arn = value.asString("");
      if (allowed.stream().noneMatch(action -> arn.matches("arn:[^:]+:states:::" + action))) {
        var examples = allowed.stream().map(action -> "arn:aws:states:::" + action).toList();
        check.error(
            "The field 'Resource' does not match any of the allowed values. Examples: " + examples,
            location);
      }
    };
  }
}
