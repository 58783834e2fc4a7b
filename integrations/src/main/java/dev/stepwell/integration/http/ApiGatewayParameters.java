package dev.stepwell.integration.http;

import dev.stepwell.asl.json.Json;
import dev.stepwell.integration.net.FormText;
import dev.stepwell.integration.net.TargetUrl;
import dev.stepwell.integration.net.WebRequest.Header;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a task of {@code apigateway:invoke} says of its request. Source: asl.md §10.
 *
 * @param url of stage, path and query
 * @param body null for none
 * @param isSigned whether the API authorizes by AWS's signature
 */
record ApiGatewayParameters(
    TargetUrl url, String method, List<Header> headers, @Nullable JsonNode body, boolean isSigned) {
  private static final Set<String> FIELDS =
      Set.of(
          "ApiEndpoint",
          "Method",
          "Headers",
          "Stage",
          "Path",
          "QueryParameters",
          "RequestBody",
          "AllowNullValues",
          "AuthType");

  private static final String NO_AUTH = "NO_AUTH";
  private static final Set<String> SIGNED = Set.of("IAM_ROLE", "RESOURCE_POLICY");

  /** What a segment of a path may hold as it is. */
  private static final Pattern SEGMENT =
      Pattern.compile("(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})*");

  static ReadParameters<ApiGatewayParameters> read(JsonNode parameters) {
    return new Reader().read(parameters);
  }

  private static final class Reader extends RequestFields {
    ReadParameters<ApiGatewayParameters> read(JsonNode parameters) {
      if (!isObjectOf(parameters, FIELDS, " by Step Functions")) {
        return unreadable();
      }
      var method = method(parameters);
      var read =
          new ApiGatewayParameters(
              url(parameters),
              method,
              headers(parameters, Values.IN_ARRAY),
              body(parameters),
              signed(parameters));
      return readAs(read);
    }

    private String text(JsonNode parameters, String field) {
      var value = parameters.path(field);
      if (!value.isMissingNode() && !value.isString()) {
        invalid(field);
      }
      return value.asString("");
    }

    private boolean flag(JsonNode parameters, String field) {
      var value = parameters.path(field);
      if (!value.isMissingNode() && !value.isBoolean()) {
        invalid(field);
      }
      return value.asBoolean(false);
    }

    // ---- where to ----

    private TargetUrl url(JsonNode parameters) {
      var endpoint = text(parameters, "ApiEndpoint");
      // AWS takes a host; for servers of one's own it may be a URL.
      var base = endpoint.contains("://") ? endpoint : "https://" + endpoint;
      return switch (TargetUrl.read(base)) {
        case TargetUrl.Reading.Read(var url) when !url.pathAndQuery().contains("?") ->
            FormText.withQuery(
                url.withPathAndQuery(path(url.pathAndQuery(), parameters)), query(parameters));
        case TargetUrl.Reading.Read(var url) -> {
          invalid("ApiEndpoint");
          yield url;
        }
        case TargetUrl.Reading.Wrong(var reason) -> {
          wrong("The value of the field 'ApiEndpoint' cannot be used: " + reason);
          yield new TargetUrl(true, "", 0, "/");
        }
      };
    }

    private String path(String base, JsonNode parameters) {
      var path = new StringBuilder(base.equals("/") ? "" : base.replaceFirst("/$", ""));
      for (var field : List.of("Stage", "Path")) {
        var given = text(parameters, field).replaceFirst("^/+", "");
        if (!given.isEmpty()) {
          path.append('/').append(encoded(given));
        }
      }
      return path.isEmpty() ? "/" : path.toString();
    }

    private static String encoded(String path) {
      return Arrays.stream(path.split("/", -1))
          .map(segment -> SEGMENT.matcher(segment).matches() ? segment : FormText.encoded(segment))
          .collect(Collectors.joining("/"));
    }

    private String query(JsonNode parameters) {
      var pairs = new ArrayList<String>();
      // A single value is not taken for an array of one (recorded).
      values(parameters, "QueryParameters", Values.IN_ARRAY)
          .forEach(
              (name, values) -> values.forEach(value -> pairs.add(FormText.pair(name, value))));
      return String.join("&", pairs);
    }

    // ---- what is sent ----

    private @Nullable JsonNode body(JsonNode parameters) {
      var keepsNulls = flag(parameters, "AllowNullValues");
      var body = parameters.get("RequestBody");
      if (body == null || (body.isNull() && !keepsNulls)) {
        return null;
      }
      return keepsNulls ? body : withoutNulls(body);
    }

    private static JsonNode withoutNulls(JsonNode node) {
      if (node.isArray()) {
        var copy = Json.object().arrayNode();
        node.forEach(element -> copy.add(withoutNulls(element)));
        return copy;
      }
      if (!node.isObject()) {
        return node;
      }
      var copy = Json.object();
      node.properties().stream()
          .filter(member -> !member.getValue().isNull())
          .forEach(member -> copy.set(member.getKey(), withoutNulls(member.getValue())));
      return copy;
    }

    private boolean signed(JsonNode parameters) {
      var type = text(parameters, "AuthType");
      if (!type.isEmpty() && !type.equals(NO_AUTH) && !SIGNED.contains(type)) {
        invalid("AuthType");
      }
      return SIGNED.contains(type);
    }
  }
}
