package dev.stepwell.engine.model;

/** Sizes in UTF-8 without encoding. */
public final class Utf8 {
  private Utf8() {}

  /** Bytes that the text takes in UTF-8; a lone surrogate counts three, as its replacement does. */
  public static int length(String text) {
    var bytes = 0;
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c < 0x80) {
        bytes++;
      } else if (c < 0x800) {
        bytes += 2;
      } else if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        bytes += 4;
        i++;
      } else {
        bytes += 3;
      }
    }
    return bytes;
  }
}
