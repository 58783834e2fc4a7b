package dev.stepwell.launcher.conformance;

import dev.stepwell.asl.json.Json;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Makes the answers of one run comparable with those of another, by the rules of the README beside
 * the cases, in their order. The rule for HTTP details of called services is left out: they are not
 * compared, unless strictly.
 */
final class Normalization {
  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", Pattern.CASE_INSENSITIVE);
  private static final Pattern DATE_TIME =
      Pattern.compile(
          "-?\\d{4,}-(1[0-2]|0[1-9])-(3[01]|0[1-9]|[12]\\d)T(2[0-3]|[01]\\d):[0-5]\\d:[0-5]\\d"
              + "(\\.\\d+)?(Z|[+-][01]\\d:?[0-5]\\d)");
  private static final Pattern PATH_STEP = Pattern.compile("\\G\\$?(\\.{1,2})(\\w+)");
  private static final Pattern REQUEST_ID = Pattern.compile("(?<!Extended )Request ID: [\\w-]+");
  private static final Pattern QUOTED_JSON = Pattern.compile("'(\\{.*})'", Pattern.DOTALL);

  private static final String LAST_PARTS =
      "a value that is an ARN: its last part (after '/' or ':')";

  private static final Pattern ARN = Pattern.compile("arn:aws:[^ ]*[/:]([^/: ]+)");

  private final Tokens tokens;

  Normalization(Tokens tokens) {
    this.tokens = tokens;
  }

  JsonNode apply(ObjectNode answers, JsonNode placeholders) {
    var node = map(answers, "", (key, value) -> parsed(value));
    // A time that the case itself chose is its own placeholder, before it is any date.
    for (var placeholder : placeholders) {
      if (isTime(placeholder)) {
        node = apply(node, placeholder);
      }
    }
    node = numbered(node, "uuid", (key, text) -> isIdKey(key) && UUID.matcher(text).matches());
    node = mapTexts(node, text -> DATE_TIME.matcher(text).matches() ? "date" : text);
    node = map(node, "", Normalization::withoutTimestamp);
    node = withoutQuotedInputs(node);
    node = mapTexts(node, Normalization::withoutRequestId);
    for (var placeholder : placeholders) {
      if (!isTime(placeholder)) {
        node = apply(node, placeholder);
      }
    }
    return mapTexts(node, Normalization::withoutPlace);
  }

  /** The part that a recording needs too, for it cannot be told which order it was written in. */
  static JsonNode ordered(JsonNode expected, JsonNode placeholders) {
    var isParallel =
        placeholders
            .valueStream()
            .anyMatch(each -> each.path("rule").asString("").equals("parallel-order"));
    return isParallel ? map(expected, "", ParallelOrder::apply) : expected;
  }

  private static boolean isTime(JsonNode placeholder) {
    return placeholder.path("regex").asString("").startsWith("${now");
  }

  /** What stands under a key with "timestamp" in its name and is no date for all that. */
  private static JsonNode withoutTimestamp(String key, JsonNode value) {
    return value.isString()
            && key.toLowerCase(Locale.ROOT).contains("timestamp")
            && !value.asString().equals("date")
        ? text("timestamp")
        : value;
  }

  private static boolean isIdKey(String key) {
    return key.toLowerCase(Locale.ROOT).endsWith("id");
  }

  private static JsonNode parsed(JsonNode value) {
    if (!value.isString() || !value.asString().startsWith("{")) {
      return value;
    }
    try {
      // Texts inside stay texts.
      return Json.parse(value.asString());
    } catch (RuntimeException e) {
      // Not JSON: a text.
      return value;
    }
  }

  private JsonNode apply(JsonNode node, JsonNode placeholder) {
    var name = placeholder.path("as").asString("");
    if (placeholder.has("regex")) {
      var pattern = Pattern.compile(tokens.fillPattern(placeholder.path("regex").asString()));
      return mapTexts(
          node, text -> pattern.matcher(text).replaceAll(Matcher.quoteReplacement(name)));
    }
    var rule = placeholder.path("rule").asString("");
    if (!rule.isEmpty()) {
      return switch (rule) {
        case "parallel-order" -> map(node, "", ParallelOrder::apply);
        case "sort-variable-references" -> map(node, "", Normalization::sortedReferences);
        case LAST_PARTS -> numberedLastParts(node, name);
        case "custom: convert output to json" -> map(node, "", Normalization::parsedOutput);
        default -> throw new IllegalArgumentException("Unknown rule " + rule);
      };
    }
    var path = placeholder.path("path").asString("");
    if (placeholder.path("mode").asString().equals("here")) {
      return at(
          node,
          path.isEmpty() ? "$.." + placeholder.path("key").asString() : path,
          _ -> text(name));
    }
    if (!path.isEmpty() && !path.matches("\\$\\.\\.\\w+")) {
      return numberedAt(node, path, name);
    }
    var member = path.isEmpty() ? placeholder.path("key").asString() : path.substring(3);
    return numbered(node, name, (key, text) -> key.equals(member));
  }

  /** Changes what a path of members leads to: {@code $..a..b.c}. */
  private static JsonNode at(JsonNode node, String path, UnaryOperator<JsonNode> change) {
    var step = PATH_STEP.matcher(path);
    if (!step.find()) {
      return change.apply(node);
    }
    var member = step.group(2);
    var rest = path.substring(step.end());
    var isAnywhere = step.group(1).equals("..");
    if (node.isArray()) {
      var copy = Json.object().arrayNode();
      node.forEach(element -> copy.add(isAnywhere ? at(element, path, change) : element));
      return copy;
    }
    if (!node.isObject()) {
      return node;
    }
    var copy = Json.object();
    node.properties()
        .forEach(each -> {
          var value = isAnywhere ? at(each.getValue(), path, change) : each.getValue();
          copy.set(each.getKey(), each.getKey().equals(member) ? at(value, rest, change) : value);
        });
    return copy;
  }

  private static JsonNode sortedReferences(String key, JsonNode node) {
    if (!key.equals("variableReferences") || !node.isObject()) {
      return node;
    }
    var sorted = Json.object();
    node.properties()
        .forEach(state -> {
          var names = sorted.putArray(state.getKey());
          state.getValue().valueStream().map(JsonNode::asString).sorted().forEach(names::add);
        });
    return sorted;
  }

  private static JsonNode parsedOutput(String key, JsonNode node) {
    return key.equals("output") && node.isString() ? Json.parse(node.asString()) : node;
  }

  private static JsonNode text(String value) {
    return StringNode.valueOf(value);
  }

  /** Replaces the chosen texts, wherever they occur, by {@code <name:N>}. */
  private static JsonNode numbered(
      JsonNode node, String name, BiFunction<String, String, Boolean> chosen) {
    var numbers = new LinkedHashMap<String, String>();
    map(
        node,
        "",
        (key, value) -> {
          if (value.isString() && chosen.apply(key, value.asString())) {
            numbers.computeIfAbsent(
                value.asString(), found -> "<" + name + ":" + (numbers.size() + 1) + ">");
          }
          return value;
        });
    return mapTexts(node, text -> replaceAll(text, numbers));
  }

  /** Replaces the texts that a path leads to, wherever they occur, by {@code <name:N>}. */
  private static JsonNode numberedAt(JsonNode node, String path, String name) {
    var numbers = new LinkedHashMap<String, String>();
    at(
        node,
        path,
        value -> {
          if (value.isString()) {
            numbers.computeIfAbsent(
                value.asString(), found -> "<" + name + ":" + (numbers.size() + 1) + ">");
          }
          return value;
        });
    return mapTexts(node, text -> replaceAll(text, numbers));
  }

  /** Replaces the last parts of ARNs, wherever they occur, by {@code <name:N>}. */
  private static JsonNode numberedLastParts(JsonNode node, String name) {
    var numbers = new LinkedHashMap<String, String>();
    mapTexts(
        node,
        text -> {
          var arn = ARN.matcher(text);
          if (arn.matches()) {
            numbers.computeIfAbsent(
                arn.group(1), found -> "<" + name + ":" + (numbers.size() + 1) + ">");
          }
          return text;
        });
    return mapTexts(node, text -> replaceAll(text, numbers));
  }

  private static String replaceAll(String text, Map<String, String> replacements) {
    var replaced = text;
    for (var replacement : replacements.entrySet()) {
      replaced = replaced.replace(replacement.getKey(), replacement.getValue());
    }
    return replaced;
  }

  private static JsonNode withoutQuotedInputs(JsonNode node) {
    var numbers = new LinkedHashMap<String, String>();
    return map(
        node,
        "",
        (key, value) -> {
          if (!key.equals("cause") || !value.isString()) {
            return value;
          }
          var replaced =
              QUOTED_JSON
                  .matcher(value.asString())
                  .replaceAll(match ->
                      Matcher.quoteReplacement(
                          "'"
                              + numbers.computeIfAbsent(
                                  match.group(1),
                                  found -> "<json-input:" + (numbers.size() + 1) + ">")
                              + "'"));
          return text(replaced);
        });
  }

  private static String withoutRequestId(String text) {
    return REQUEST_ID.matcher(text).replaceAll("Request ID: <request_id>");
  }

  private static String withoutPlace(String text) {
    return text.replace(Tokens.ACCOUNT, "111111111111")
        .replace("us-east-1", "<region>")
        .replace("arn:aws:", "arn:<partition>:");
  }

  private static JsonNode mapTexts(JsonNode node, UnaryOperator<String> change) {
    return map(
        node, "", (key, value) -> value.isString() ? text(change.apply(value.asString())) : value);
  }

  /** Rebuilds a tree from the leaves up; an element of a list has the name of the list. */
  private static JsonNode map(
      JsonNode node, String key, BiFunction<String, JsonNode, JsonNode> change) {
    if (node.isObject()) {
      var copy = Json.object();
      node.properties()
          .forEach(
              member -> copy.set(member.getKey(), map(member.getValue(), member.getKey(), change)));
      return change.apply(key, copy);
    }
    if (node.isArray()) {
      var copy = Json.object().arrayNode();
      node.forEach(element -> copy.add(map(element, key, change)));
      return change.apply(key, copy);
    }
    return change.apply(key, node);
  }
}
