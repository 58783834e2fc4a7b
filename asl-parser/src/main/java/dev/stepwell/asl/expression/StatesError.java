package dev.stepwell.asl.expression;

import org.jspecify.annotations.Nullable;

/**
 * An error of the language, as data.
 *
 * @param name what {@code ErrorEquals} is compared with; null when the failing party gave none
 * @param cause text for people, often JSON; null when none was given
 */
public record StatesError(@Nullable String name, @Nullable String cause) {}
