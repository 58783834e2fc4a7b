package dev.stepwell.asl.expression;

import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What an expression may read: the document {@code $}, the Context Object {@code $$}, the
 * variables. In JSONata all there is are variables, {@code states} among them.
 */
public interface Bindings {

  /** The document that {@code $} stands for. */
  JsonNode document();

  /** The Context Object {@code $$}; built on first use. */
  JsonNode contextObject();

  /** The value of variable {@code $name}, or null when it is not assigned in reach. */
  @Nullable JsonNode variable(String name);

  /** The time of the evaluation; the same for all expressions of one command. */
  Instant now();

  /**
   * Random numbers that are the same whenever the same command is applied to the same state; each
   * call goes on where the one before ended.
   */
  RandomGenerator random();

  /** What is left for the expressions of the state. */
  Allowance allowance();

  /** The same context and variables over another document. */
  Bindings over(JsonNode document);
}
