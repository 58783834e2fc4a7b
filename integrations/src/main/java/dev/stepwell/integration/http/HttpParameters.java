package dev.stepwell.integration.http;

import dev.stepwell.integration.net.TargetUrl;
import dev.stepwell.integration.net.WebRequest.Header;
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

  static ReadParameters<HttpParameters> read(JsonNode parameters) {
    return new Reader().read(parameters);
  }

  private static final class Reader extends RequestFields {
    ReadParameters<HttpParameters> read(JsonNode parameters) {
      if (!isObjectOf(parameters, FIELDS, "")) {
        return unreadable();
      }
      var method = method(parameters);
      var url = url(parameters.path("ApiEndpoint"));
      var read =
          new HttpParameters(
              url,
              method,
              connectionArn(parameters),
              headers(parameters, Values.ALONE_OR_IN_ARRAY),
              values(parameters, "QueryParameters", Values.ALONE_OR_IN_ARRAY),
              body(parameters.get("RequestBody")),
              form(parameters.get("Transform")));
      if (read.form() != null && read.body() != null && !read.body().isObject()) {
        wrong("The field 'RequestBody' must be an object in order to be URL-encoded");
      }
      return readAs(read);
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
