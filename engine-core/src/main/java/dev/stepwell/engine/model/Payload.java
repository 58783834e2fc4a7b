package dev.stepwell.engine.model;

import dev.stepwell.asl.json.Json;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A JSON value that flows through an execution, as text and as tree, each made at most once: a
 * value that appears in five events is serialised once and never parsed again. Equal when the texts
 * are equal.
 */
public final class Payload {
  private volatile @Nullable String text;
  private volatile @Nullable JsonNode tree;

  private Payload(@Nullable String text, @Nullable JsonNode tree) {
    this.text = text;
    this.tree = tree;
  }

  /**
   * A payload of known text.
   *
   * @param text valid JSON, kept as it is
   */
  public static Payload ofText(String text) {
    return new Payload(text, null);
  }

  /** Checks that the text is one JSON value, and keeps it as it is. */
  public static Payload parse(String text) throws JacksonException {
    return new Payload(text, Json.parse(text));
  }

  /**
   * A payload of known tree.
   *
   * @param tree never to be modified afterwards
   */
  public static Payload ofTree(JsonNode tree) {
    return new Payload(null, tree);
  }

  /** A JSON array of the elements' very texts. */
  public static Payload ofElements(List<Payload> elements) {
    var text = new StringJoiner(",", "[", "]");
    for (var element : elements) {
      text.add(element.text());
    }
    return ofText(text.toString());
  }

  public String text() {
    var result = text;
    if (result == null) {
      result = Json.text(Objects.requireNonNull(tree));
      text = result;
    }
    return result;
  }

  /** Not to be modified: it is shared. */
  public JsonNode tree() {
    var result = tree;
    if (result == null) {
      result = Json.parse(Objects.requireNonNull(text));
      tree = result;
    }
    return result;
  }

  /** Whether arrays and objects lie in each other deeper than that, found without parsing. */
  public boolean isNestedDeeperThan(int levels) {
    var json = text();
    var depth = 0;
    for (var i = 0; i < json.length(); i++) {
      switch (json.charAt(i)) {
        case '"' -> i = endOfString(json, i);
        case '[', '{' -> {
          if (++depth > levels) {
            return true;
          }
        }
        case ']', '}' -> depth--;
        default -> {}
      }
    }
    return false;
  }

  private static int endOfString(String json, int start) {
    var i = start + 1;
    while (json.charAt(i) != '"') {
      i += json.charAt(i) == '\\' ? 2 : 1;
    }
    return i;
  }

  /** Whether the text has more bytes of UTF-8; found without making a text that is longer. */
  public boolean isLargerThan(int bytes) {
    var known = text;
    if (known == null) {
      known = Json.textWithin(Objects.requireNonNull(tree), bytes);
      if (known == null) {
        return true;
      }
      text = known;
    }
    return Utf8.length(known) > bytes;
  }

  /** Size of the text in bytes of UTF-8: what the payload limits count. */
  public int utf8Bytes() {
    return Utf8.length(text());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Payload that && text().equals(that.text());
  }

  @Override
  public int hashCode() {
    return text().hashCode();
  }

  @Override
  public String toString() {
    return text();
  }
}
