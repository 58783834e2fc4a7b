package dev.stepwell.asl.model;

import dev.stepwell.asl.expression.Template;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Passes its input on, or a result that the definition gives.
 *
 * @param result static result (JSONPath only), or null when absent
 * @param assign null when absent
 * @param next the state that follows, or null where {@code End} is true
 */
public record PassState(
    String name,
    @Nullable String comment,
    QueryLanguage queryLanguage,
    DataFlow flow,
    @Nullable JsonNode result,
    @Nullable Template assign,
    @Nullable String next)
    implements State {}
