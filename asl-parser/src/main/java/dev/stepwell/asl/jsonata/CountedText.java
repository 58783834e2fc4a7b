package dev.stepwell.asl.jsonata;

/**
 * A text that is paid for as it is read: a regular expression that goes back and forth over it
 * forever runs out of budget.
 */
final class CountedText implements CharSequence {
  /** Characters read that count as one step. */
  private static final int CHARACTERS_OF_A_STEP = 4;

  private final String text;
  private final Budget budget;
  private int reads;

  CountedText(String text, Budget budget) {
    this.text = text;
    this.budget = budget;
  }

  @Override
  public char charAt(int index) {
    reads++;
    if (reads == CHARACTERS_OF_A_STEP) {
      reads = 0;
      budget.spend(1);
    }
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.substring(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
