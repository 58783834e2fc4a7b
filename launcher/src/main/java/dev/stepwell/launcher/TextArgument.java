package dev.stepwell.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Text that a command line gives by itself or says where it is. */
final class TextArgument {
  /** The standard input, where a file could be named. */
  static final String STANDARD_INPUT = "-";

  private final InputStream standardInput;

  TextArgument(InputStream standardInput) {
    this.standardInput = standardInput;
  }

  /**
   * The argument itself; what is in the file of {@code @FILE}; the standard input for {@code -}.
   */
  String text(String argument) {
    return argument.startsWith("@")
        ? file(argument.substring(1))
        : argument.equals(STANDARD_INPUT) ? file(argument) : argument;
  }

  /** What is in the file of that name; the standard input for {@code -}. */
  String file(String name) {
    try {
      return name.equals(STANDARD_INPUT)
          ? new String(standardInput.readAllBytes(), UTF_8)
          : Files.readString(Path.of(name));
    } catch (NoSuchFileException e) {
      throw new CommandFailure(ExitCode.USAGE, "There is no file " + name, e);
    } catch (CharacterCodingException e) {
      throw new CommandFailure(ExitCode.USAGE, name + " is not a text in UTF-8", e);
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.USAGE, name + " cannot be read: " + e.getMessage(), e);
    }
  }
}
