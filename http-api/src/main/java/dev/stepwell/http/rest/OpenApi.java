package dev.stepwell.http.rest;

import dev.stepwell.asl.json.Json;
import dev.stepwell.http.aws.operation.ResponseBody;
import dev.stepwell.http.rest.route.Parameter;
import dev.stepwell.http.rest.route.RestAnswer;
import dev.stepwell.http.rest.route.Route;
import dev.stepwell.http.rest.route.Schema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tells of routes as an OpenAPI 3.1 document. */
final class OpenApi {
  private static final String DESCRIPTION = "description";
  private static final String SCHEMA = "schema";
  private static final String REFERENCE = "$ref";
  private static final String COMPONENTS = "#/components/schemas/";

  private OpenApi() {}

  /** The route of the document, which has it among the others. */
  static Route route(List<Route> others) {
    var route =
        Route.get(
            "/openapi.json",
            "getOpenApi",
            "What this server answers below " + RestApi.ROOT + ", as OpenAPI 3.1",
            Schema.anyObject());
    var all = new ArrayList<>(others);
    all.add(route);
    var document = Json.text(document(all)).getBytes(StandardCharsets.UTF_8);
    return route.answeredBy(_ -> RestAnswer.of(ResponseBody.ofBytes(document)));
  }

  private static ObjectNode document(List<Route> routes) {
    var document = Json.object().put("openapi", "3.1.0");
    document
        .putObject("info")
        .put("title", "Stepwell")
        .put("version", "1")
        .put(DESCRIPTION, "State machines, executions, activities and nodes of a Stepwell server.");
    document.putArray("servers").addObject().put("url", RestApi.ROOT);
    var schemas = new TreeMap<String, Schema>();
    schemas.put(Schemas.PROBLEM.name(), Schemas.PROBLEM);
    var paths = document.putObject("paths");
    for (var route : routes) {
      paths
          .withObjectProperty(route.path())
          .set(route.method().name().toLowerCase(Locale.ROOT), operation(route));
    }
    Schemas.ALL.forEach(schema -> schemas.put(schema.name(), schema));
    for (var route : routes) {
      var body = route.body();
      if (body != null) {
        schemas.put(body.schemaName(), body.schema());
      }
    }
    keepReferenced(document, schemas);
    return document;
  }

  private static ObjectNode operation(Route route) {
    var operation =
        Json.object().put("operationId", route.operationId()).put("summary", route.summary());
    var parameters = Json.object().arrayNode();
    route.inPath().forEach(parameter -> add(parameters, parameter, "path"));
    route.inQuery().forEach(parameter -> add(parameters, parameter, "query"));
    if (!parameters.isEmpty()) {
      operation.set("parameters", parameters);
    }
    var body = route.body();
    if (body != null) {
      operation
          .putObject("requestBody")
          .putObject("content")
          .putObject(RestAnswer.JSON)
          .set(SCHEMA, body.schema().reference());
    }
    var responses = operation.putObject("responses");
    responses
        .putObject("200")
        .put(DESCRIPTION, "What was asked for")
        .putObject("content")
        .putObject(route.answerType())
        .set(SCHEMA, route.answer().reference());
    responses
        .putObject("default")
        .put(DESCRIPTION, "Why not")
        .putObject("content")
        .putObject(RestAnswer.PROBLEM)
        .set(SCHEMA, Schemas.PROBLEM.reference());
    return operation;
  }

  private static void add(ArrayNode parameters, Parameter<?> parameter, String in) {
    var json =
        parameters
            .addObject()
            .put("name", parameter.name())
            .put("in", in)
            .put(DESCRIPTION, parameter.description())
            .put("required", in.equals("path"));
    json.set(SCHEMA, parameter.schema().reference());
  }

  /** Puts those schemas into the document that it refers to, and those that they refer to. */
  private static void keepReferenced(ObjectNode document, Map<String, Schema> schemas) {
    var kept = new TreeMap<String, ObjectNode>();
    var open = new ArrayList<JsonNode>(List.of(document));
    while (!open.isEmpty()) {
      for (var reference : open.removeLast().findValuesAsString(REFERENCE)) {
        var name = reference.substring(COMPONENTS.length());
        var schema = schemas.get(name);
        if (schema == null) {
          throw new IllegalStateException("there is no schema " + name);
        }
        if (kept.put(name, schema.json()) == null) {
          open.add(schema.json());
        }
      }
    }
    var target = document.putObject("components").putObject("schemas");
    kept.forEach(target::set);
  }
}
