package dev.stepwell.asl.json;

import java.io.StringWriter;

/** A text in memory that does not grow beyond a limit. */
final class BoundedWriter extends StringWriter {
  private final int maxCharacters;

  BoundedWriter(int maxCharacters) {
    this.maxCharacters = maxCharacters;
  }

  /** The text would be longer than the limit. */
  static final class FullException extends RuntimeException {
    private static final long serialVersionUID = 1;

    FullException() {
      super(null, null, false, false);
    }
  }

  @Override
  public void write(int character) {
    admit(1);
    super.write(character);
  }

  @Override
  public void write(char[] characters, int offset, int length) {
    admit(length);
    super.write(characters, offset, length);
  }

  @Override
  public void write(String text) {
    admit(text.length());
    super.write(text);
  }

  @Override
  public void write(String text, int offset, int length) {
    admit(length);
    super.write(text, offset, length);
  }

  private void admit(int length) {
    if (getBuffer().length() + length > maxCharacters) {
      throw new FullException();
    }
  }
}
