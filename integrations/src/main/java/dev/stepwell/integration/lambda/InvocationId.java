package dev.stepwell.integration.lambda;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The request id that a runtime gets with an invocation: the token of the call, and what must be
 * known to tell the task what the runtime answers.
 *
 * @param form how the task calls the function
 * @param wantsLog whether the answer has the end of the log
 * @param version the version of the function that the task names; empty for the unpublished one
 */
record InvocationId(Form form, boolean wantsLog, String version, String token) {
  private static final Pattern TEXT = Pattern.compile("([ai])(t?)\\.([0-9]{0,20})\\.(.+)");
  private static final String LATEST = "$LATEST";

  /** How a task calls a function. */
  enum Form {
    BY_ARN,
    BY_INVOKE
  }

  static Optional<InvocationId> parse(String text) {
    var matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new InvocationId(
                matcher.group(1).equals("a") ? Form.BY_ARN : Form.BY_INVOKE,
                !matcher.group(2).isEmpty(),
                matcher.group(3),
                matcher.group(4)))
        : Optional.empty();
  }

  String executedVersion() {
    return version.isEmpty() ? LATEST : version;
  }

  @Override
  public String toString() {
    return (form == Form.BY_ARN ? "a" : "i") + (wantsLog ? "t" : "") + "." + version + "." + token;
  }
}
