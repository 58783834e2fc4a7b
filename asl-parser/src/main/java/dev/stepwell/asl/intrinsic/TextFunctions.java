package dev.stepwell.asl.intrinsic;

import dev.stepwell.asl.expression.Evaluated;
import dev.stepwell.asl.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.StringNode;

/** The functions that make texts of texts. Source: asl.md §8. */
final class TextFunctions {
  /** Longest text that is encoded, decoded or hashed, in characters. */
  static final int MAX_CHARACTERS = 10_000;

  static final String PLACEHOLDER = "{}";

  private static final Set<String> HASH_ALGORITHMS =
      Set.of("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512");

  private TextFunctions() {}

  static Evaluated base64Encode(Arguments arguments) {
    return arguments.withText(
        0,
        text -> ifNotTooLong(text, data -> text(Base64.getEncoder().encodeToString(utf8(data)))));
  }

  static Evaluated base64Decode(Arguments arguments) {
    return arguments.withText(0, text -> ifNotTooLong(text, TextFunctions::decoded));
  }

  private static Evaluated decoded(String base64) {
    try {
      return text(new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Arguments.failed("The argument 1 is not valid Base64: " + e.getMessage());
    }
  }

  /** What is not a text is hashed as its JSON text. */
  static Evaluated hash(Arguments arguments) {
    var data = arguments.value(0);
    var dataText = data.isString() ? data.stringValue() : Json.text(data);
    return ifNotTooLong(
        dataText, _ -> arguments.withText(1, algorithm -> digest(dataText, algorithm)));
  }

  private static Evaluated digest(String data, String algorithm) {
    if (!HASH_ALGORITHMS.contains(algorithm)) {
      return Arguments.failed("The hash algorithm '" + algorithm + "' is not supported");
    }
    try {
      var digest = MessageDigest.getInstance(algorithm).digest(utf8(data));
      return text(HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java lacks " + algorithm, e);
    }
  }

  /** Every character of the second text separates; empty pieces are dropped. */
  static Evaluated stringSplit(Arguments arguments) {
    return arguments.withText(
        0, text -> arguments.withText(1, separators -> split(text, separators)));
  }

  private static Evaluated split(String text, String separators) {
    var separating = separators.codePoints().boxed().collect(Collectors.toSet());
    var pieces = JsonNodeFactory.instance.arrayNode();
    var start = 0;
    for (var at = 0; at < text.length(); ) {
      var character = text.codePointAt(at);
      var next = at + Character.charCount(character);
      if (separating.contains(character)) {
        if (at > start) {
          pieces.add(text.substring(start, at));
        }
        start = next;
      }
      at = next;
    }
    if (start < text.length()) {
      pieces.add(text.substring(start));
    }
    return Evaluated.value(pieces);
  }

  static Evaluated format(Arguments arguments) {
    return arguments.withText(
        0,
        template -> {
          var fillers = arguments.values().subList(1, arguments.size());
          var placeholders = arguments.placeholders();
          return placeholders.size() == fillers.size()
              ? text(filledIn(template, placeholders, fillers))
              : Arguments.failed(
                  "The template has "
                      + placeholders.size()
                      + " placeholders, but there are "
                      + fillers.size()
                      + " arguments to fill in");
        });
  }

  private static String filledIn(
      String template, List<Integer> placeholders, List<JsonNode> fillers) {
    var filled = new StringBuilder();
    var start = 0;
    for (var i = 0; i < fillers.size(); i++) {
      filled.append(template, start, placeholders.get(i));
      JavaText.append(fillers.get(i), filled);
      start = placeholders.get(i) + PLACEHOLDER.length();
    }
    return filled.append(template, start, template.length()).toString();
  }

  /** Where a template that is only known at run time has its placeholders. */
  static List<Integer> placeholders(String template) {
    var positions = new ArrayList<Integer>();
    for (var at = template.indexOf(PLACEHOLDER);
        at >= 0;
        at = template.indexOf(PLACEHOLDER, at + PLACEHOLDER.length())) {
      positions.add(at);
    }
    return positions;
  }

  private static Evaluated ifNotTooLong(String text, Function<String, Evaluated> next) {
    return text.codePointCount(0, text.length()) <= MAX_CHARACTERS
        ? next.apply(text)
        : Arguments.failed("The argument 1 has more than " + MAX_CHARACTERS + " characters");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Evaluated text(String text) {
    return Evaluated.value(StringNode.valueOf(text));
  }
}
