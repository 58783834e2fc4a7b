package dev.stepwell.engine.service;

import dev.stepwell.asl.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a revision carries beside definition and role: the configurations of logging, tracing and
 * encryption, complete with AWS's defaults, in the members and the order that DescribeStateMachine
 * shows.
 */
public record RevisionSettings(
    ObjectNode loggingConfiguration,
    ObjectNode tracingConfiguration,
    ObjectNode encryptionConfiguration) {
  private static final String LOGGING = "loggingConfiguration";
  private static final String TRACING = "tracingConfiguration";
  private static final String ENCRYPTION = "encryptionConfiguration";
  private static final int DEFAULT_KEY_REUSE_SECONDS = 300;

  /** What a machine has that was given nothing. */
  static RevisionSettings defaults() {
    return new RevisionSettings(logging(Json.object()), tracing(Json.object()), encryption());
  }

  /** Reads the stored text. */
  public static RevisionSettings ofText(String text) {
    var root = Json.parse(text);
    return new RevisionSettings(
        (ObjectNode) root.required(LOGGING),
        (ObjectNode) root.required(TRACING),
        (ObjectNode) root.required(ENCRYPTION));
  }

  /** Whether two texts say the same: a store may keep one as another spelling of the same JSON. */
  static boolean areSame(String stored, String given) {
    return stored.equals(given) || Json.parse(stored).equals(Json.parse(given));
  }

  /** The text to be stored. */
  String text() {
    var root = Json.object();
    root.set(LOGGING, loggingConfiguration);
    root.set(TRACING, tracingConfiguration);
    root.set(ENCRYPTION, encryptionConfiguration);
    return Json.text(root);
  }

  /**
   * These settings with those replaced that a request gives; each given one replaces the old one
   * whole.
   */
  Answer<RevisionSettings> with(
      @Nullable JsonNode newLogging,
      @Nullable JsonNode newTracing,
      @Nullable JsonNode newEncryption) {
    return checkedLogging(newLogging)
        .then(logging ->
            checkedEncryption(newEncryption)
                .map(encryption ->
                    new RevisionSettings(
                        logging,
                        newTracing == null ? tracingConfiguration : tracing(newTracing),
                        encryption)));
  }

  private Answer<ObjectNode> checkedLogging(@Nullable JsonNode given) {
    if (given == null) {
      return Answer.given(loggingConfiguration);
    }
    var complete = logging(given);
    var destinations = complete.path("destinations");
    var isOff = complete.path("level").asString().equals("OFF");
    if (destinations.size() > 1 || (!isOff && destinations.size() != 1)) {
      return invalidLogging("Must specify exactly one Log Destination.");
    }
    for (var destination : destinations) {
      var refusal = refuseLogGroup(destination.path("cloudWatchLogsLogGroup").path("logGroupArn"));
      if (refusal != null) {
        return invalidLogging(refusal);
      }
    }
    return Answer.given(complete);
  }

  private static @Nullable String refuseLogGroup(JsonNode logGroupArn) {
    var arn = logGroupArn.asString("");
    var fields = arn.split(":", -1);
    if (fields.length < 6 || !fields[0].equals("arn")) {
      return "Must set valid CloudWatch Log Group ARN.";
    }
    if (!fields[2].equals("logs") || !fields[5].equals("log-group")) {
      return "Provided ARN is not CloudWatch Logs Log Group ARN.";
    }
    return arn.endsWith(":*") ? null : "Log Group ARN must be provided with '*' qualifier.";
  }

  private static Answer<ObjectNode> invalidLogging(String detail) {
    return Answer.refused(
        Refusal.INVALID_LOGGING_CONFIGURATION, "Invalid Logging Configuration: " + detail);
  }

  private static ObjectNode logging(JsonNode given) {
    var complete = Json.object();
    complete.put("level", given.path("level").asString("OFF"));
    complete.put("includeExecutionData", given.path("includeExecutionData").asBoolean(false));
    if (given.path("destinations").isArray()) {
      complete.set("destinations", given.path("destinations"));
    }
    return complete;
  }

  private static ObjectNode tracing(JsonNode given) {
    return Json.object().put("enabled", given.path("enabled").asBoolean(false));
  }

  private Answer<ObjectNode> checkedEncryption(@Nullable JsonNode given) {
    return given == null ? Answer.given(encryptionConfiguration) : encryption(given);
  }

  static ObjectNode encryption() {
    return Json.object().put("type", "AWS_OWNED_KEY");
  }

  /**
   * An encryption configuration as it is stored and shown; it is accepted, but nothing is encrypted
   * by it.
   */
  static Answer<ObjectNode> encryption(JsonNode given) {
    var key = given.get("kmsKeyId");
    var period = given.get("kmsDataKeyReusePeriodSeconds");
    var type = given.path("type").asString("AWS_OWNED_KEY");
    if (type.equals("AWS_OWNED_KEY")) {
      if (key != null && !key.isNull()) {
        return invalidEncryption("Custom kmsKeyId is not allowed when selecting AWS_OWNED_KEY.");
      }
      if (period != null && !period.isNull()) {
        return invalidEncryption(
            "Custom kmsDataKeyReusePeriodSeconds is not allowed when selecting AWS_OWNED_KEY.");
      }
      return Answer.given(encryption());
    }
    if (key == null || key.isNull()) {
      return invalidEncryption("Must set a valid kmsKeyId.");
    }
    var complete = Json.object().put("kmsKeyId", key.asString());
    complete.put(
        "kmsDataKeyReusePeriodSeconds",
        period == null || period.isNull() ? DEFAULT_KEY_REUSE_SECONDS : period.asInt());
    return Answer.given(complete.put("type", type));
  }

  private static Answer<ObjectNode> invalidEncryption(String detail) {
    return Answer.refused(
        Refusal.INVALID_ENCRYPTION_CONFIGURATION, "Invalid Encryption Configuration: " + detail);
  }
}
