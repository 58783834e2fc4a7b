package dev.stepwell.engine.service;

/** What a state machine, an activity or an execution may be called. */
public final class ResourceNames {
  /** In code points. */
  public static final int MAX_LENGTH = 80;

  private static final String FORBIDDEN = "<>{}[]?*\"#%\\^|~`$&,;:/";

  private ResourceNames() {}

  /** The name, or the refusal {@code Invalid Name: '…'} that AWS gave for 29 bad characters. */
  public static Answer<String> check(String name) {
    return isValid(name)
        ? Answer.given(name)
        : Answer.refused(Refusal.INVALID_NAME, "Invalid Name: '" + name + "'");
  }

  private static boolean isValid(String name) {
    var length = name.codePointCount(0, name.length());
    return length >= 1
        && length <= MAX_LENGTH
        && name.codePoints().allMatch(ResourceNames::allowed);
  }

  private static boolean allowed(int c) {
    if (c > 0x7F) {
      return !Character.isSpaceChar(c)
          && !Character.isISOControl(c)
          && !(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
          && c != 0xFFFE
          && c != 0xFFFF
          && c != Character.MAX_CODE_POINT;
    }
    return c > ' ' && c != 0x7F && FORBIDDEN.indexOf(c) < 0;
  }
}
