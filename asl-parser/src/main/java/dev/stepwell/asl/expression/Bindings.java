package dev.stepwell.asl.expression;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What an expression may read: the document {@code $}, the Context Object {@code $$}, the
 * variables.
 */
public interface Bindings {

  /** The document that {@code $} stands for. */
  JsonNode document();

  /** The Context Object {@code $$}; built on first use. */
  JsonNode contextObject();

  /** The value of variable {@code $name}, or null when it is not assigned in reach. */
  @Nullable JsonNode variable(String name);

  /** The same context and variables over another document. */
  Bindings over(JsonNode document);
}
