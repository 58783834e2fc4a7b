package dev.stepwell.http.aws.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Checks one operation's requests against the service model, with the messages of AWS's generic
 * check. Members that the model does not know are left alone, as AWS does.
 */
public final class RequestChecker {
  private final Shape.Structure input;

  RequestChecker(Shape.Structure input) {
    this.input = input;
  }

  /** What is wrong with a request. */
  public sealed interface Finding {
    String message();

    /** It cannot be read: a member has the wrong JSON type. */
    record Unreadable(String message) implements Finding {}

    /** It can be read, but breaks constraints; the message names them all. */
    record Violations(String message) implements Finding {}
  }

  /** The finding about a request, or empty when it is as the model says. */
  public Optional<Finding> check(JsonNode request) {
    var mismatch = mismatch(input, request);
    if (mismatch != null) {
      return Optional.of(new Finding.Unreadable(mismatch));
    }
    var violations = new ArrayList<String>();
    structure(input, request, "", violations);
    return violations.isEmpty()
        ? Optional.empty()
        : Optional.of(new Finding.Violations(summary(violations)));
  }

  private static String summary(List<String> violations) {
    var count = violations.size();
    return violations.stream()
        .collect(
            Collectors.joining(
                "; ",
                count + (count == 1 ? " validation error" : " validation errors") + " detected: ",
                ""));
  }

  // ---- types ----

  private static @Nullable String mismatch(Shape shape, JsonNode value) {
    if (value.isNull()) {
      return null;
    }
    return switch (shape) {
      case Shape.Structure structure -> mismatchedMember(structure, value);
      case Shape.Elements elements ->
          value.isArray() ? mismatchedElement(elements.member(), value) : "Expected list or null";
      case Shape.Entries entries ->
          value.isObject() ? mismatchedElement(entries.value(), value) : "Expected map or null";
      case Shape.Text text -> value.isString() ? null : unexpected(value, "String");
      case Shape.Amount amount ->
          value.isNumber() && isOfType(amount, value) ? null : unexpected(value, amount.type());
      case Shape.Flag flag -> value.isBoolean() ? null : unexpected(value, "Boolean");
    };
  }

  /** Whether a number can be what the model calls it; its size may be any that can be written. */
  private static boolean isOfType(Shape.Amount amount, JsonNode value) {
    if (value.isFloatingPointNumber() && !Double.isFinite(value.doubleValue())) {
      return false;
    }
    return switch (amount.type()) {
      case "Integer" -> value.canConvertToInt() && value.canConvertToExactIntegral();
      case "Long" -> value.canConvertToLong() && value.canConvertToExactIntegral();
      default -> true;
    };
  }

  private static @Nullable String mismatchedMember(Shape.Structure structure, JsonNode value) {
    if (!value.isObject()) {
      return "Expected structure or null";
    }
    for (var member : structure.members()) {
      var found = value.get(member.name());
      var mismatch = found == null ? null : mismatch(member.shape(), found);
      if (mismatch != null) {
        return mismatch;
      }
    }
    return null;
  }

  private static @Nullable String mismatchedElement(Shape shape, JsonNode values) {
    for (var value : values) {
      var mismatch = mismatch(shape, value);
      if (mismatch != null) {
        return mismatch;
      }
    }
    return null;
  }

  private static String unexpected(JsonNode value, String expected) {
    return switch (value.getNodeType()) {
      case OBJECT, POJO -> "Start of structure or map found where not expected.";
      case ARRAY -> "Start of list found where not expected";
      case STRING, BINARY -> "STRING_VALUE can not be converted to " + article(expected);
      case NUMBER -> "NUMBER_VALUE can not be converted to " + article(expected);
      case BOOLEAN, NULL, MISSING ->
          (value.asBoolean(false) ? "TRUE" : "FALSE")
              + "_VALUE can not be converted to "
              + article(expected);
    };
  }

  private static String article(String type) {
    return (type.startsWith("I") ? "an " : "a ") + type;
  }

  // ---- constraints ----

  private static void structure(
      Shape.Structure structure, JsonNode value, String path, List<String> violations) {
    for (var member : structure.members()) {
      var memberPath = path.isEmpty() ? member.name() : path + "." + member.name();
      var found = value.get(member.name());
      if (found == null || found.isNull()) {
        if (member.required()) {
          violations.add(failed("Value null", memberPath, "Member must not be null"));
        }
      } else {
        constraints(member.shape(), found, memberPath, violations);
      }
    }
  }

  private static void constraints(
      Shape shape, JsonNode value, String path, List<String> violations) {
    switch (shape) {
      case Shape.Structure structure -> structure(structure, value, path, violations);
      case Shape.Elements elements -> elements(elements, value, path, violations);
      case Shape.Entries entries -> {
        for (var entry : value.properties()) {
          constraints(entries.value(), entry.getValue(), path + "." + entry.getKey(), violations);
        }
      }
      case Shape.Text text -> text(text, value.asString(), path, violations);
      case Shape.Amount amount -> amount(amount, value, path, violations);
      case Shape.Flag flag -> {}
    }
  }

  private static void elements(
      Shape.Elements elements, JsonNode value, String path, List<String> violations) {
    var text = length(value.size(), elements.min(), elements.max());
    if (text != null) {
      violations.add(failed(quoted(printed(elements, value)), path, text));
    }
    var position = 1;
    for (var element : value) {
      if (!element.isNull()) {
        constraints(elements.member(), element, path + "." + position + ".member", violations);
      }
      position++;
    }
  }

  private static void text(Shape.Text text, String value, String path, List<String> violations) {
    var length = length(value.codePointCount(0, value.length()), text.min(), text.max());
    if (length != null) {
      violations.add(failed(shown(text, value), path, length));
    }
    // No database keeps it.
    if (value.indexOf('\0') >= 0 && !text.isName()) {
      violations.add(
          failed(shown(text, value), path, "Member must not contain the character U+0000"));
    }
    var pattern = text.pattern();
    if (pattern != null && !pattern.matcher(value).matches()) {
      violations.add(
          failed(
              shown(text, value),
              path,
              "Member must satisfy regular expression pattern: " + pattern.pattern()));
    }
    if (!text.values().isEmpty() && !text.values().contains(value)) {
      violations.add(
          failed(shown(text, value), path, "Member must satisfy enum value set: " + text.values()));
    }
  }

  private static String shown(Shape.Text text, String value) {
    return text.sensitive() ? "Value" : quoted(value);
  }

  private static @Nullable String length(int length, @Nullable Integer min, @Nullable Integer max) {
    if (max != null && length > max) {
      return "Member must have length less than or equal to " + max;
    }
    if (min != null && length < min) {
      return "Member must have length greater than or equal to " + min;
    }
    return null;
  }

  private static void amount(
      Shape.Amount amount, JsonNode value, String path, List<String> violations) {
    var number = value.decimalValue();
    var shown = amount.sensitive() ? "Value" : quoted(value.asString());
    if (amount.max() != null && number.compareTo(amount.max()) > 0) {
      violations.add(
          failed(shown, path, "Member must have value less than or equal to " + amount.max()));
    }
    if (amount.min() != null && number.compareTo(amount.min()) < 0) {
      violations.add(
          failed(shown, path, "Member must have value greater than or equal to " + amount.min()));
    }
  }

  private static String failed(String value, String path, String constraint) {
    return value + " at '" + path + "' failed to satisfy constraint: " + constraint;
  }

  private static String quoted(String value) {
    return "Value '" + value + "'";
  }

  /** As Java prints AWS's own classes: that is what its messages show. */
  private static String printed(Shape shape, JsonNode value) {
    return switch (shape) {
      case Shape.Structure structure ->
          structure.members().stream()
              .filter(member -> value.has(member.name()))
              .map(
                  member -> member.name() + "=" + printed(member.shape(), value.get(member.name())))
              .collect(Collectors.joining(", ", structure.name() + "(", ")"));
      case Shape.Elements elements ->
          value
              .valueStream()
              .map(element -> printed(elements.member(), element))
              .collect(Collectors.joining(", ", "[", "]"));
      default -> value.asString();
    };
  }
}
