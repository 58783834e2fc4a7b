package dev.stepwell.integration.net;

/** Adds to requests what proves who sends them. */
@FunctionalInterface
public interface RequestSigner {
  /** Adds nothing. */
  RequestSigner NONE = Signing.Signed::new;

  /** The request with the headers that prove it; its body and URL are covered by them. */
  Signing sign(WebRequest request);

  /** What came of it. */
  sealed interface Signing {
    record Signed(WebRequest request) implements Signing {}

    /**
     * There are no credentials now.
     *
     * @param reason for people
     */
    record Impossible(String reason) implements Signing {}
  }
}
