package dev.stepwell.asl.model;

import org.jspecify.annotations.Nullable;

/** Ends its block with its output. */
public record SucceedState(
    String name, @Nullable String comment, QueryLanguage queryLanguage, DataFlow flow)
    implements State {}
