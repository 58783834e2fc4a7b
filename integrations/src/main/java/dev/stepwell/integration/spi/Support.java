package dev.stepwell.integration.spi;

/** Whether an integration makes calls of an operation. */
public sealed interface Support {
  Support SUPPORTED = new Supported();
  Support UNKNOWN = new Unknown();

  /** It makes them. */
  record Supported() implements Support {}

  /** It has nothing to do with that operation. */
  record Unknown() implements Support {}

  /**
   * It would make them if something were there.
   *
   * @param reason what is missing and what to do about it, for people: a clause without full stop
   */
  record Missing(String reason) implements Support {}
}
