package dev.stepwell.launcher;

import java.util.regex.Pattern;

/** What Maven calls an artifact. */
record MavenCoordinates(String group, String artifact, String version) {
  private static final Pattern PART = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  /**
   * Reads {@code ARTIFACT} or {@code GROUP:ARTIFACT:VERSION}.
   *
   * @param group where the text has none, as is the version
   * @throws CommandFailure when it is neither
   */
  static MavenCoordinates of(String text, String group, String version) {
    var parts = text.split(":", -1);
    for (var part : parts) {
      if (!PART.matcher(part).matches()) {
        throw neither(text);
      }
    }
    return switch (parts.length) {
      case 1 -> new MavenCoordinates(group, parts[0], version);
      case 3 -> new MavenCoordinates(parts[0], parts[1], parts[2]);
      default -> throw neither(text);
    };
  }

  private static CommandFailure neither(String text) {
    return new CommandFailure(
        ExitCode.USAGE, text + " is neither the name of a service nor GROUP:ARTIFACT:VERSION");
  }
}
