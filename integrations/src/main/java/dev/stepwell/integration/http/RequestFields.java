package dev.stepwell.integration.http;

import dev.stepwell.integration.net.WebRequest.Header;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads what tasks say of a request, whatever kind it is of. Notes the first problem, and goes on
 * with something harmless.
 */
class RequestFields {
  private static final Set<String> METHODS =
      Set.of("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD");

  private @Nullable String problem;

  /** Whether a name may have one value alone, beside an array of values. */
  enum Values {
    ALONE_OR_IN_ARRAY,
    IN_ARRAY
  }

  /** What was read, unless something was wrong. */
  final <T> ReadParameters<T> readAs(T request) {
    return problem == null ? new ReadParameters.Usable<>(request) : unreadable();
  }

  /** After something was wrong. */
  final <T> ReadParameters<T> unreadable() {
    return new ReadParameters.Wrong<>(Objects.requireNonNull(problem));
  }

  final void invalid(String field) {
    wrong("The value of the field '" + field + "' has an invalid format");
  }

  final void wrong(String text) {
    if (problem == null) {
      problem = text;
    }
  }

  /**
   * Whether the parameters are an object; other fields than those are wrong.
   *
   * @param wherefrom what follows {@code is not supported}, or nothing
   */
  final boolean isObjectOf(JsonNode parameters, Set<String> fields, String wherefrom) {
    if (!parameters.isObject()) {
      wrong("They must be an object");
      return false;
    }
    for (var name : parameters.propertyNames()) {
      if (!fields.contains(name)) {
        wrong("The field '" + name + "' is not supported" + wherefrom);
      }
    }
    return true;
  }

  final String method(JsonNode parameters) {
    var method = parameters.path("Method").asString("");
    if (!METHODS.contains(method)) {
      invalid("Method");
    }
    return method;
  }

  final List<Header> headers(JsonNode parameters, Values form) {
    var headers = new ArrayList<Header>();
    values(parameters, "Headers", form)
        .forEach((name, values) -> {
          if (ForbiddenHeaders.contain(name)) {
            wrong("The header '" + name + "' is not allowed in the field 'Headers'");
          }
          for (var value : values) {
            if (!Header.isName(name) || !Header.isValue(value)) {
              invalid("Headers");
            }
            headers.add(new Header(name, value));
          }
        });
    return List.copyOf(headers);
  }

  /** The values of each name, as texts. */
  final Map<String, List<String>> values(JsonNode parameters, String field, Values form) {
    var values = new LinkedHashMap<String, List<String>>();
    var node = parameters.path(field);
    if (node.isMissingNode() || node.isNull()) {
      return values;
    }
    if (!node.isObject()) {
      invalid(field);
      return values;
    }
    for (var member : node.properties()) {
      var value = member.getValue();
      if (form == Values.IN_ARRAY && !value.isArray()) {
        invalid(field);
      }
      var texts = new ArrayList<String>();
      for (var single : value.isArray() ? value : List.of(value)) {
        if (single.isContainer() || single.isNull()) {
          invalid(field);
        }
        texts.add(ArrayFormat.text(single));
      }
      values.put(member.getKey(), List.copyOf(texts));
    }
    return values;
  }
}
