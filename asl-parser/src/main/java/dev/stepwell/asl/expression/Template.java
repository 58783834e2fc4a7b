package dev.stepwell.asl.expression;

import dev.stepwell.asl.expression.Evaluated.Failed;
import dev.stepwell.asl.expression.Evaluated.Value;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A payload template, compiled: literal parts are kept as finished trees, the rest is filled in at
 * run time.
 */
public sealed interface Template {

  /** The filled-in tree, or the first failure in document order. */
  Evaluated evaluate(Bindings bindings);

  /** A subtree without expressions, shared by every evaluation. */
  record Literal(JsonNode node) implements Template {
    @Override
    public Evaluated evaluate(Bindings bindings) {
      return Evaluated.value(node);
    }
  }

  /** A value that is computed. */
  record Computed(Expression expression) implements Template {
    @Override
    public Evaluated evaluate(Bindings bindings) {
      return expression.evaluate(bindings);
    }
  }

  /**
   * An object with something to fill in.
   *
   * @param fields in the order of the definition, under the names of the output (without {@code
   *     .$})
   */
  record ObjectTemplate(List<Field> fields) implements Template {
    public ObjectTemplate {
      fields = List.copyOf(fields);
    }

    @Override
    public Evaluated evaluate(Bindings bindings) {
      var object = JsonNodeFactory.instance.objectNode();
      for (var field : fields) {
        switch (field.value().evaluate(bindings)) {
          case Value(var node) -> object.set(field.name(), node);
          case Failed failed -> {
            return failed;
          }
        }
      }
      return Evaluated.value(object);
    }
  }

  /** One entry of an {@link ObjectTemplate}. */
  record Field(String name, Template value) {}

  /** An array with something to fill in. */
  record ArrayTemplate(List<Template> items) implements Template {
    public ArrayTemplate {
      items = List.copyOf(items);
    }

    @Override
    public Evaluated evaluate(Bindings bindings) {
      var array = JsonNodeFactory.instance.arrayNode(items.size());
      for (var item : items) {
        switch (item.evaluate(bindings)) {
          case Value(var node) -> array.add(node);
          case Failed failed -> {
            return failed;
          }
        }
      }
      return Evaluated.value(array);
    }
  }
}
