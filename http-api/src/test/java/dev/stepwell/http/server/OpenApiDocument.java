package dev.stepwell.http.server;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a server says of its REST face, and whether its answers are as it says. */
final class OpenApiDocument {
  private final JsonNode document;
  private final SchemaRegistry schemas =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private final Set<String> answered = new HashSet<>();

  OpenApiDocument(JsonNode document) {
    this.document = document;
  }

  /** Of all operations. */
  Set<String> operationIds() {
    var ids = new HashSet<String>();
    document
        .path("paths")
        .forEach(
            path -> path.forEach(operation -> ids.add(operation.path("operationId").asString())));
    return ids;
  }

  /** Those that have succeeded. */
  Set<String> answeredOperationIds() {
    return answered;
  }

  /**
   * What is wrong with an answer, by the document.
   *
   * @param path percent-encoded, with its query, below the root
   */
  List<String> check(String method, String path, int status, String contentType, JsonNode body) {
    var operation = operation(method, path.split("\\?", 2)[0]);
    var responses = operation.path("responses");
    var isSuccess = status == 200;
    var content = responses.path(isSuccess ? "200" : "default").path("content").path(contentType);
    if (content.isMissingNode()) {
      return List.of("no content " + contentType + " for " + status + " of " + method + " " + path);
    }
    if (isSuccess) {
      answered.add(operation.path("operationId").asString());
    }
    var schema = (ObjectNode) content.path("schema").deepCopy();
    schema.set("components", document.path("components"));
    return schemas.getSchema(schema).validate(body).stream().map(Error::toString).toList();
  }

  private JsonNode operation(String method, String path) {
    var found = new ArrayList<JsonNode>();
    document
        .path("paths")
        .properties()
        .forEach(entry -> {
          if (path.matches(entry.getKey().replaceAll("\\{[^}]*}", "[^/]*"))) {
            var operation = entry.getValue().path(method.toLowerCase(Locale.ROOT));
            if (entry.getKey().equals(path)) {
              found.addFirst(operation);
            } else {
              found.add(operation);
            }
          }
        });
    found.removeIf(JsonNode::isMissingNode);
    if (found.isEmpty()) {
      throw new AssertionError("the document has no " + method + " " + path);
    }
    return found.getFirst();
  }
}
