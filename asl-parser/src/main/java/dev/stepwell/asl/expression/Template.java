package dev.stepwell.asl.expression;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A payload template, compiled: literal parts are kept as finished trees, the rest is filled in at run time. */
public sealed interface Template {

  /** The filled-in tree, or the first failure in document order. */
  Evaluated evaluate(Bindings bindings);
}
