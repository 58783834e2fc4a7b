package dev.stepwell.integration.net;

/** Adds to requests what proves who sends them. */
@FunctionalInterface
public interface RequestSigner {
  /** Adds nothing. */
  RequestSigner NONE = request -> request;

  /** The request with the headers that prove it; its body and URL are covered by them. */
  WebRequest sign(WebRequest request);
}
