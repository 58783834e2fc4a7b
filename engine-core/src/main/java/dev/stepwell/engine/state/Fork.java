package dev.stepwell.engine.state;

import dev.stepwell.engine.model.Payload;

/**
 * How far a Parallel or Map is; derived from its scopes, so it is never stored.
 *
 * @param started scopes begun, in index order
 * @param finished scopes at their end
 * @param outputCharacters length of their outputs together
 */
public record Fork(int started, int finished, long outputCharacters) {
  /** Stands for an output that nobody will see. */
  private static final Payload DROPPED = Payload.ofText("null");

  public int running() {
    return started - finished;
  }

  public Fork withStarted() {
    return new Fork(started + 1, finished, outputCharacters);
  }

  public Fork withFinished(Payload output) {
    return new Fork(started, finished + 1, outputCharacters + output.text().length());
  }

  /**
   * What to keep of the next output. Once the outputs that are kept are too large for a result, the
   * fork fails at its end whatever the others are: without this ten thousand iterations could fill
   * the memory before.
   */
  public Payload kept(Payload output, int maxResultBytes) {
    return outputCharacters > maxResultBytes ? DROPPED : output;
  }
}
