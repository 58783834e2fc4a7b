package dev.stepwell.engine.service;

import java.util.function.Function;

/** What a request gets: what it asked for, or the reason why not. */
public sealed interface Answer<T> {

  record Given<T>(T value) implements Answer<T> {}

  /**
   * The request cannot be served.
   *
   * @param message the text of the AWS error, whole
   */
  record Refused<T>(Refusal reason, String message) implements Answer<T> {
    /** The same refusal, for a caller that promised something else. */
    public <U> Answer<U> as() {
      return new Refused<>(reason, message);
    }
  }

  static <T> Answer<T> given(T value) {
    return new Given<>(value);
  }

  static <T> Answer<T> refused(Refusal reason, String message) {
    return new Refused<>(reason, message);
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
