package dev.stepwell.engine.state;

/**
 * How far a Parallel or Map is; derived from its scopes, so it is never stored.
 *
 * @param started scopes begun, in index order
 * @param finished scopes at their end
 */
public record Fork(int started, int finished) {
  public int running() {
    return started - finished;
  }

  public Fork withStarted() {
    return new Fork(started + 1, finished);
  }

  public Fork withFinished() {
    return new Fork(started, finished + 1);
  }
}
