package dev.stepwell.asl.model.choice;

import java.util.ArrayList;
import java.util.List;

/**
 * The pattern of {@code StringMatches}: {@code *} is any run of characters, also an empty one;
 * {@code \*} a star, {@code \\} a backslash. Any other backslash stands for itself.
 *
 * <p>Matching takes time linear in the text and the pattern, whatever they are: pieces between
 * stars are searched from left to right with Knuth-Morris-Pratt, never going back.
 */
public final class StringPattern {
  private final String text;
  private final List<String> pieces;

  private StringPattern(String text, List<String> pieces) {
    this.text = text;
    this.pieces = pieces;
  }

  /** Every text is a pattern. */
  public static StringPattern parse(String text) {
    var pieces = new ArrayList<String>();
    var piece = new StringBuilder();
    for (var i = 0; i < text.length(); i++) {
      var character = text.charAt(i);
      var isEscape =
          character == '\\'
              && i + 1 < text.length()
              && (text.charAt(i + 1) == '*' || text.charAt(i + 1) == '\\');
      if (isEscape) {
        i++;
        piece.append(text.charAt(i));
      } else if (character == '*') {
        pieces.add(piece.toString());
        piece.setLength(0);
      } else {
        piece.append(character);
      }
    }
    pieces.add(piece.toString());
    return new StringPattern(text, List.copyOf(pieces));
  }

  /** Whether the whole text matches. */
  public boolean matches(String candidate) {
    var first = pieces.getFirst();
    var last = pieces.getLast();
    if (pieces.size() == 1) {
      return candidate.equals(first);
    }
    var fits = candidate.length() >= first.length() + last.length();
    if (!fits || !candidate.startsWith(first) || !candidate.endsWith(last)) {
      return false;
    }
    var position = first.length();
    var end = candidate.length() - last.length();
    for (var piece : pieces.subList(1, pieces.size() - 1)) {
      position = endOfFirst(piece, candidate, position, end);
      if (position < 0) {
        return false;
      }
    }
    return true;
  }

  /** Where the first occurrence of the piece in that range ends, or -1. */
  private static int endOfFirst(String piece, String text, int start, int end) {
    if (piece.isEmpty()) {
      return start;
    }
    var borders = borders(piece);
    var matched = 0;
    for (var i = start; i < end; i++) {
      while (matched > 0 && piece.charAt(matched) != text.charAt(i)) {
        matched = borders[matched - 1];
      }
      if (piece.charAt(matched) == text.charAt(i)) {
        matched++;
      }
      if (matched == piece.length()) {
        return i + 1;
      }
    }
    return -1;
  }

  /** For every prefix the length of its longest proper border. */
  private static int[] borders(String piece) {
    var borders = new int[piece.length()];
    var length = 0;
    for (var i = 1; i < piece.length(); i++) {
      while (length > 0 && piece.charAt(length) != piece.charAt(i)) {
        length = borders[length - 1];
      }
      if (piece.charAt(length) == piece.charAt(i)) {
        length++;
      }
      borders[i] = length;
    }
    return borders;
  }

  @Override
  public String toString() {
    return text;
  }
}
