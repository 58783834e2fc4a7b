package dev.stepwell.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.util.HashSet;
import java.util.Locale;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** The document is one of OpenAPI, and what it says is so. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiTest {
  private final TestNode node = new TestNode();
  private JsonNode json = Json.object();
  private String text = "";

  @BeforeAll
  void read() throws Exception {
    var reply = node.get("/api/v1/openapi.json");
    assertThat(reply.status()).isEqualTo(200);
    json = reply.body();
    text = reply.response().body();
  }

  @AfterAll
  void close() {
    node.close();
  }

  @Test
  void isAnOpenApiDocument() {
    assertThat(new OpenAPIV3Parser().readContents(text).getMessages()).isEmpty();
    assertThat(json.path("openapi").asString()).isEqualTo("3.1.0");
  }

  @Test
  void hasEachRouteOnce() {
    var ids = new HashSet<String>();
    for (var route : node.rest().routes()) {
      var operation =
          json.path("paths")
              .path(route.path())
              .path(route.method().name().toLowerCase(Locale.ROOT));
      assertThat(operation.path("operationId").asString("")).isEqualTo(route.operationId());
      assertThat(ids.add(route.operationId())).as(route.operationId()).isTrue();
      assertThat(operation.path("parameters").valueStream().map(it -> it.path("name").asString()))
          .hasSize(route.inPath().size() + route.inQuery().size());
    }
    assertThat(new OpenApiDocument(json).operationIds()).isEqualTo(ids);
  }

  @Test
  void allThatStandsInBracesIsAParameter() {
    json.path("paths")
        .properties()
        .forEach(path -> {
          var inBraces = new TreeSet<String>();
          for (var part : path.getKey().split("/", -1)) {
            if (part.startsWith("{")) {
              inBraces.add(part.substring(1, part.length() - 1));
            }
          }
          path.getValue()
              .forEach(operation ->
                  assertThat(
                          operation
                              .path("parameters")
                              .valueStream()
                              .filter(it -> it.path("in").asString().equals("path"))
                              .map(it -> it.path("name").asString()))
                      .as(path.getKey())
                      .containsExactlyElementsOf(inBraces));
        });
  }

  /** Each parameter is known where the document has it, and others nowhere. */
  @Test
  void takesTheParametersThatItTellsOf() throws Exception {
    for (var path : json.path("paths").properties()) {
      var url = "/api/v1" + path.getKey().replaceAll("\\{[^}]*}", "x");
      var operation = path.getValue().path("get");
      if (operation.isMissingNode()) {
        continue;
      }
      var refused = node.get(url + "?nonsense=1");
      assertThat(refused.status()).as(url).isEqualTo(400);
      assertThat(refused.body().path("violations").path(0).path("name").asString())
          .isEqualTo("nonsense");
      for (var parameter : operation.path("parameters")) {
        if (parameter.path("in").asString().equals("query")) {
          var name = parameter.path("name").asString();
          var reply = node.get(url + "?" + name + "=x");
          assertThat(reply.text("detail")).as(url).doesNotContain("is not known");
        }
      }
    }
  }
}
