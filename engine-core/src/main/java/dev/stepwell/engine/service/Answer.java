package dev.stepwell.engine.service;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a request gets: what it asked for, or the reason why not. */
public sealed interface Answer<T> {

  record Given<T>(T value) implements Answer<T> {}

  /**
   * The request cannot be served.
   *
   * @param message the text of the AWS error, whole
   * @param resourceName the ARN that the error carries beside its text; null for most errors
   */
  record Refused<T>(Refusal reason, String message, @Nullable String resourceName)
      implements Answer<T> {
    /** The same refusal, for a caller that promised something else. */
    public <U> Answer<U> as() {
      return new Refused<>(reason, message, resourceName);
    }
  }

  static <T> Answer<T> given(T value) {
    return new Given<>(value);
  }

  static <T> Answer<T> refused(Refusal reason, String message) {
    return new Refused<>(reason, message, null);
  }

  /** A refusal whose error names a resource. */
  static <T> Answer<T> refusedFor(Refusal reason, String message, String resourceName) {
    return new Refused<>(reason, message, resourceName);
  }

  default <U> Answer<U> then(Function<T, Answer<U>> next) {
    return switch (this) {
      case Given<T>(var value) -> next.apply(value);
      case Refused<T> refused -> refused.as();
    };
  }

  default <U> Answer<U> map(Function<T, U> mapping) {
    return then(value -> new Given<>(mapping.apply(value)));
  }
}
