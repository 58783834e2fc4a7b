package dev.stepwell.asl.model;

import org.jspecify.annotations.Nullable;

/**
 * A whole definition, compiled.
 *
 * @param timeoutSeconds the longest an execution may run, in seconds (0–99,999,999), or null for no
 *     limit of its own
 */
public record StateMachine(
    @Nullable String comment,
    QueryLanguage queryLanguage,
    @Nullable Long timeoutSeconds,
    StatesBlock block) {}
