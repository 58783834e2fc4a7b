package dev.stepwell.http.server;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Guesses what somebody meant to write. */
public final class Spelling {
  private Spelling() {}

  /** The known word that somebody probably meant: the nearest one, when few characters differ. */
  public static Optional<String> meant(String word, Collection<String> known) {
    return known.isEmpty()
        ? Optional.empty()
        : Optional.of(nearest(word, known))
            .filter(candidate -> distance(word, candidate) <= Math.max(2, word.length() / 3));
  }

  /**
   * The known word that takes the fewest single-character changes.
   *
   * @param known at least one word
   */
  static String nearest(String word, Collection<String> known) {
    return known.stream()
        .min(
            Comparator.<String>comparingInt(candidate -> distance(word, candidate))
                .thenComparing(Comparator.naturalOrder()))
        .orElseThrow();
  }

  /** Levenshtein's distance. */
  static int distance(String a, String b) {
    var row = new int[b.length() + 1];
    for (var j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (var i = 1; i <= a.length(); i++) {
      var diagonal = row[0];
      row[0] = i;
      for (var j = 1; j <= b.length(); j++) {
        var replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
