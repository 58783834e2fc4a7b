package dev.stepwell.integration.http.connection;

import dev.stepwell.asl.json.Json;
import dev.stepwell.integration.http.connection.Connection.Additions;
import dev.stepwell.integration.http.connection.Connection.Authorization;
import dev.stepwell.integration.http.connection.Connection.Parameter;
import dev.stepwell.integration.net.TargetUrl;
import dev.stepwell.integration.net.WebRequest.Header;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads the file of the connections: {@code {"Connections": [...]}}, each with the members that
 * EventBridge's CreateConnection has, and secrets by reference. Everything wrong is told at once.
 */
public final class ConnectionsFile {
  private static final Pattern NAME = Pattern.compile("[.\\-_A-Za-z0-9]{1,64}");
  private static final Set<String> TOKEN_METHODS = Set.of("GET", "POST", "PUT");

  /** What says where a request goes, and how long it is. */
  private static final Set<String> NOT_TO_BE_ADDED =
      Set.of(
          "host", "connection", "content-length", "transfer-encoding", "upgrade", "te", "trailer");

  private final Map<String, String> environment;
  private final List<String> problems = new ArrayList<>();

  private ConnectionsFile(Map<String, String> environment) {
    this.environment = environment;
  }

  /** What a file was read as. */
  public sealed interface Reading {
    /** The connections by their names. */
    record Read(Map<String, Connection> connections) implements Reading {}

    /** What is wrong with it; no secret is told. */
    record Wrong(List<String> problems) implements Reading {}
  }

  /**
   * Reads a file.
   *
   * @param environment where {@code env:NAME} is found
   */
  public static Reading read(Path file, Map<String, String> environment) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException unreadable) {
      return new Reading.Wrong(List.of("the file cannot be read"));
    }
    return read(text, environment);
  }

  static Reading read(String text, Map<String, String> environment) {
    JsonNode tree;
    try {
      tree = Json.parseWithoutDuplicates(text);
    } catch (JacksonException malformed) {
      // Its message would quote the file.
      return new Reading.Wrong(List.of("it is no JSON, or an object has a name twice"));
    }
    var file = new ConnectionsFile(environment);
    var connections = file.connections(tree);
    return file.problems.isEmpty()
        ? new Reading.Read(connections)
        : new Reading.Wrong(List.copyOf(file.problems));
  }

  private Map<String, Connection> connections(JsonNode tree) {
    var connections = new LinkedHashMap<String, Connection>();
    checkMembers(tree, "", "Connections");
    if (!tree.path("Connections").isArray()) {
      problems.add("Connections must be an array");
      return connections;
    }
    var index = 0;
    for (var node : tree.path("Connections")) {
      var at = "Connections[" + index++ + "]";
      var connection = connection(node, at);
      if (connections.put(connection.name(), connection) != null) {
        problems.add(at + ".Name: there are two connections " + connection.name());
      }
    }
    return connections;
  }

  private Connection connection(JsonNode node, String at) {
    checkMembers(
        node,
        at,
        "Name",
        "Description",
        "AuthorizationType",
        "AuthParameters",
        "IdempotencyHeader");
    var name = node.path("Name").asString("");
    if (!NAME.matcher(name).matches()) {
      problems.add(at + ".Name must have 1 to 64 letters, digits, dots, hyphens or underscores");
    }
    var parameters = node.path("AuthParameters");
    var inParameters = at + ".AuthParameters";
    checkMembers(
        parameters,
        inParameters,
        "ApiKeyAuthParameters",
        "BasicAuthParameters",
        "OAuthParameters",
        "InvocationHttpParameters");
    var idempotencyHeader =
        node.has("IdempotencyHeader") ? node.path("IdempotencyHeader").asString("") : null;
    if (idempotencyHeader != null) {
      checkHeader(idempotencyHeader, at + ".IdempotencyHeader");
    }
    return new Connection(
        name,
        authorization(node, parameters, at),
        additions(
            parameters.path("InvocationHttpParameters"),
            inParameters + ".InvocationHttpParameters"),
        idempotencyHeader);
  }

  private Authorization authorization(JsonNode node, JsonNode parameters, String at) {
    var type = node.path("AuthorizationType").asString("");
    return switch (type) {
      case "API_KEY" -> of(parameters, "ApiKeyAuthParameters", at, this::apiKey);
      case "BASIC" -> of(parameters, "BasicAuthParameters", at, this::basic);
      case "OAUTH_CLIENT_CREDENTIALS" -> of(parameters, "OAuthParameters", at, this::oAuth);
      case "NONE" -> none(parameters, at);
      default -> {
        problems.add(
            at + ".AuthorizationType must be API_KEY, BASIC, OAUTH_CLIENT_CREDENTIALS or NONE");
        yield new Connection.NoAuthorization();
      }
    };
  }

  private Authorization of(
      JsonNode parameters,
      String member,
      String at,
      BiFunction<JsonNode, String, Authorization> reader) {
    for (var other : List.of("ApiKeyAuthParameters", "BasicAuthParameters", "OAuthParameters")) {
      if (!other.equals(member) && parameters.has(other)) {
        problems.add(at + ".AuthParameters." + other + " does not belong to its AuthorizationType");
      }
    }
    return reader.apply(parameters.path(member), at + ".AuthParameters." + member);
  }

  private Authorization none(JsonNode parameters, String at) {
    return of(parameters, "", at, (_, _) -> new Connection.NoAuthorization());
  }

  private Authorization apiKey(JsonNode node, String at) {
    checkMembers(node, at, "ApiKeyName", "ApiKeyValue");
    var header = node.path("ApiKeyName").asString("");
    checkHeader(header, at + ".ApiKeyName");
    return new Connection.ApiKey(header, secret(node, at, "ApiKeyValue"));
  }

  private Authorization basic(JsonNode node, String at) {
    checkMembers(node, at, "Username", "Password");
    return new Connection.Basic(text(node, at, "Username"), secret(node, at, "Password"));
  }

  private Authorization oAuth(JsonNode node, String at) {
    checkMembers(
        node, at, "AuthorizationEndpoint", "HttpMethod", "ClientParameters", "OAuthHttpParameters");
    var client = node.path("ClientParameters");
    var atClient = at + ".ClientParameters";
    checkMembers(client, atClient, "ClientID", "ClientSecret");
    var method = node.path("HttpMethod").asString("POST");
    if (!TOKEN_METHODS.contains(method)) {
      problems.add(at + ".HttpMethod must be GET, POST or PUT");
    }
    return new Connection.OAuth(
        endpoint(node, at),
        method,
        text(client, atClient, "ClientID"),
        secret(client, atClient, "ClientSecret"),
        additions(node.path("OAuthHttpParameters"), at + ".OAuthHttpParameters"));
  }

  private TargetUrl endpoint(JsonNode node, String at) {
    return switch (TargetUrl.read(node.path("AuthorizationEndpoint").asString(""))) {
      case TargetUrl.Reading.Read(var url) -> url;
      case TargetUrl.Reading.Wrong(var problem) -> {
        problems.add(at + ".AuthorizationEndpoint is no usable URL: " + problem);
        yield new TargetUrl(true, "", 0, "/");
      }
    };
  }

  // ---- parameters of requests ----

  private Additions additions(JsonNode node, String at) {
    checkMembers(node, at, "HeaderParameters", "QueryStringParameters", "BodyParameters");
    var headers = parameters(node, at, "HeaderParameters");
    for (var header : headers) {
      checkHeader(header.key(), at + ".HeaderParameters");
    }
    return new Additions(
        headers,
        parameters(node, at, "QueryStringParameters"),
        parameters(node, at, "BodyParameters"));
  }

  private List<Parameter> parameters(JsonNode node, String at, String member) {
    var parameters = new ArrayList<Parameter>();
    var index = 0;
    for (var parameter : node.path(member)) {
      var here = at + "." + member + "[" + index++ + "]";
      checkMembers(parameter, here, "Key", "Value", "IsValueSecret");
      var key = parameter.path("Key").asString("");
      if (key.isEmpty()) {
        problems.add(here + ".Key must be a text that is not empty");
      }
      var value =
          parameter.path("IsValueSecret").asBoolean(false)
              ? secret(parameter, here, "Value")
              : text(parameter, here, "Value");
      parameters.add(new Parameter(key, value));
    }
    return List.copyOf(parameters);
  }

  // ---- single members ----

  private ConfiguredText text(JsonNode node, String at, String member) {
    var value = node.path(member);
    if (!value.isString()) {
      problems.add(at + "." + member + " must be a text, or env:NAME, or file:PATH");
      return new ConfiguredText.Literal("");
    }
    var text = ConfiguredText.of(value.stringValue(), environment);
    var read = text.read();
    if (read.isEmpty()) {
      problems.add(at + "." + member + ": " + text.origin() + " is not there");
    }
    return text;
  }

  /** A secret in this file would be read by everybody who is to read the rest of it. */
  private ConfiguredText secret(JsonNode node, String at, String member) {
    var text = text(node, at, member);
    if (text instanceof ConfiguredText.Literal && node.path(member).isString()) {
      problems.add(at + "." + member + " must be a reference: env:NAME or file:PATH");
    }
    return text;
  }

  private void checkHeader(String name, String at) {
    if (!Header.isName(name) || NOT_TO_BE_ADDED.contains(name.toLowerCase(Locale.ROOT))) {
      problems.add(at + ": '" + name + "' is no header that can be added");
    }
  }

  private void checkMembers(@Nullable JsonNode node, String at, String... known) {
    if (node == null || node.isMissingNode()) {
      return;
    }
    var where = at.isEmpty() ? "" : at + ".";
    if (!node.isObject()) {
      problems.add((at.isEmpty() ? "It" : at) + " must be an object");
      return;
    }
    for (var name : node.propertyNames()) {
      if (!List.of(known).contains(name)) {
        problems.add(where + name + " is not known");
      }
    }
  }
}
