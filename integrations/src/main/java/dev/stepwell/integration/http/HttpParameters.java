package dev.stepwell.integration.http;

import dev.stepwell.integration.net.TargetUrl;
import dev.stepwell.integration.net.WebRequest.Header;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a task says of its request.
 *
 * @param connectionArn null for none, which AWS does not allow
 * @param query values by name, not encoded
 * @param body null for none
 * @param form how the body is encoded as a form, or null where it is not
 */
record HttpParameters(
    TargetUrl url,
    String method,
    @Nullable String connectionArn,
    List<Header> headers,
    Map<String, List<String>> query,
    @Nullable JsonNode body,
    @Nullable ArrayFormat form) {
  private static final Set<String> METHODS =
      Set.of("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD");

  private static final Set<String> FIELDS =
      Set.of(
          "ApiEndpoint",
          "Method",
          "Authentication",
          "InvocationConfig",
          "Headers",
          "QueryParameters",
          "RequestBody",
          "Transform");

  /** What parameters were read as. */
  sealed interface Reading {
    record Read(HttpParameters parameters) implements Reading {}

    /** What is wrong with them. */
    record Wrong(String problem) implements Reading {}
  }

  static Reading read(JsonNode parameters) {
    return new Reader().read(parameters);
  }

  /** Notes the first problem, and goes on with something harmless. */
  private static final class Reader {
    private @Nullable String problem;

    Reading read(JsonNode parameters) {
      if (!parameters.isObject()) {
        return new Reading.Wrong("They must be an object");
      }
      for (var name : parameters.propertyNames()) {
        if (!FIELDS.contains(name)) {
          wrong("The field '" + name + "' is not supported");
        }
      }
      var method = parameters.path("Method").asString("");
      if (!METHODS.contains(method)) {
        invalid("Method");
      }
      var url = url(parameters.path("ApiEndpoint"));
      var read =
          new HttpParameters(
              url,
              method,
              connectionArn(parameters),
              headers(parameters.get("Headers")),
              query(parameters.get("QueryParameters")),
              body(parameters.get("RequestBody")),
              form(parameters.get("Transform")));
      if (read.form() != null && read.body() != null && !read.body().isObject()) {
        wrong("The field 'RequestBody' must be an object in order to be URL-encoded");
      }
      return problem == null ? new Reading.Read(read) : new Reading.Wrong(problem);
    }

    private void invalid(String field) {
      wrong("The value of the field '" + field + "' has an invalid format");
    }

    private void wrong(String text) {
      if (problem == null) {
        problem = text;
      }
    }

    private TargetUrl url(JsonNode endpoint) {
      return switch (TargetUrl.read(endpoint.asString(""))) {
        case TargetUrl.Reading.Read(var url) -> url;
        case TargetUrl.Reading.Wrong(var reason) -> {
          wrong("The value of the field 'ApiEndpoint' cannot be used: " + reason);
          yield new TargetUrl(true, "", 0, "/");
        }
      };
    }

    private @Nullable String connectionArn(JsonNode parameters) {
      if (parameters.has("Authentication") && parameters.has("InvocationConfig")) {
        wrong("Only one of the fields 'Authentication' and 'InvocationConfig' may be given");
      }
      for (var field : List.of("Authentication", "InvocationConfig")) {
        var value = parameters.get(field);
        if (value != null) {
          var isArnAlone = value.isObject() && value.size() == 1;
          if (!isArnAlone || !value.path("ConnectionArn").isString()) {
            invalid(field);
          }
          return value.path("ConnectionArn").asString("");
        }
      }
      return null;
    }

    private List<Header> headers(@Nullable JsonNode node) {
      var headers = new ArrayList<Header>();
      values(node, "Headers")
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

    private Map<String, List<String>> query(@Nullable JsonNode node) {
      return values(node, "QueryParameters");
    }

    /** One value or an array of values for each name. */
    private Map<String, List<String>> values(@Nullable JsonNode node, String field) {
      var values = new LinkedHashMap<String, List<String>>();
      if (node == null || node.isNull()) {
        return values;
      }
      if (!node.isObject()) {
        invalid(field);
        return values;
      }
      for (var member : node.properties()) {
        var value = member.getValue();
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

    private static @Nullable JsonNode body(@Nullable JsonNode body) {
      return body == null || body.isNull() ? null : body;
    }

    private @Nullable ArrayFormat form(@Nullable JsonNode transform) {
      if (transform == null || transform.isNull()) {
        return null;
      }
      if (!transform.isObject()
          || !Set.of("RequestBodyEncoding", "RequestEncodingOptions")
              .containsAll(transform.propertyNames())) {
        invalid("Transform");
        return null;
      }
      var options = transform.path("RequestEncodingOptions");
      return switch (transform.path("RequestBodyEncoding").asString("NONE")) {
        case "NONE" -> null;
        case "URL_ENCODED" -> arrayFormat(options);
        default -> {
          invalid("RequestBodyEncoding");
          yield null;
        }
      };
    }

    private ArrayFormat arrayFormat(JsonNode options) {
      var name = options.path("ArrayFormat").asString(ArrayFormat.INDICES.name());
      for (var format : ArrayFormat.values()) {
        if (format.name().equals(name)) {
          return format;
        }
      }
      invalid("ArrayFormat");
      return ArrayFormat.INDICES;
    }
  }
}
