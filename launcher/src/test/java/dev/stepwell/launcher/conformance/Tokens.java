package dev.stepwell.launcher.conformance;

import dev.stepwell.asl.json.Json;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.StringNode;

/**
 * Fills in what a case leaves open: answers to earlier steps, names, times, the role. Safe for the
 * actors of the case.
 */
final class Tokens {
  static final String ACCOUNT = "123456789012";
  static final String SECONDARY_ACCOUNT = "210987654321";
  private static final Pattern TOKEN = Pattern.compile("\\$\\{([^}]+)}");
  private static final Pattern NOW = Pattern.compile("now([+-]\\d+)? (.+)");
  private static final Pattern PATH_STEP = Pattern.compile("([^.\\[\\]]+)|\\[(\\d+)]");
  private static final Pattern FROM_END = Pattern.compile("(.*)@-(\\d+)");

  private final ConformanceCase test;
  private final Map<String, String> chosen = new ConcurrentHashMap<>();
  private final Map<String, JsonNode> answers = new ConcurrentHashMap<>();

  Tokens(ConformanceCase test) {
    this.test = test;
    chosen.put("roleArn", "arn:aws:iam::" + ACCOUNT + ":role/snf_role_" + random());
    chosen.put("accountId", ACCOUNT);
    chosen.put("secondaryAccountId", SECONDARY_ACCOUNT);
  }

  private static String random() {
    return UUID.randomUUID().toString().substring(0, 8);
  }

  void answered(String step, JsonNode answer) {
    answers.put(step, answer);
  }

  /** Gives a function of the case its name, which it answers, and its ARN. */
  String nameFunction(JsonNode function) {
    var name = fill(function.path("name")).asString();
    chosen.put(function.path("id").asString() + ".arn", FunctionHost.arn(name));
    return name;
  }

  /** A value with everything filled in. */
  JsonNode fill(JsonNode value) {
    if (value.isString()) {
      return StringNode.valueOf(fill(value.asString(), UnaryOperator.identity()));
    }
    if (value.isArray()) {
      var filled = Json.object().arrayNode();
      value.forEach(element -> filled.add(fill(element)));
      return filled;
    }
    if (value.isObject()) {
      if (value.size() == 1 && value.has("$json")) {
        return StringNode.valueOf(SpacedJson.text(fill(value.path("$json"))));
      }
      if (value.size() == 1 && value.has("$case")) {
        return asText(fill(test.json().path(value.path("$case").asString())));
      }
      var filled = Json.object();
      value.properties().forEach(member -> filled.set(member.getKey(), fill(member.getValue())));
      return filled;
    }
    return value;
  }

  private static JsonNode asText(JsonNode value) {
    return value.isString() ? value : StringNode.valueOf(SpacedJson.text(value));
  }

  /** A regular expression in which what is filled in stands for itself. */
  String fillPattern(String regex) {
    return fill(regex, Pattern::quote);
  }

  private String fill(String text, UnaryOperator<String> form) {
    return TOKEN
        .matcher(text)
        .replaceAll(match -> {
          var value = value(match.group(1));
          return Matcher.quoteReplacement(value == null ? match.group() : form.apply(value));
        });
  }

  private @Nullable String value(String token) {
    if (token.startsWith("uid:")) {
      return chosen.computeIfAbsent(token, key -> random());
    }
    var now = NOW.matcher(token);
    if (now.matches()) {
      var seconds = now.group(1) == null ? 0 : Long.parseLong(now.group(1));
      return chosen.computeIfAbsent(
          token,
          key ->
              OffsetDateTime.now(ZoneOffset.UTC)
                  .plusSeconds(seconds)
                  .format(DateTimeFormatter.ofPattern(now.group(2))));
    }
    var known = chosen.get(token);
    if (known != null) {
      return known;
    }
    var fromEnd = FROM_END.matcher(token);
    if (!fromEnd.matches()) {
      return ofAnswer(token);
    }
    var whole = ofAnswer(fromEnd.group(1));
    if (whole == null) {
      return null;
    }
    var parts = whole.split(":", -1);
    return parts[parts.length - Integer.parseInt(fromEnd.group(2))];
  }

  private @Nullable String ofAnswer(String path) {
    var step = PATH_STEP.matcher(path);
    if (!step.find()) {
      return null;
    }
    var node = answers.getOrDefault(step.group(), MissingNode.getInstance());
    while (step.find()) {
      node =
          step.group(1) == null
              ? node.path(Integer.parseInt(step.group(2)))
              : node.path(step.group(1));
    }
    return node.isValueNode() ? node.asString() : null;
  }
}
