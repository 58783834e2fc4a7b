package dev.stepwell.asl.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathExpressionTest {
  private static final String DOCUMENT =
      """
      {"a":{"b":[1,2,{"c":"x"}],"s":"text","n":null},"l":[[1],[2]],"it's":7,"back\\\\\\"\\"slash\\"":8,"0":"zero"}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "$.a.s | \"text\"",
        "$['a']['b'][0] | 1",
        "$[\"a\"].b[-1].c | \"x\"",
        "$.a.n | null",
        "$.0 | \"zero\"",
        "$.a.b[*] | [1,2,{\"c\":\"x\"}]",
        "$.a.b[0:2] | [1,2]",
        "$.a.b[?(@.c == 'x')] | [{\"c\":\"x\"}]",
        "$.a.b[?(@.c == 'y')] | []",
        "$..c | [\"x\"]",
        "$.l[*][0] | [1,2]",
        "$.a['s','n'] | {\"s\":\"text\",\"n\":null}",
        "$.a.b.length() | 3",
        "$['it\\'s'] | 7",
        "$['back\\\"\"slash\"'] | 8",
        "$.none[*] | []",
        "$.none[1:5].c | []",
        "$.a.none.more[:1] | []",
      })
  void selects(String path, String expected) {
    assertThat(evaluate(path, DOCUMENT)).isEqualTo(Evaluated.value(Json.parse(expected)));
  }

  /** The first two are recorded: test_catch_states_runtime and test_invalid_jsonpath. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "$.no.such.result.path | Invalid path '$.no.such.result.path' : Missing property in path $['no']",
        "$.NoSuchOutputPath | Invalid path '$.NoSuchOutputPath' : No results for path: $['NoSuchOutputPath']",
        "$.a.b[9] | Invalid path '$.a.b[9]' : No results for path: $['a']['b'][9]",
        "$.a.s.x | Invalid path '$.a.s.x' : Expected to find an object with property ['x'] in path $['a']['s'] but found 'java.lang.String'. This is not a json object according to the JsonProvider: 'com.jayway.jsonpath.spi.json.JacksonJsonProvider'.",
        "$.a.s[0] | Invalid path '$.a.s[0]' : Filter: [0] can only be applied to arrays. Current context is: \"text\"",
      })
  void failsWhereItLeadsNowhere(String path, String cause) {
    assertThat(evaluate(path, DOCUMENT)).isEqualTo(Evaluated.failed("States.Runtime", cause));
  }

  @Test
  void namesItsFieldWhenItStandsInOne() {
    var path = PathExpression.parse("$.x").orElseThrow().forField("ErrorPath");

    assertThat(path.evaluate(FixedBindings.of("{\"int-literal\": 0}")))
        .isEqualTo(
            Evaluated.failed(
                "States.Runtime",
                "The JSONPath '$.x' specified for the field 'ErrorPath' could not be found in the"
                    + " input '{\"int-literal\":0}'"));
  }

  @Test
  void readsContextObjectAndVariables() {
    var bindings =
        new FixedBindings(
            Json.parse("1"),
            Json.parse("{\"State\":{\"Name\":\"S\"}}"),
            Map.of("v", Json.parse("[5]")));

    assertThat(path("$$.State.Name").evaluate(bindings))
        .isEqualTo(Evaluated.value(Json.parse("\"S\"")));
    assertThat(path("$$").evaluate(bindings)).isEqualTo(Evaluated.value(bindings.contextObject()));
    assertThat(path("$").evaluate(bindings)).isEqualTo(Evaluated.value(Json.parse("1")));
    assertThat(path("$v[0]").evaluate(bindings)).isEqualTo(Evaluated.value(Json.parse("5")));
    assertThat(path("$w").evaluate(bindings)).isInstanceOf(Evaluated.Failed.class);
    assertThat(path("$w").find(bindings)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "a.b",
        "@.a",
        " $.a",
        "$.",
        "$..",
        "$.a.",
        "$ .a",
        "$.a[",
        "$['a'",
        "$[1",
        "$.a[-]",
        "$[99999999999]",
        "$[?]",
        "$.a b",
        "$.a[(@.length-1)]",
        "$[?(@.a == ]",
        "$.a.sum(",
        "$$$.a",
      })
  void refusesWhatIsNoPath(String text) {
    // Jayway reads an open bracket at the very end as if it were not there.
    assertThat(PathExpression.parse(text).isPresent()).isEqualTo(text.equals("$.a["));
  }

  @Test
  void refusesTextsThatWouldExhaustTheStack() {
    assertThat(PathExpression.parse("$" + ".*".repeat(100_000))).isEmpty();
    assertThat(PathExpression.parse("$[?(@" + "[?(@".repeat(50_000))).isEmpty();
    assertThat(PathExpression.parse("$" + ".a".repeat(100_000))).isPresent();
  }

  @Test
  void limitsLengthFiltersAndScans() {
    var filters = JaywayPath.MAX_FILTERS;
    var longName = "x".repeat(JaywayPath.MAX_LENGTH - "$.*.".length());

    assertThat(PathExpression.parse(nestedFilters(filters))).isPresent();
    assertThat(PathExpression.parse(nestedFilters(filters + 1))).isEmpty();
    assertThat(PathExpression.parse("$..a..b")).isPresent();
    assertThat(PathExpression.parse("$..a..b..c")).isEmpty();
    assertThat(PathExpression.parse("$.*." + longName)).isPresent();
    assertThat(PathExpression.parse("$.*.x" + longName)).isEmpty();
  }

  @Test
  void failsOnMoreResultsThanAnyPayloadHolds() {
    var most = JaywayPath.MAX_RESULTS - 1;
    var fitting = FixedBindings.of("[" + "1,".repeat(most - 1) + "1]");
    var tooMany = FixedBindings.of("[" + "1,".repeat(most) + "1]");

    assertThat(path("$[*]").evaluate(fitting)).isEqualTo(Evaluated.value(fitting.document()));
    assertThat(path("$[*]").evaluate(tooMany))
        .isEqualTo(
            Evaluated.failed("States.Runtime", "Invalid path '$[*]' : 262144 or more results"));
    assertThat(path("$[*]").find(tooMany)).isNull();
  }

  private static String nestedFilters(int count) {
    return "$" + "[?(@".repeat(count) + ")]".repeat(count);
  }

  @Test
  void doesNotChangeTheDocument() {
    var bindings = FixedBindings.of("{\"a\":[1]}");

    assertThat(path("$.a.append(2)").evaluate(bindings))
        .isEqualTo(Evaluated.value(Json.parse("[1,2]")));
    assertThat(bindings.document()).isEqualTo(Json.parse("{\"a\":[1]}"));
  }

  /** Jayway keeps array positions of a scan, and arguments of a function, in the compiled path. */
  @ParameterizedTest
  @ValueSource(strings = {"$..b[0].c", "$..c", "$.a.b.concat($.x, $.y)", "$..b.length()"})
  void givesTheSameAgainAndOnOtherThreads(String text) throws InterruptedException {
    var path = path(text);
    var documents =
        new String[] {
          "{\"a\":{\"b\":[{\"c\":1},{\"c\":2}]},\"x\":\"1\",\"y\":\"2\"}",
          "{\"b\":[{\"c\":[3]}],\"a\":{\"b\":[{\"b\":[{\"c\":4}]}]},\"x\":\"3\",\"y\":\"4\"}",
        };
    var alone = new Evaluated[documents.length];
    for (var i = 0; i < documents.length; i++) {
      alone[i] = path(text).evaluate(FixedBindings.of(documents[i]));
    }
    var differences = new ConcurrentLinkedQueue<Evaluated>();
    var threads = new Thread[4];
    for (var t = 0; t < threads.length; t++) {
      var which = t % documents.length;
      threads[t] =
          Thread.ofVirtual()
              .start(() -> {
                for (var i = 0; i < 500; i++) {
                  var again = path.evaluate(FixedBindings.of(documents[which]));
                  if (!again.equals(alone[which])) {
                    differences.add(again);
                  }
                }
              });
    }
    for (var thread : threads) {
      thread.join();
    }
    assertThat(differences).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "$.a.b[0],true",
    "$['x y'],true",
    "$$.a,true",
    "$.a[-1],false",
    "$..a,false",
    "$.*,false"
  })
  void knowsReferencePaths(String text, boolean expected) {
    assertThat(path(text).isReferencePath()).isEqualTo(expected);
  }

  private static PathExpression path(String text) {
    return PathExpression.parse(text).orElseThrow();
  }

  private static Evaluated evaluate(String path, String document) {
    return path(path).evaluate(FixedBindings.of(document));
  }
}
