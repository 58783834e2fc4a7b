package dev.stepwell.asl.reader;

import dev.stepwell.asl.expression.Expression;
import dev.stepwell.asl.expression.PathExpression;
import dev.stepwell.asl.expression.ReferencePath;
import dev.stepwell.asl.expression.Template;
import dev.stepwell.asl.expression.TemplateParser;
import dev.stepwell.asl.jsonata.JsonataTemplate;
import dev.stepwell.asl.jsonata.ResultType;
import dev.stepwell.asl.model.QueryLanguage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The fields of one checked object, as parts of the model.
 *
 * @param language of the expressions in them
 * @param machineLanguage of the states nested in them, unless they have one of their own
 */
record Fields(JsonNode object, QueryLanguage language, QueryLanguage machineLanguage) {

  static boolean isJsonata(JsonNode object) {
    return object.path("QueryLanguage").asString("").equals(QueryLanguage.JSONATA.aslName());
  }

  /** An object within this one, in the same language. */
  Fields of(JsonNode inner) {
    return new Fields(inner, language, machineLanguage);
  }

  /** A block of states within this object, which does not care for the object's own language. */
  Fields block(JsonNode inner) {
    return new Fields(inner, machineLanguage, machineLanguage);
  }

  /** A state within this block. */
  Fields state(JsonNode inner) {
    return new Fields(
        inner, isJsonata(inner) ? QueryLanguage.JSONATA : machineLanguage, machineLanguage);
  }

  @Nullable String text(String name) {
    var value = object.get(name);
    return value == null ? null : value.stringValue();
  }

  String requireText(String name) {
    return require(name).stringValue();
  }

  @Nullable Long integer(String name) {
    var value = object.get(name);
    return value == null ? null : value.longValue();
  }

  long integer(String name, long defaultValue) {
    var value = object.get(name);
    return value == null ? defaultValue : value.longValue();
  }

  double number(String name, double defaultValue) {
    var value = object.get(name);
    return value == null ? defaultValue : value.doubleValue();
  }

  @Nullable JsonNode find(String name) {
    return object.get(name);
  }

  JsonNode require(String name) {
    var value = object.get(name);
    if (value == null) {
      throw new IllegalStateException("unchecked definition: no field " + name);
    }
    return value;
  }

  /** {@code $} when absent; null stands for JSON null. */
  @Nullable PathExpression pathOrNull(String name) {
    var value = object.get(name);
    if (value == null) {
      return PathExpression.ROOT;
    }
    return value.isNull() ? null : path(name);
  }

  PathExpression path(String name) {
    return PathExpression.parse(requireText(name)).orElseThrow();
  }

  /** {@code $} when absent; null stands for JSON null. */
  @Nullable ReferencePath referencePathOrNull(String name) {
    var value = object.get(name);
    if (value == null) {
      return ReferencePath.ROOT;
    }
    return value.isNull() ? null : ReferencePath.parse(value.stringValue()).orElseThrow();
  }

  @Nullable Template template(String name) {
    var value = object.get(name);
    if (value == null) {
      return null;
    }
    return language == QueryLanguage.JSONATA
        ? JsonataTemplate.of(value, name)
        : TemplateParser.parse(value).template();
  }

  /**
   * A literal field, its JSONata expression, or its {@code …Path} form; null when none is there.
   *
   * @param expected what an expression must give
   */
  @Nullable Expression literalOrPath(String name, ResultType expected) {
    var literal = object.get(name);
    if (literal != null) {
      return language == QueryLanguage.JSONATA
          ? JsonataTemplate.expression(literal, name, expected)
          : new Expression.Literal(literal);
    }
    return object.has(name + "Path") ? path(name + "Path") : null;
  }

  <T> List<T> each(String name, Function<Fields, T> read) {
    var items = new ArrayList<T>();
    for (var item : object.path(name)) {
      items.add(read.apply(of(item)));
    }
    return items;
  }

  List<String> texts(String name) {
    var texts = new ArrayList<String>();
    for (var item : object.path(name)) {
      texts.add(item.stringValue());
    }
    return texts;
  }
}
