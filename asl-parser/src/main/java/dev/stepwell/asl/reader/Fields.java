package dev.stepwell.asl.reader;

import dev.stepwell.asl.expression.Expression;
import dev.stepwell.asl.expression.PathExpression;
import dev.stepwell.asl.expression.ReferencePath;
import dev.stepwell.asl.expression.Template;
import dev.stepwell.asl.expression.TemplateParser;
import dev.stepwell.asl.intrinsic.IntrinsicParser;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The fields of one checked object, as parts of the model. */
record Fields(JsonNode object) {

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
    return value == null ? null : TemplateParser.parse(value, IntrinsicParser::parse).template();
  }

  /** A literal field, or its {@code …Path} form; null when neither is there. */
  @Nullable Expression literalOrPath(String name) {
    var literal = object.get(name);
    if (literal != null) {
      return new Expression.Literal(literal);
    }
    return object.has(name + "Path") ? path(name + "Path") : null;
  }

  <T> List<T> each(String name, Function<Fields, T> read) {
    var items = new ArrayList<T>();
    for (var item : object.path(name)) {
      items.add(read.apply(new Fields(item)));
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
