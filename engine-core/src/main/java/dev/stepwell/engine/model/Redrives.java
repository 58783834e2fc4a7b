package dev.stepwell.engine.model;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The redrives of one execution. Source of the limits: quotas.md §3, RedriveExecution's
 * clientToken.
 *
 * @param count 0 when it was never redriven
 * @param lastAt the newest one; null when there is none
 * @param remembered those with a client token, the newest last; at most {@link #TOKENS}
 */
public record Redrives(int count, @Nullable Instant lastAt, List<Remembered> remembered) {
  /** A closed execution can be redriven for so long. */
  public static final Duration PERIOD = Duration.ofDays(14);

  /** Client tokens that are remembered. */
  public static final int TOKENS = 10;

  /** A client token stands for the same redrive for so long. */
  static final Duration TOKEN_LIFE = Duration.ofMinutes(15);

  public static final Redrives NONE = new Redrives(0, null, List.of());

  /** A redrive that is answered again when the same client token comes again. */
  public record Remembered(String clientToken, Instant at) {}

  public Redrives {
    remembered = List.copyOf(remembered);
  }

  /** These and one more. */
  public Redrives with(@Nullable String clientToken, Instant at) {
    var tokens = new ArrayList<>(remembered);
    if (clientToken != null) {
      tokens.removeIf(former -> former.clientToken().equals(clientToken));
      tokens.add(new Remembered(clientToken, at));
    }
    var first = Math.max(0, tokens.size() - TOKENS);
    return new Redrives(count + 1, at, tokens.subList(first, tokens.size()));
  }

  /** When the redrive was that the token stands for now. */
  public Optional<Instant> find(@Nullable String clientToken, Instant now) {
    return remembered.stream()
        .filter(redrive -> redrive.clientToken().equals(clientToken))
        .map(Remembered::at)
        .filter(at -> now.isBefore(at.plus(TOKEN_LIFE)))
        .findFirst();
  }
}
