package dev.stepwell.asl.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.expression.TemplateParser.Fault;
import dev.stepwell.asl.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class TemplateTest {
  @Test
  void fillsInPathsAtAnyDepthAndKeepsTheOrder() {
    assertThat(
            evaluate(
                """
                {"z.$":"$.a","n":{"m":[{"k.$":"$.b[0]"},"$.a",[1]]},"l":"$.a"}
                """,
                "{\"a\":1,\"b\":[2]}"))
        .extracting(Object::toString)
        .isEqualTo(
            Evaluated.value(
                    Json.parse("{\"z\":1,\"n\":{\"m\":[{\"k\":2},\"$.a\",[1]]},\"l\":\"$.a\"}"))
                .toString());
  }

  @Test
  void keepsLiteralSubtreesAsTheyAre() {
    var node = Json.parse("{\"a\":{\"b\":[1,{\"c\":\"$.x\"}]}}");

    assertThat(TemplateParser.parse(node).template()).isEqualTo(new Template.Literal(node));
  }

  /** Recorded: test_invalid_jsonpath[INVALID_JSONPATH_IN_STRING_EXPR_CONTEXTPATH]. */
  @Test
  void failsWithTheFirstPathThatIsNotFound() {
    assertThat(
            evaluate(
                "{\"value.$\":\"$$.Execution.Input.no\",\"b.$\":\"$.c\"}", "{\"int-literal\":0}"))
        .isEqualTo(
            Evaluated.failed(
                "States.Runtime",
                "The JSONPath '$$.Execution.Input.no' specified for the field 'value.$' could not"
                    + " be found in the input '{\"int-literal\":0}'"));
  }

  @Test
  void tellsEveryFault() {
    var parsed =
        TemplateParser.parse(
            Json.parse(
                "{\"a.$\":1,\"b\":[{\"c.$\":\"States.UUID()\"}],\"d.$\":\"$x\",\"e.$\":\"$.e\"}"));

    assertThat(parsed.faults())
        .isEqualTo(
            List.of(
                new Fault(Fault.Kind.NOT_AN_EXPRESSION, "a.$"),
                new Fault(Fault.Kind.INTRINSIC_FUNCTION, "c.$")));
  }

  private static Evaluated evaluate(String template, String document) {
    return TemplateParser.parse(Json.parse(template))
        .template()
        .evaluate(FixedBindings.of(document));
  }
}
