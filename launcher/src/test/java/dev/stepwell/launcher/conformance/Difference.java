package dev.stepwell.launcher.conformance;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Finds the first difference between two normalised answers. */
final class Difference {
  /** Members that AWS added after some of the recordings: no fault when only we have them. */
  private static final Set<String> ADDED_LATER =
      Set.of(
          "encryptionConfiguration",
          "redriveCount",
          "redriveStatus",
          "RedriveCount",
          // In the descriptions of nested executions.
          "RedriveStatus",
          "RedriveStatusReason",
          "failuresNotRedrivable",
          "pendingRedrive");

  /** HTTP details of the called service: that they are there counts, what they are does not. */
  private static final Set<String> OF_THE_CALLED_SERVICE =
      Set.of("SdkHttpMetadata", "SdkResponseMetadata");

  private final boolean strict;

  /**
   * A comparison.
   *
   * @param strict whether the spacing in JSON texts, members that AWS added later and HTTP details
   *     of called services count too
   */
  Difference(boolean strict) {
    this.strict = strict;
  }

  /** Where they differ and how, or null. */
  @Nullable String first(String path, JsonNode expected, JsonNode actual) {
    if (expected.isObject() && actual.isObject()) {
      return ofMembers(path, expected, actual);
    }
    if (expected.isArray() && actual.isArray()) {
      return ofElements(path, expected, actual);
    }
    return isSame(expected, actual) ? null : tell(path, expected, actual);
  }

  private @Nullable String ofMembers(String path, JsonNode expected, JsonNode actual) {
    for (var member : expected.properties()) {
      var other = actual.path(member.getKey());
      if (!strict && OF_THE_CALLED_SERVICE.contains(member.getKey()) && other.isObject()) {
        continue;
      }
      var found = first(path + "." + member.getKey(), member.getValue(), other);
      if (found != null) {
        return found;
      }
    }
    for (var member : actual.properties()) {
      if (!expected.has(member.getKey()) && (strict || !ADDED_LATER.contains(member.getKey()))) {
        return path + "." + member.getKey() + ": nothing expected, got " + member.getValue();
      }
    }
    return null;
  }

  private @Nullable String ofElements(String path, JsonNode expected, JsonNode actual) {
    for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
      var found = first(path + "[" + i + "]", expected.path(i), actual.path(i));
      if (found != null) {
        return found;
      }
    }
    return expected.size() == actual.size()
        ? null
        : "%s: %d elements expected, got %d; the first too many or too few is %s"
            .formatted(
                path,
                expected.size(),
                actual.size(),
                (expected.size() > actual.size() ? expected : actual)
                    .path(Math.min(expected.size(), actual.size())));
  }

  private boolean isSame(JsonNode expected, JsonNode actual) {
    if (expected.isNumber() && actual.isNumber()) {
      return expected.decimalValue().compareTo(actual.decimalValue()) == 0;
    }
    if (!strict && expected.isString() && actual.isString()) {
      return unspaced(expected.asString()).equals(unspaced(actual.asString()));
    }
    return expected.equals(actual);
  }

  private static String unspaced(String text) {
    return text.replaceAll("([,:\\[{]) ", "$1");
  }

  private static String tell(String path, JsonNode expected, JsonNode actual) {
    return "%s:%n    expected %s%n    got      %s"
        .formatted(path, expected, actual.isMissingNode() ? "nothing" : actual);
  }
}
